use scorer_instrument::{info, record, scorer_span, warn};

#[scorer_span(skip(api_key), fields(score), err)]
async fn check(api_key: &str, community: i64) -> Result<i64, String> {
    info!(community, has_key = !api_key.is_empty(), "checking");
    if api_key.is_empty() {
        warn!("no key for {community}");
        return Err("no key".to_owned());
    }
    record!(score = community);
    Ok(community)
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(check("a", 1).await, Ok(1));
    assert!(check("", 1).await.is_err());
}
