use scorer_instrument::scorer_span;

#[scorer_span]
fn sum(weights: impl Iterator<Item = f64>) {}

fn main() {}
