use scorer_instrument::scorer_span;

#[scorer_span]
static LIMIT: i64 = 1;

fn main() {}
