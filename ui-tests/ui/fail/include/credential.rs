use scorer_instrument::scorer_span;

#[scorer_span(include(address, api_key))]
fn load(address: &str, api_key: &str) {}

fn main() {}
