use scorer_instrument::scorer_span;

struct PgPool;

#[scorer_span(level = "debug" skip(pool) fields(n = 1) err)]
fn load(pool: &PgPool, community: i64) -> Result<i64, String> {
    let _ = pool;
    Ok(community)
}

fn main() {
    assert_eq!(load(&PgPool, 1), Ok(1));
}
