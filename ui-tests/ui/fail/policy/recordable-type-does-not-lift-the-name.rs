use scorer_instrument::scorer_span;

use std::fmt;
struct Wallet;
impl fmt::Display for Wallet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str("w") }
}

#[scorer_span]
fn load(password: Wallet) {}

fn main() {}
