//! Fields that are declared empty.

use tracing::instrument;

#[instrument(skip_all, fields(score, gone))]
fn filled(count: u32) -> u32 {
    tracing::Span::current().record("score", count);
    count
}

#[instrument(skip(rounds), fields(rounds))]
fn hidden(rounds: u32, count: u32) -> u32 {
    rounds + count
}

fn by_hand(count: u32) -> u32 {
    let span = tracing::info_span!("by_hand", count, never = tracing::field::Empty);
    span.in_scope(|| count + 1)
}

pub fn run() {
    filled(2);
    hidden(1, 2);
    by_hand(3);
}
