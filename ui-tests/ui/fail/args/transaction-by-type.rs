use scorer_instrument::scorer_span;

mod sqlx {
    pub struct Transaction<'a, D>(&'a D);
    pub struct Postgres;
}

#[scorer_span(err)]
fn save_score(tx: &mut sqlx::Transaction<'_, sqlx::Postgres>, score: i64) -> Result<(), String> {
    Ok(())
}

fn main() {}
