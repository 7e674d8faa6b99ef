use scorer_instrument::scorer_span;

#[scorer_span(err)]
async fn load(community: i64, label: &str, weight: f64, live: bool) -> Result<i64, String> {
    let _ = (label, weight, live);
    Ok(community)
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(load(1, "a", 0.5, true).await, Ok(1));
}
