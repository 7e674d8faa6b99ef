//! Spans that are made by hand in async code.

use std::time::Duration;

use tracing::{info, info_span};

async fn parsed(texts: Vec<&str>) -> usize {
    let span = info_span!("parsed", texts = texts.len());
    let _guard = span.enter();
    let mut total = 0;
    for text in texts {
        tokio::time::sleep(Duration::from_millis(1)).await;
        total += text.len();
        info!(total, "added");
    }
    total
}

pub fn run() {
    super::block_on(parsed(vec!["a", "bc"]));
}
