use scorer_instrument::scorer_span;

struct PgPool;

#[scorer_span(skip)]
fn load(pool: &PgPool) {}

fn main() {}
