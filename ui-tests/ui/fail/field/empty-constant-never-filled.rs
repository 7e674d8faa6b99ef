use scorer_instrument::scorer_span;

use tracing::field::Empty;

#[scorer_span(fields(score = Empty))]
fn calculate(community: i64) {}

fn main() {}
