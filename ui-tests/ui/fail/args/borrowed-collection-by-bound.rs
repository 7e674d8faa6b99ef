use scorer_instrument::scorer_span;

#[scorer_span]
fn sum<W: AsRef<[f64]>>(weights: W) {}

fn main() {}
