use scorer_instrument::scorer_span;

#[scorer_span]
fn register(nullifier: &str) {}

fn main() {}
