use scorer_instrument::scorer_span;

#[scorer_span(fields(n = async { community }))]
fn load(community: i64) {}

fn main() {}
