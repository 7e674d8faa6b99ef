use scorer_instrument::scorer_span;

struct PgPool;

#[scorer_span(fields(community), err)]
fn import(pool: &PgPool, api_key: &str, stamps: Vec<i64>, community: i64) -> Result<(), String> {
    Ok(())
}

fn main() {}
