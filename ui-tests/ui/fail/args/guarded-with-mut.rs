use scorer_instrument::scorer_span;

#[scorer_span]
fn rotate(mut api_key: String) {}

fn main() {}
