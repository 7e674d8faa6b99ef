use scorer_instrument::{reviewed, scorer_span};

#[scorer_span(skip_all, fields(kind = reviewed!(api_key, reason = WHY)))]
fn load(api_key: &str) {}

fn main() {}
