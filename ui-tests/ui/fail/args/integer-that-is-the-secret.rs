use scorer_instrument::scorer_span;

#[scorer_span]
fn authorize(api_key: u64) {}

fn main() {}
