use scorer_instrument::scorer_span;

struct PgPool;

#[scorer_span(name = "load", skp(pool), err)]
async fn load(pool: &PgPool, community: i64) -> Result<(), String> {
    Ok(())
}

fn main() {}
