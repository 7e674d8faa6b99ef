use scorer_instrument::scorer_span;
#[async_trait::async_trait]
trait Store {
    async fn load(&self, pair: (i64, String));
}
#[async_trait::async_trait]
impl Store for () {
    #[scorer_span]
    async fn load(&self, (community, api_key): (i64, String)) {}
}

fn main() {}
