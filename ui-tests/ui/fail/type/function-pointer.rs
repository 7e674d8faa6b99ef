use scorer_instrument::scorer_span;

#[scorer_span]
fn run(callback: fn() -> i64) {}

fn main() {}
