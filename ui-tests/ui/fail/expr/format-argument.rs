use scorer_instrument::scorer_span;

#[scorer_span(skip_all, fields(user = %format!("{}", api_key)))]
fn load(api_key: &str) {}

fn main() {}
