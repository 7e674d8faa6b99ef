use scorer_instrument::scorer_span;

#[scorer_span]
fn load<T: std::fmt::Debug>(thing: T) {}

fn main() {}
