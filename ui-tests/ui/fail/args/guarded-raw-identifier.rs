use scorer_instrument::scorer_span;

struct PgPool;

#[scorer_span]
fn load(r#async: &PgPool) {}

fn main() {}
