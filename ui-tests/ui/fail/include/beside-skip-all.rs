use scorer_instrument::scorer_span;

#[scorer_span(skip_all, include(depth))]
fn load(depth: usize) {}

fn main() {}
