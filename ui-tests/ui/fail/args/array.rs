use scorer_instrument::scorer_span;

#[scorer_span]
fn verify(digest: [u8; 32]) {}

fn main() {}
