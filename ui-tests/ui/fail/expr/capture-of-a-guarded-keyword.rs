use scorer_instrument::scorer_span;

struct PgPool;

#[scorer_span(skip(r#type), fields(state = format!("{type:?}")))]
fn check(r#type: &PgPool) {}

fn main() {}
