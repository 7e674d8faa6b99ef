use scorer_instrument::scorer_span;

#[scorer_span(skip(large_params))]
fn load(community: i64) {}

fn main() {}
