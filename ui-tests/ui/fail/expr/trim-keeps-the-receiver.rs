use scorer_instrument::scorer_span;

#[scorer_span(skip_all, fields(user = api_key.trim()))]
fn load(api_key: &str) {}

fn main() {}
