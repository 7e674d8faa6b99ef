use scorer_instrument::scorer_span;

#[scorer_span(inclde(depth))]
fn load(depth: usize) {}

fn main() {}
