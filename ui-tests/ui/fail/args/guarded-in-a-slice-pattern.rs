use scorer_instrument::scorer_span;

#[scorer_span]
fn compare([city, password]: [String; 2]) {}

fn main() {}
