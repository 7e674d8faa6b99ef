use scorer_instrument::{reviewed, scorer_span};

#[scorer_span(skip_all, fields(api_key = reviewed!(api_key, reason = "a public one")))]
fn load(api_key: &str) {}

fn main() {}
