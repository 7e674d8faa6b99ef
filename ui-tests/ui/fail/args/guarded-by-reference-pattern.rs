use scorer_instrument::scorer_span;

#[scorer_span]
fn check(&(community, ref email): &(i64, String)) {}

fn main() {}
