use scorer_instrument::scorer_span;

struct Scorer;

#[scorer_span]
impl Scorer {}

fn main() {}
