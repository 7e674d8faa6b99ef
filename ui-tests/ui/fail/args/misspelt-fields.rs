use scorer_instrument::scorer_span;

#[scorer_span(feilds(n = community + 1))]
fn load(community: i64) {}

fn main() {}
