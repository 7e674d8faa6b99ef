//! A database's message about a value that it rejects, in an error of `sqlx`. No name next to the value says what it
//! is.

use scorer_instrument_policy::Class;

use crate::diagnostic;
use crate::scan::Scan;

/// What `sqlx` writes before the database's own words:
/// <https://docs.rs/sqlx/0.9.0/sqlx/enum.Error.html#variant.Database>.
const SAID: &str = "error returned from database: ";

/// How far before a quote that text may be, in bytes.
const FAR: usize = 512;

/// Text that precedes a value and never a name: `type integer: "x"`, `Duplicate entry 'x'`, `near "x"`,
/// `the value of 'x'`, `value "x" is out of range`.
const BEFORE: [&[u8]; 5] = [b": ", b"entry ", b"near ", b"value of ", b"value "];

/// Text that follows a value.
const BEHIND: [&str; 6] = [
    " for key ",
    " for column ",
    " at line ",
    " at row ",
    " is out of range",
    ": syntax error",
];

/// Text that follows a value and never a name: `time zone "x" not recognized`.
const UNKNOWN: &str = " not recognized";

/// What is known about the whole text.
#[derive(Default)]
pub(crate) struct Said {
    /// Whether it contains a database's message. `None` until this was checked.
    somewhere: Option<bool>,
    /// The end of the last value.
    read_to: usize,
}

/// Handles the quote at `at`.
pub(crate) fn at_quote(scan: &mut Scan<'_>, at: usize) {
    let quote = scan.bytes[at];
    if quote == b'`' || at < scan.said.read_to {
        return;
    }
    let rest = scan.text.get(at + 1..).unwrap_or_default();
    let is_before = BEFORE.iter().any(|it| scan.bytes[..at].ends_with(it));
    let is_unknown = || {
        let next = rest.find(char::from(quote));
        next.is_some_and(|length| rest[length + 1..].starts_with(UNKNOWN))
    };
    if !(is_said(scan, at) && (is_before || is_unknown())) {
        return;
    }
    // A value may contain quotes, which databases do not escape. So the last quote that can end the value does.
    let line = &rest[..rest.find('\n').unwrap_or(rest.len())];
    let quotes = || {
        line.match_indices(char::from(quote))
            .map(|(end, _)| end)
            .rev()
    };
    let ends = |end: &usize| {
        let behind = &line[end + 1..];
        behind.starts_with(UNKNOWN) || BEHIND.iter().any(|it| behind.starts_with(it))
    };
    let end = quotes().find(ends);
    let length = end.or_else(|| quotes().find(|end| end + 1 == line.len()));
    let length = length.unwrap_or(line.len());
    scan.said.read_to = at + 1 + length;
    if line[..length].contains(char::is_alphanumeric) {
        diagnostic::mark(scan, at + 1, at + 1 + length, Class::Vague);
    }
}

/// Whether the same line contains a database's message.
fn is_said(scan: &mut Scan<'_>, at: usize) -> bool {
    let text = scan.text;
    let somewhere = scan
        .said
        .somewhere
        .get_or_insert_with(|| text.contains(SAID));
    if !*somewhere {
        return false;
    }
    let mut from = at.saturating_sub(FAR);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let line = text[from..at].rsplit('\n').next();
    line.is_some_and(|line| line.contains(SAID))
}
