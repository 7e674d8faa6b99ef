use scorer_instrument::scorer_span;

#[scorer_span]
fn sign(private_key: &[u8; 32], nonce: u64) {}

fn main() {}
