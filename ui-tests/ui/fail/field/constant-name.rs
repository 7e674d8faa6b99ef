use scorer_instrument::scorer_span;

const NAME: &str = "email";

#[scorer_span(fields({ NAME } = community))]
fn load(community: i64) {}

fn main() {}
