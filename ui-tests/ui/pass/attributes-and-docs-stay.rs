#![deny(missing_docs, unused_must_use, deprecated)]
//! A crate whose functions keep what stands on them.
use scorer_instrument::scorer_span;

/// Documented above.
#[must_use]
#[inline]
#[scorer_span]
#[doc = "And below."]
#[allow(clippy::must_use_candidate)]
pub fn score(#[allow(unused)] community: i64) -> i64 {
    1
}

/// Left out when the condition does not hold.
#[cfg(not(any()))]
#[cfg_attr(not(any()), scorer_span(level = "debug"))]
pub fn present(community: i64) -> i64 {
    community
}

fn main() {
    let _ = score(1);
    present(1);
}
