use scorer_instrument::scorer_span;

#[scorer_span(target =)]
fn load(community: i64) {}

fn main() {}
