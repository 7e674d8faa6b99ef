use scorer_instrument::scorer_span;

#[scorer_span(skip_all, fields(a = %api_key, b = password.trim()))]
fn load(api_key: &str, password: &str) {}

fn main() {}
