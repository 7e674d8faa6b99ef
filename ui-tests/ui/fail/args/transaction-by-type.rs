use scorer_instrument::scorer_span;

mod sqlx {
    pub struct Transaction<'a>(&'a ());
}

#[scorer_span(err)]
fn save_score(tx: &mut sqlx::Transaction<'_>, score: i64) -> Result<(), String> {
    Ok(())
}

fn main() {}
