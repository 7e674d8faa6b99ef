use scorer_instrument::scorer_span;

mod sqlx {
    pub trait PgExecutor<'c> {}
}

#[scorer_span]
fn load_scores<'c, E>(executor: E) where E: sqlx::PgExecutor<'c> {}

fn main() {}
