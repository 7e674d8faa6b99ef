//! Deduplication by hand.

use std::time::Instant;

fn main() {
    let start = Instant::now();
    let kept = score_core::domain::lifo_dedup("0x0", Vec::new(), &[]);
    println!("{} kept in {:?}", kept.len(), start.elapsed());
    tracing::info!("took {}ms", start.elapsed().as_millis());
}
