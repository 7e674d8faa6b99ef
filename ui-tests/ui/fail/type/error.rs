use scorer_instrument::scorer_span;

#[scorer_span]
fn report(error: std::io::Error) {}

fn main() {}
