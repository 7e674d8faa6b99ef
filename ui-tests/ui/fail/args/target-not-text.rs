use scorer_instrument::scorer_span;

#[scorer_span(target = 1)]
fn load(community: i64) {}

fn main() {}
