use scorer_instrument::scorer_span;

#[scorer_span]
fn verify_all(passwords: Vec<String>) {}

fn main() {}
