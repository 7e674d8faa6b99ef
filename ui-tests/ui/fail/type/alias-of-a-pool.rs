use scorer_instrument::scorer_span;

struct PgPool;
type Db = PgPool;

#[scorer_span]
fn load(db: &Db, community: i64) {}

fn main() {}
