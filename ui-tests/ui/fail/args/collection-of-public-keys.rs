use scorer_instrument::scorer_span;

struct Pubkey;

#[scorer_span]
fn lock(account_keys: &[Pubkey]) {}

fn main() {
    lock(&[]);
}
