use scorer_instrument::scorer_span;

#[scorer_span]
trait Scorer {}

fn main() {}
