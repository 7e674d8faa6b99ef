use scorer_instrument::scorer_span;

#[scorer_span]
fn load(pair: (i64, i64)) {}

fn main() {}
