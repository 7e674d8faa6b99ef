use scorer_instrument::scorer_span;

#[scorer_span(skipall)]
struct Community;

fn main() {}
