use scorer_instrument::scorer_span;

#[scorer_span]
fn sign_in([user, password]: [String; 2]) {}

fn main() {}
