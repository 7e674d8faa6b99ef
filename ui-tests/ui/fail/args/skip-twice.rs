use scorer_instrument::scorer_span;

struct PgPool;

#[scorer_span(skip(pool), skip(other))]
fn load(pool: &PgPool, other: &PgPool) {}

fn main() {}
