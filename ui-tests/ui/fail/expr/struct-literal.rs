use scorer_instrument::scorer_span;

struct Shown<'a> { text: &'a str }

#[scorer_span(skip_all, fields(n = ?Shown { text: api_key }))]
fn load(api_key: &str) {}

fn main() {}
