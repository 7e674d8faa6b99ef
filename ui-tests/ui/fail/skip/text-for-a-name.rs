use scorer_instrument::scorer_span;

struct PgPool;

#[scorer_span(skip("pool"))]
fn load(pool: &PgPool) {}

fn main() {}
