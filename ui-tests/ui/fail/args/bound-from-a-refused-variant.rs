use scorer_instrument::scorer_span;

enum Attempt { Password(String), Passkey(String) }

#[scorer_span]
fn check((Attempt::Password(given) | Attempt::Passkey(given)): Attempt) {}

fn main() {}
