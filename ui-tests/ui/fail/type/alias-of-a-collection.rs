use scorer_instrument::scorer_span;

type Weights = Vec<f64>;

#[scorer_span]
fn load(weights: Weights) {}

fn main() {}
