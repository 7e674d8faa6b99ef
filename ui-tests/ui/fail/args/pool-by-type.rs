use scorer_instrument::scorer_span;

struct PgPool;

#[scorer_span]
fn load_scores(pool: &PgPool, address: &str) {}

fn main() {}
