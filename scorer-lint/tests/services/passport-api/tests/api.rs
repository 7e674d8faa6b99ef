//! Over HTTP.

use axum_test::TestServer;

#[tokio::test]
async fn a_key_is_needed() {
    let api_key = std::env::var("TEST_API_KEY").unwrap_or_else(|_| "abcd.efgh".into());
    println!("with key {api_key}");
    let server = TestServer::new(axum::Router::new()).unwrap();
    let answer = server.get("/v2/stamps/1/score/0x0").add_header("x-api-key", api_key.clone()).await;
    assert_eq!(answer.status_code(), 401, "key {api_key} was accepted");
    std::thread::sleep(std::time::Duration::from_millis(10));
    tracing::info!(password = "hunter2", "in a test");
}
