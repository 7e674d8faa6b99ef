use scorer_instrument::scorer_span;

#[scorer_span]
fn run(target: *const i64) {}

fn main() {}
