//! What a database says of a value that it refuses, in an error of `sqlx`: which value that is, no name beside it tells.

use scorer_instrument_policy::Class;

use crate::diagnostic;
use crate::scan::Scan;

/// What `sqlx` writes before the database's own words:
/// <https://docs.rs/sqlx/0.9.0/sqlx/enum.Error.html#variant.Database>.
const SAID: &str = "error returned from database: ";

/// How far before a quote that may stand.
const FAR: usize = 512;

/// What stands before a value, and never before a name: `type integer: "x"`, `Duplicate entry 'x'`, `near "x"`,
/// `the value of 'x'`, `value "x" is out of range`.
const BEFORE: [&[u8]; 5] = [b": ", b"entry ", b"near ", b"value of ", b"value "];

/// What stands behind a value.
const BEHIND: [&str; 6] = [
    " for key ",
    " for column ",
    " at line ",
    " at row ",
    " is out of range",
    ": syntax error",
];

/// What stands behind a value, and never behind a name: `time zone "x" not recognized`.
const UNKNOWN: &str = " not recognized";

/// What is known of the whole text.
#[derive(Default)]
pub(crate) struct Said {
    /// Whether a database says something in it, once somebody has asked.
    somewhere: Option<bool>,
    /// The end of the last value.
    read_to: usize,
}

/// Looks at the quote at `at`.
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
    // A value may hold quotes, which databases write as they are: the last one that can end it does.
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

/// Whether a database said it, in the same line.
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
