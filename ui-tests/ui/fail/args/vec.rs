use scorer_instrument::scorer_span;

struct Stamp;

#[scorer_span]
fn calculate_score(stamps: Vec<Stamp>, community: i64) {}

fn main() {}
