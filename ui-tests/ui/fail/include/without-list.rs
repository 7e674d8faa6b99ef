use scorer_instrument::scorer_span;

#[scorer_span(include)]
fn load(depth: usize) {}

fn main() {}
