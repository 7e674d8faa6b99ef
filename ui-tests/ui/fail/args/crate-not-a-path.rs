use scorer_instrument::scorer_span;

#[scorer_span(crate = "scorer_instrument")]
fn load(community: i64) {}

fn main() {}
