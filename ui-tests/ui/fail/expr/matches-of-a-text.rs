use scorer_instrument::scorer_span;


#[scorer_span(skip(api_key), fields(kind = api_key.matches(char::is_alphanumeric).next()))]
fn f(api_key: &str) {}

fn main() {}
