use scorer_instrument::scorer_span;

#[scorer_span]
const LIMIT: i64 = 1;

fn main() {}
