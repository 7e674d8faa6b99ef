use scorer_instrument::scorer_span;

mod sqlx {
    pub struct PgPool;
}
use sqlx::PgPool as Db;

#[scorer_span]
fn load(db: &Db) {}

fn main() {}
