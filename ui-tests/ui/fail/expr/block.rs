use scorer_instrument::scorer_span;

#[scorer_span(skip_all, fields(user = { let k = api_key; k }))]
fn load(api_key: &str) {}

fn main() {}
