use scorer_instrument::scorer_span;

struct Stamp {
    provider: String,
    weights: Vec<f64>,
}
struct State<T>(T);
struct PgPool;

#[async_trait::async_trait]
trait Handler {
    async fn one(&self, stamp: Stamp) -> usize;
    async fn two(&mut self, state: State<PgPool>, pair: (i64, (u8, bool))) -> i64;
    async fn three(&self, mut_count: usize) -> usize;
}

#[async_trait::async_trait]
impl Handler for () {
    #[scorer_span(skip(weights), fields(weight_count = weights.len()))]
    async fn one(&self, Stamp { provider, weights }: Stamp) -> usize {
        provider.len() + weights.len()
    }

    #[scorer_span(skip(pool), fields(sum = community + 1))]
    async fn two(&mut self, State(pool): State<PgPool>, (community, (_, live)): (i64, (u8, bool))) -> i64 {
        let _ = (pool, live);
        community
    }

    #[scorer_span]
    async fn three(&self, mut mut_count: usize) -> usize {
        mut_count += 1;
        mut_count
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let stamp = Stamp { provider: "a".to_owned(), weights: vec![1.0] };
    assert_eq!(().one(stamp).await, 2);
    assert_eq!(().two(State(PgPool), (1, (2, true))).await, 1);
    assert_eq!(().three(1).await, 2);
}
