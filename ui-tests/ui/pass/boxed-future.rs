use scorer_instrument::scorer_span;
use std::pin::Pin;

#[scorer_span(ret)]
fn later(n: i64) -> Pin<Box<dyn Future<Output = i64> + Send>> {
    Box::pin(async move { n })
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(later(1).await, 1);
}
