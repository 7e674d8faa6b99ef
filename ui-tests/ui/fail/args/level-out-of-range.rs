use scorer_instrument::scorer_span;

#[scorer_span(level = 6)]
fn load(community: i64) {}

fn main() {}
