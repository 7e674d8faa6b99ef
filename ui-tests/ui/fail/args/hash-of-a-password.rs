use scorer_instrument::scorer_span;

#[scorer_span]
fn verify(stored_hash: &str, attempts: u32) {}

fn main() {}
