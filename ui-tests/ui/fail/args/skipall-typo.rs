use scorer_instrument::scorer_span;

struct PgPool;

#[scorer_span(skipall)]
fn load(pool: &PgPool) {}

fn main() {}
