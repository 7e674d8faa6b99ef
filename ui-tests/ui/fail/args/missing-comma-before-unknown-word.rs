use scorer_instrument::scorer_span;

#[scorer_span(level = "info" loud)]
fn load(community: i64) {}

fn main() {}
