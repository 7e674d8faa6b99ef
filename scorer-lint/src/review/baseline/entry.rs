//! One entry of a baseline, and how it is written: a line, in an order of its own.

use std::fmt::Write;
use std::ops::Range;

use crate::review::identity::Identity;

/// Findings of one rule that look alike in one item of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The file, as seen from the baseline's folder.
    pub(crate) path: String,
    /// What the findings are known by.
    pub(crate) identity: Identity,
    /// How many they are.
    pub(crate) count: usize,
    /// What the first of them said when the entry was written, for who reads it.
    pub(crate) says: String,
    /// Why it is fit to stay, if somebody wrote it.
    pub(crate) reason: Option<String>,
    /// The bytes of the entry in the file that it was read from.
    pub(crate) bytes: Range<usize>,
}

impl Entry {
    fn line(&self) -> String {
        let mut line = format!("    {{ rule = {}", quoted(&self.identity.rule));
        let mut add = |key: &str, value: &str| {
            // Writing to a string cannot fail.
            let _ = write!(line, ", {key} = {value}");
        };
        if !self.identity.item.is_empty() {
            add("item", &quoted(&self.identity.item));
        }
        add("code", &quoted(&self.identity.hash));
        if self.count != 1 {
            add("count", &self.count.to_string());
        }
        add("says", &quoted(&self.says));
        if let Some(reason) = &self.reason {
            add("reason", &quoted(reason));
        }
        line.push_str(" },\n");
        line
    }
}

const HEAD: &str = "\
# What `cargo scorer-lint` found when this file was written. It is not reported again; what is new is, and so is an entry
# whose findings have gone. `cargo scorer-lint --write-baseline` takes those out. An entry may hold `reason = \"..\"`.
version = 1

[findings]
";

/// The text of a baseline: files, rules, items and codes in order, so that two branches seldom touch the same line.
pub(super) fn text(entries: &[Entry]) -> String {
    let mut sorted: Vec<&Entry> = entries.iter().filter(|entry| entry.count > 0).collect();
    sorted.sort_by(|a, b| (&a.path, &a.identity).cmp(&(&b.path, &b.identity)));
    let mut text = HEAD.to_owned();
    let mut path = None;
    for entry in sorted {
        if path != Some(&entry.path) {
            if path.is_some() {
                text.push_str("]\n");
            }
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{} = [", quoted(&entry.path));
            path = Some(&entry.path);
        }
        text.push_str(&entry.line());
    }
    if path.is_some() {
        text.push_str("]\n");
    }
    text
}

/// A string of TOML, on one line.
fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            letter if letter.is_control() => {
                // Writing to a string cannot fail.
                let _ = write!(quoted, "\\u{:04X}", u32::from(letter));
            }
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}
