use scorer_instrument::scorer_span;

#[scorer_span(skip(address), fields(address))]
fn load(address: &str) {}

fn main() {}
