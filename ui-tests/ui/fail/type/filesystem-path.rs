use scorer_instrument::scorer_span;

#[scorer_span]
fn load(file: &std::path::Path) {}

fn main() {}
