use scorer_instrument::scorer_span;

#[scorer_span]
fn file_claim(diagnosis: &str) {}

fn main() {}
