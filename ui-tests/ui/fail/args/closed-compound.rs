use scorer_instrument::scorer_span;

#[scorer_span]
fn check(userpasswd: &str) {}

fn main() {}
