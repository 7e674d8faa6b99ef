use scorer_instrument::scorer_span;

#[scorer_span(skip(code))]
fn callback(code: &str, state: &str) {}

fn main() {}
