use scorer_instrument::scorer_span;

#[scorer_span]
fn invite(email: &str, community: i64) {}

fn main() {}
