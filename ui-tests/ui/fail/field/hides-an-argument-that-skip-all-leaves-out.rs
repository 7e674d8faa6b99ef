use scorer_instrument::scorer_span;

#[scorer_span(skip_all, fields(width, twice = width * 2))]
fn load(depth: usize, width: usize) {}

fn main() {}
