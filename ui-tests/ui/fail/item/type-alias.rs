use scorer_instrument::scorer_span;

#[scorer_span]
type Score = i64;

fn main() {}
