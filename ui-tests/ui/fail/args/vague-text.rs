use scorer_instrument::scorer_span;

#[scorer_span]
fn store(value: &str, community: i64) {}

fn main() {}
