use scorer_instrument::scorer_span;

type Count = String;

#[scorer_span]
fn refresh(token_count: Count) {}

fn main() {}
