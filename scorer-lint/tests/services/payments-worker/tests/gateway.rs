//! Cards in tests.

#[tokio::test]
async fn a_card_is_charged() {
    let card_number = "4242424242424242";
    let cvv = "123";
    println!("{card_number} {cvv}");
    tracing::info!(card_number, cvv, "charging in a test");
    let body = reqwest::blocking::get("http://localhost:9000").map(|answer| answer.status());
    assert!(body.is_err(), "card {card_number} was charged");
}
