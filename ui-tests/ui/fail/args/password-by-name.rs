use scorer_instrument::scorer_span;

#[scorer_span]
fn sign_in(user_id: i64, password: String) {}

fn main() {}
