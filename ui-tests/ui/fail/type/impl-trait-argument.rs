use scorer_instrument::scorer_span;

#[scorer_span]
fn load(thing: impl std::fmt::Display) {}

fn main() {}
