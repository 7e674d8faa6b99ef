use scorer_instrument::scorer_span;

struct Wallet;

#[scorer_span]
fn load(wallets: &[Wallet]) {}

fn main() {}
