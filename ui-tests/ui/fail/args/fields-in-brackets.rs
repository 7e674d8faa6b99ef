use scorer_instrument::scorer_span;

#[scorer_span(fields[n = 1])]
fn load(community: i64) {}

fn main() {}
