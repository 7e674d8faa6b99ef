use scorer_instrument::scorer_span;

struct PgPool;

#[scorer_span(skip(_))]
fn load(_: &PgPool) {}

fn main() {}
