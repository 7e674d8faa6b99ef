use scorer_instrument::scorer_span;

#[scorer_span]
fn derive_wallet(seed_phrase: &str) {}

fn main() {}
