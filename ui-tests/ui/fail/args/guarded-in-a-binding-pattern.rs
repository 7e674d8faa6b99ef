use scorer_instrument::scorer_span;

struct PgPool;

#[scorer_span]
fn load(pair @ (community, _): (i64, &PgPool)) {}

fn main() {}
