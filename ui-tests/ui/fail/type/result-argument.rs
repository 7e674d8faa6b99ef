use scorer_instrument::scorer_span;

#[scorer_span]
fn report(outcome: Result<i64, String>) {}

fn main() {}
