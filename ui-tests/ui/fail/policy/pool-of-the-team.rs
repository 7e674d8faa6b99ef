use scorer_instrument::scorer_span;

struct ScorerDb;

#[scorer_span]
fn load(db: &ScorerDb) {}

fn main() {}
