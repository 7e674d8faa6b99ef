use scorer_instrument::scorer_span;

#[scorer_span]
fn validate_api_key(key: &str) {}

fn main() {}
