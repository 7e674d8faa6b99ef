use scorer_instrument::scorer_span;

#[scorer_span]
fn load_community(id: i64) {}

fn main() {}
