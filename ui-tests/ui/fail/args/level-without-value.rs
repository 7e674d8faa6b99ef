use scorer_instrument::scorer_span;

#[scorer_span(level)]
fn load(community: i64) {}

fn main() {}
