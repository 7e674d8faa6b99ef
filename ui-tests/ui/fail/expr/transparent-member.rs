use scorer_instrument::scorer_span;

struct ApiKey(String);

#[scorer_span(skip_all, fields(kind = api_key.0.as_str()))]
fn load(api_key: &ApiKey) {}

fn main() {}
