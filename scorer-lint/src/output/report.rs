//! What is written, and for whom.

use std::fmt::Write;

use crate::engine::finding::Finding;
use crate::engine::suppressed::Suppressed;
use crate::package::problem::Problem;
use crate::package::unit::Unit;
use crate::rule::{Level, Rule, Rules};

/// What a terminal is given beyond text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Style {
    /// Colours.
    pub color: bool,
    /// Links from places to files.
    pub links: bool,
}

/// What is written.
#[derive(Clone, Copy, Debug, Default)]
pub struct Report<'a> {
    /// Every rule that there is.
    pub rules: Rules,
    /// The rule on outdated entries of a baseline, which are listed together.
    pub outdated: Option<&'static Rule>,
    /// What rules found, by file and place.
    pub findings: &'a [Finding],
    /// Where they looked.
    pub units: &'a [Unit],
    /// How many files they read.
    pub files: usize,
    /// What is not reported, because a comment or a baseline says so.
    pub suppressed: &'a [Suppressed],
    /// How many findings are not reported because a change does not bring them.
    pub elsewhere: usize,
    /// What could not be read.
    pub problems: &'a [Problem],
}

/// What compilers call a level.
pub(super) fn severity(level: Level) -> &'static str {
    match level {
        Level::Deny => "error",
        Level::Warn => "warning",
        Level::Note | Level::Allow => "note",
    }
}

/// Bytes as a part of a URL.
pub(super) fn percent(bytes: &[u8]) -> String {
    let mut url = String::with_capacity(bytes.len());
    for byte in bytes {
        if byte.is_ascii_alphanumeric() || b"/-_.~".contains(byte) {
            url.push(char::from(*byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(url, "%{byte:02X}");
        }
    }
    url
}
