//! The switch that takes the words out of every message.
//!
//! What a message says must decide nothing: a test replaces all of them by one fixed text and expects the same refusals at
//! the same places. Whoever makes a sentence asks here first.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};

/// What every sentence says while the words are fixed.
pub const FIXED: &str = "a fixed text";

static ARE_FIXED: AtomicBool = AtomicBool::new(false);

/// Replaces every sentence that this process makes from now on. For a test that has its process to itself.
#[doc(hidden)]
pub fn fix() {
    ARE_FIXED.store(true, Ordering::Relaxed);
}

/// A sentence as it is shown.
pub fn sentence(text: impl Into<String>) -> String {
    if ARE_FIXED.load(Ordering::Relaxed) {
        FIXED.to_owned()
    } else {
        text.into()
    }
}

/// Writes a part of a sentence, or the fixed text in its place.
pub(super) fn write(f: &mut fmt::Formatter<'_>, part: fmt::Arguments<'_>) -> fmt::Result {
    if ARE_FIXED.load(Ordering::Relaxed) {
        f.write_str(FIXED)
    } else {
        f.write_fmt(part)
    }
}
