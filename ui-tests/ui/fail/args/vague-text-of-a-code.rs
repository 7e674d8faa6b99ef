use scorer_instrument::scorer_span;

#[scorer_span]
fn verify_otp(code: &str) {}

fn main() {}
