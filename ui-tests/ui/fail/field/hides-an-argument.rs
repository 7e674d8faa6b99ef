use scorer_instrument::scorer_span;

#[scorer_span(fields(address))]
fn load(address: &str) {}

fn main() {}
