use scorer_instrument::scorer_span;

#[scorer_span]
fn verify_password(user_id: &str, candidate: &str) {}

fn main() {}
