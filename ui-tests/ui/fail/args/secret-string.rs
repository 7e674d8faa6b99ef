use scorer_instrument::scorer_span;

struct SecretString;

#[scorer_span]
fn sign_in(phrase: SecretString) {}

fn main() {}
