use scorer_instrument::scorer_span;

#[scorer_span(include(depth, community))]
fn load(depth: usize) {}

fn main() {}
