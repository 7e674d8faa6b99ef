use scorer_instrument::scorer_span;

#[scorer_span(fields(api_key = %api_key))]
fn load(api_key: &str) {}

fn main() {}
