use scorer_instrument::scorer_span;

#[scorer_span(skip_all, fields(user = 'found: { break 'found api_key }))]
fn validate(api_key: &str) {}

fn main() {}
