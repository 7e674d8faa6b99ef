//! What code scanning takes: 25,000 results, and 10 MB compressed. The least severe are left out.

use std::cmp::Reverse;
use std::io::{self, Write};

use flate2::Compression;
use flate2::write::GzEncoder;

use super::result::Item;

/// How many results are taken.
pub(super) const RESULTS: usize = 25_000;
/// How many bytes a compressed report may have.
pub(super) const COMPRESSED: usize = 10_000_000;

/// The most severe items, in the order that they came in.
pub(super) fn most_severe(mut items: Vec<Item<'_>>, most: usize) -> Vec<Item<'_>> {
    if items.len() <= most {
        return items;
    }
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_by_key(|at| {
        let item = &items[*at];
        let severity = item.finding.rule.standing.severity;
        // Each is one digit, a point and another, and so in the order of its text.
        (
            item.suppressed.is_some(),
            Reverse(item.finding.level),
            Reverse(severity),
            *at,
        )
    });
    let mut stays = vec![false; items.len()];
    for at in order.into_iter().take(most) {
        stays[at] = true;
    }
    let mut stays = stays.into_iter();
    items.retain(|_| stays.next().unwrap_or(false));
    items
}

/// How many of `count` results a report of this size may keep; none when it fits.
pub(super) fn too_many(text: &str, count: usize, most: usize) -> Option<usize> {
    // Compressed, it is no larger by more than a few bytes a block.
    if text.len() < most - most / 100 {
        return None;
    }
    let size = compressed(text).unwrap_or(text.len());
    // A tenth less than would fit if all were alike.
    (size > most).then(|| count.saturating_mul(most) / size * 9 / 10)
}

/// The size after little effort: whoever uploads it makes more, and so makes it smaller.
fn compressed(text: &str) -> io::Result<usize> {
    let mut encoder = GzEncoder::new(Counter(0), Compression::fast());
    encoder.write_all(text.as_bytes())?;
    Ok(encoder.finish()?.0)
}

/// Counts what is written to it.
struct Counter(usize);

impl Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
