//! Of passwords.

use crate::model::User;
use crate::passwords;

#[tokio::test]
async fn hashes_verify() {
    let password = "hunter22hunter22".to_owned();
    let hash = passwords::hash(password.clone()).await.unwrap();
    println!("password {password} -> {hash}");
    tracing::debug!(%password, %hash, "hashed");
    assert!(passwords::verify(password, hash).await.unwrap());
    std::thread::sleep(std::time::Duration::from_millis(1));
}

#[allow(dead_code)]
fn show(user: &User) {
    dbg!(user);
}
