use scorer_instrument::scorer_span;

fn to_string<T>(_: T) -> String { String::new() } struct Weights;
#[scorer_span(skip(thing), fields(kind = thing.map(to_string)))]
fn f(thing: Option<&Weights>) {}

fn main() {}
