use scorer_instrument::scorer_span;

struct PgPool;
struct Database;

#[async_trait::async_trait]
trait Store: Sync {
    async fn load(&self, pair: (i64, String), pool: &PgPool, limit: usize) -> Result<i64, String>;

    #[scorer_span(skip(pool))]
    async fn size(&self, pool: &PgPool, community: i64) -> i64 {
        let _ = pool;
        community
    }
}

#[async_trait::async_trait]
impl Store for Database {
    #[scorer_span(skip(pool), err, ret)]
    async fn load(&self, (community, label): (i64, String), pool: &PgPool, _: usize) -> Result<i64, String> {
        let _ = (pool, label);
        Ok(community)
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let store: &dyn Store = &Database;
    assert_eq!(store.load((1, "a".to_owned()), &PgPool, 3).await, Ok(1));
    assert_eq!(store.size(&PgPool, 2).await, 2);
}
