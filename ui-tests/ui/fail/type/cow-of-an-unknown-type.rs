use scorer_instrument::scorer_span;

use std::borrow::Cow;

#[derive(Clone)]
struct Community;

#[scorer_span]
fn load(community: Cow<'_, Community>) {}

fn main() {}
