use scorer_instrument::scorer_span;

#[scorer_span(fields(score))]
fn calculate(community: i64) {}

fn main() {}
