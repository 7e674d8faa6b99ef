use scorer_instrument::scorer_span;

struct PgPool;

#[scorer_span(fields(pool))]
fn load(pool: &PgPool) {}

fn main() {}
