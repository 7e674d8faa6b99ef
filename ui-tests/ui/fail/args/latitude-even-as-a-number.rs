use scorer_instrument::scorer_span;

#[scorer_span]
fn locate(latitude: f64) {}

fn main() {}
