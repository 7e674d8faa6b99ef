use scorer_instrument::scorer_span;

mod sqlx {
    pub trait Executor<'c> {}
}

#[scorer_span]
fn load_scores<'c>(executor: impl sqlx::Executor<'c>, limit: i64) {}

fn main() {}
