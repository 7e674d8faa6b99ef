use scorer_instrument::scorer_span;

#[scorer_span]
async fn check(token: Option<&str>, community: i64) {}

fn main() {}
