use scorer_instrument::scorer_span;

#[scorer_span]
struct Community;

fn main() {}
