use scorer_instrument::scorer_span;

#[scorer_span]
fn load(nothing: ()) {}

fn main() {}
