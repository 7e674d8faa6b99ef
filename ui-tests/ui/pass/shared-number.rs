//! A number behind a shared pointer is recorded under another name as the number that it is.

use std::sync::Arc;

use scorer_instrument::scorer_span;

#[scorer_span(skip(stamps), fields(stamp_count = stamps))]
fn load(stamps: Arc<u64>) -> u64 {
    *stamps
}

fn main() {
    load(Arc::new(1));
}
