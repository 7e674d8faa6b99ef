//! What a database says of a value that it refuses, in an error of `sqlx`: which value that is, no name beside it tells.

use scorer_instrument_policy::Class;

use crate::diagnostic;
use crate::scan::Scan;

/// What `sqlx` writes before the database's own words:
/// <https://docs.rs/sqlx/0.9.0/sqlx/enum.Error.html#variant.Database>.
const SAID: &[u8] = b"error returned from database: ";

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

/// Looks at the quote at `at`.
pub(crate) fn at_quote(scan: &mut Scan<'_>, at: usize) {
    let quote = scan.bytes[at];
    if quote == b'`' || !is_said(scan.bytes, at) {
        return;
    }
    let rest = scan.text.get(at + 1..).unwrap_or_default();
    let line = &rest[..rest.find('\n').unwrap_or(rest.len())];
    let is_before = BEFORE.iter().any(|it| scan.bytes[..at].ends_with(it));
    let next = line
        .find(char::from(quote))
        .map(|length| &line[length + 1..]);
    if !is_before && !next.is_some_and(|it| it.starts_with(UNKNOWN)) {
        return;
    }
    // A value may hold quotes, which databases write as they are: the last one that can end it does.
    let ends = |end: &usize| {
        let behind = &line[end + 1..];
        behind.is_empty()
            || behind.starts_with(UNKNOWN)
            || BEHIND.iter().any(|it| behind.starts_with(it))
    };
    let quotes = line.match_indices(char::from(quote)).map(|(end, _)| end);
    let length = quotes.filter(ends).last().unwrap_or(line.len());
    if line[..length].contains(char::is_alphanumeric) {
        diagnostic::mark(scan, at + 1, at + 1 + length, Class::Vague);
    }
}

/// Whether a database said it, in the same line.
fn is_said(bytes: &[u8], at: usize) -> bool {
    let before = &bytes[at.saturating_sub(FAR)..at];
    let line = before.rsplit(|byte| *byte == b'\n').next();
    line.is_some_and(|line| line.windows(SAID.len()).any(|it| it == SAID))
}
