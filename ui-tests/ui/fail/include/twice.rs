use scorer_instrument::scorer_span;

#[scorer_span(include(depth), include(width))]
fn load(depth: usize, width: usize) {}

fn main() {}
