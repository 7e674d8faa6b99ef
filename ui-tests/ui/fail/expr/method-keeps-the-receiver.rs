use scorer_instrument::scorer_span;

#[scorer_span(skip_all, fields(user = api_key.as_str()))]
fn load(api_key: &String) {}

fn main() {}
