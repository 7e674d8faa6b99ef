use scorer_instrument::scorer_span;

struct PgPool;

#[scorer_span(include(depth), skip(pool))]
fn load(pool: &PgPool, depth: usize) {}

fn main() {}
