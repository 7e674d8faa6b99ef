use scorer_instrument::scorer_span;

#[scorer_span(fields({ a b } = community))]
fn load(community: i64) {}

fn main() {}
