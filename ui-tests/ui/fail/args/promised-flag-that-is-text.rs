use scorer_instrument::scorer_span;

#[scorer_span]
fn refresh(has_password: &str) {}

fn main() {}
