use scorer_instrument::scorer_span;

#[scorer_span(skip_all, skip(depth))]
fn load(depth: usize) {}

fn main() {}
