use scorer_instrument::scorer_span;

#[derive(Debug)]
enum Failure {
    Empty,
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("empty")
    }
}

impl std::error::Error for Failure {}

#[scorer_span(skip(stamps), fields(stamp_count = stamps.len()), err(Debug, level = "warn"))]
async fn best<'a>(stamps: &'a [String], limit: usize) -> Result<&'a str, Failure> {
    let stamp = stamps.iter().take(limit).max().ok_or(Failure::Empty)?;
    Ok(stamp)
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert!(matches!(best(&[], 1).await, Err(Failure::Empty)));
}
