use scorer_instrument::scorer_span;

#[scorer_span]
fn check(apiKey: &str) {}

fn main() {}
