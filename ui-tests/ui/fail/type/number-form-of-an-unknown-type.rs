use std::fmt::{Formatter, LowerHex, Result};
use scorer_instrument::scorer_span;
struct Community;
impl LowerHex for Community {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result { f.write_str("all of it") }
}

#[scorer_span(skip_all, fields(kind = format!("{:x}", thing)))]
fn load(thing: &Community) {}

fn main() {}
