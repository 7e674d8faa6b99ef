use scorer_instrument::scorer_span;

#[scorer_span(include(depth, stamps))]
fn load(depth: usize, stamps: &[u8]) {}

fn main() {}
