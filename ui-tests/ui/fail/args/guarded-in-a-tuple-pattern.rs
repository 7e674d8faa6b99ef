use scorer_instrument::scorer_span;

struct PgPool;

#[scorer_span]
fn load((pool, community): (&PgPool, i64)) {}

fn main() {}
