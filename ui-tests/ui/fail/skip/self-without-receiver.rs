use scorer_instrument::scorer_span;

#[scorer_span(skip(self))]
fn load(community: i64) {}

fn main() {}
