use scorer_instrument::scorer_span;

#[scorer_span]
mod scoring {}

fn main() {}
