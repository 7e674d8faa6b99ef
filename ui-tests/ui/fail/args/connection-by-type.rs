use scorer_instrument::scorer_span;

struct PgConnection;

#[scorer_span]
fn load_scores(conn: &mut PgConnection) {}

fn main() {}
