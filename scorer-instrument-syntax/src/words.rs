//! A switch that removes the words from every message.
//!
//! What a message says must not decide anything. A test replaces all words by one fixed text, and expects the same
//! refusals at the same positions. All code that makes sentences uses these functions.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};

/// The text of every sentence while the words are fixed.
pub const FIXED: &str = "a fixed text";

static ARE_FIXED: AtomicBool = AtomicBool::new(false);

/// Replaces every sentence that this process makes from now on. Use it only in a test that has its own process.
#[doc(hidden)]
pub fn fix() {
    ARE_FIXED.store(true, Ordering::Relaxed);
}

/// Returns a sentence as it is shown.
pub fn sentence(text: impl Into<String>) -> String {
    if ARE_FIXED.load(Ordering::Relaxed) {
        FIXED.to_owned()
    } else {
        text.into()
    }
}

/// Writes a part of a sentence, or the fixed text instead of it.
pub(super) fn write(f: &mut fmt::Formatter<'_>, part: fmt::Arguments<'_>) -> fmt::Result {
    if ARE_FIXED.load(Ordering::Relaxed) {
        f.write_str(FIXED)
    } else {
        f.write_fmt(part)
    }
}
