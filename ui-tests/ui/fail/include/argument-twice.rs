use scorer_instrument::scorer_span;

#[scorer_span(include(depth, depth))]
fn load(depth: usize) {}

fn main() {}
