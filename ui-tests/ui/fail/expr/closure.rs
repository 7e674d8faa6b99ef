use scorer_instrument::scorer_span;

#[scorer_span(skip_all, fields(user = || community))]
fn load(community: i64) {}

fn main() {}
