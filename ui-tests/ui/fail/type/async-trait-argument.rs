use scorer_instrument::scorer_span;
struct Community;
#[async_trait::async_trait]
trait Store {
    async fn load(&self, community: Community);
}
#[async_trait::async_trait]
impl Store for () {
    #[scorer_span]
    async fn load(&self, community: Community) {}
}
fn main() {}
