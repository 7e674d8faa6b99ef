//! How far it is: a bar on a terminal, and nothing where nobody looks.

use indicatif::{ProgressBar, ProgressStyle};

/// A bar on stderr, which shows itself on a terminal alone.
pub(super) fn bar(length: usize) -> ProgressBar {
    let bar = ProgressBar::new(u64::try_from(length).unwrap_or(u64::MAX));
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} {msg}") {
        bar.set_style(style);
    }
    bar
}
