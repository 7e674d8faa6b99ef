//! Scores through the public interface.

use std::time::Instant;

#[test]
fn weights_are_read() {
    let start = Instant::now();
    let weights = score_core::domain::Weights::new(vec![("github".into(), 1.into())]);
    let secret = "s3cr3t";
    println!("took {:?} with {secret}", start.elapsed());
    assert_eq!(weights.of("github"), 1.into(), "password={secret}");
}
