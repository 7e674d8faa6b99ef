use scorer_instrument::scorer_span;

#[scorer_span]
fn refresh(token_count: &str) {}

fn main() {}
