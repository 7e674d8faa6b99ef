use scorer_instrument::scorer_span;

async fn fetch_secret() -> i64 {
    1
}

#[scorer_span(fields(n = fetch_secret().await))]
async fn load(community: i64) {}

fn main() {}
