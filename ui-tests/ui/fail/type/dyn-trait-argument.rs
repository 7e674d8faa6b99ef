use scorer_instrument::scorer_span;

#[scorer_span]
fn load(thing: &dyn std::fmt::Debug) {}

fn main() {}
