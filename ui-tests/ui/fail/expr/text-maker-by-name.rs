use scorer_instrument::scorer_span;

struct Weights;
#[scorer_span(skip(thing), fields(kind = thing.map(ToString::to_string)))]
fn f(thing: Option<&Weights>) {}

fn main() {}
