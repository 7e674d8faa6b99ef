use scorer_instrument::scorer_span;

#[derive(Debug)] struct Weights;
#[scorer_span(skip(thing), fields(kind = format!("{0:$<9?}", thing)))]
fn f(thing: &Weights) {}

fn main() {}
