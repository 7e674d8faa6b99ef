use scorer_instrument::scorer_span;

#[scorer_span]
fn keep([user, password]: [String; 2]) {}

fn main() {}
