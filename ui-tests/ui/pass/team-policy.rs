use scorer_instrument::{Recordable, info, scorer_span};
use std::fmt;

struct Wallet([u8; 20]);

impl fmt::Display for Wallet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "0x{:02x}", self.0[0])
    }
}

#[derive(Recordable)]
struct Owner {
    wallet: Wallet,
    second: Option<Wallet>,
}

#[scorer_span(skip(third), fields(passport_number = "7", third = third, nullifier_count = 1))]
fn load(wallet: &Wallet, second: Option<Wallet>, third: &Wallet, owner: &Owner, passport_number: &str) {
    let _ = (wallet, second, third, &owner.wallet, &owner.second, passport_number);
    info!(n = 1);
}

fn main() {
    let owner = Owner { wallet: Wallet([1; 20]), second: None };
    load(&Wallet([1; 20]), None, &Wallet([2; 20]), &owner, "8");
}
