use scorer_instrument::scorer_span;

struct PgPool;

#[scorer_span(skip(pool), skip_all)]
fn load(pool: &PgPool) {}

fn main() {}
