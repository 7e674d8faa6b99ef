use scorer_instrument::scorer_span;

#[scorer_span]
fn validate(api_key: &str, community: i64) {}

fn main() {}
