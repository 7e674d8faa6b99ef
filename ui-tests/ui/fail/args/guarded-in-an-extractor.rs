use scorer_instrument::scorer_span;

struct State<T>(T);
struct PgPool;

#[scorer_span]
fn handler(State(pool): State<PgPool>, community: i64) {}

fn main() {}
