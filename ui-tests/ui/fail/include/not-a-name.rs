use scorer_instrument::scorer_span;

#[scorer_span(include(depth + 1))]
fn load(depth: usize) {}

fn main() {}
