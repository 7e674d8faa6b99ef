//! A refused name with a value behind it, in free text: `password=..`, `"api_key": ".."`, `Login { token: ".." }`,
//! `Authorization: ..`, `("cookie", "..")`, `--passphrase ..`.

use crate::names::Refused;
use crate::scan::Scan;
use crate::text::marker_at;
use crate::value::{self, Context};

/// How far a name is followed back from its separator.
const LONGEST_NAME: usize = 128;

/// How many words of a sentence are a name: `the seed phrase: ..`.
const WORDS: usize = 3;

/// What stands behind a separator.
pub(crate) enum Value {
    /// The value of a refused name: from, to, why.
    Refused(usize, usize, Refused),
    /// Nothing to replace; where to go on.
    Kept(usize),
}

/// What stands behind the separator at `at`.
pub(crate) fn value(scan: &Scan<'_>, at: usize) -> Value {
    if scan.port_at == Some(at) {
        return Value::Kept(at + 1);
    }
    let Some(after) = separator_end(scan.bytes, at) else {
        return Value::Kept(at + 1);
    };
    let Some(name) = Name::before(scan, at) else {
        return Value::Kept(after);
    };
    if scan.bytes[at] == b',' && !name.is_first_of_pair(scan) {
        return Value::Kept(at + 1);
    }
    let Some(refused) = name.refused(scan) else {
        return Value::Kept(after);
    };
    let spaces = scan.bytes[after..]
        .iter()
        .take_while(|b| matches!(b, b' ' | b'\t'))
        .count();
    let from = after + spaces;
    if marker_at(scan.bytes, from).is_some() {
        return Value::Kept(from);
    }
    let context = Context {
        refused,
        name: scan.text.get(name.start..name.end).unwrap_or_default(),
        is_colon: scan.bytes[at] == b':',
        is_typed: scan.bytes[at] == b':' && (name.quoted || scan.braces > 0),
    };
    match value::of(scan, from, &context) {
        Some((start, end)) => Value::Refused(start, end, refused),
        None => Value::Kept(from.max(at + 1)),
    }
}

/// The value of `--name value`, whose first dash stands at `at`.
pub(crate) fn option(scan: &Scan<'_>, at: usize) -> Option<(usize, usize, Refused)> {
    let rest = &scan.bytes[at..];
    let is_within = at > scan.found_before(at)
        && (scan.bytes[at - 1].is_ascii_alphanumeric()
            || matches!(scan.bytes[at - 1], b'-' | b'_'));
    if !rest.starts_with(b"--") || is_within {
        return None;
    }
    let length = rest[2..]
        .iter()
        .take(LONGEST_NAME)
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        .count();
    let end = at + 2 + length;
    // As an argument of its own, maybe in a list: `["--name", "value"]`.
    let gap = scan.bytes[end..].iter().take_while(|b| is_gap(**b)).count();
    let from = end + gap;
    let is_argument = length > 0
        && gap > 0
        && scan.bytes.get(from).is_some_and(|b| *b != b'-')
        && marker_at(scan.bytes, from).is_none();
    if !is_argument {
        return None;
    }
    let refused = scan.names.of(scan.text.get(at + 2..end)?)?;
    let to = from
        + scan.bytes[from..]
            .iter()
            .position(|b| is_gap(*b) || *b == b']')
            .unwrap_or(scan.bytes.len() - from);
    (to > from).then_some((from, to, refused))
}

/// What stands around an argument.
fn is_gap(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b',' | b'\\')
}

/// The end of `:`, `=`, `:=`, `==`, `=>`, `=~` or `,`; none within a path and where another separator went before.
fn separator_end(bytes: &[u8], at: usize) -> Option<usize> {
    let before = at.checked_sub(1).map(|at| bytes[at]);
    let after = bytes.get(at + 1).copied();
    match bytes[at] {
        b':' if before == Some(b':') || after == Some(b':') => None,
        b':' if after == Some(b'=') => Some(at + 2),
        b'=' if matches!(before, Some(b'=' | b':')) => None,
        b'=' if matches!(after, Some(b'=' | b'>' | b'~')) => Some(at + 2),
        _ => Some(at + 1),
    }
}

/// A name in a text, by its place.
struct Name {
    start: usize,
    end: usize,
    quoted: bool,
}

impl Name {
    /// The name that ends before a separator.
    fn before(scan: &Scan<'_>, separator: usize) -> Option<Self> {
        let floor = scan.floor.max(separator.saturating_sub(LONGEST_NAME));
        let mut end = separator;
        if scan.bytes[separator] == b'=' {
            // `!=`, `+=`.
            end = back(scan, end, floor, |b| b"!<>~+".contains(&b));
        }
        end = back(scan, end, floor, |b| matches!(b, b' ' | b'\t'));
        // `params[name]`, `map["name"]`.
        end = back(scan, end, floor, |b| b == b']');
        let unquoted = back(scan, end, floor, |b| matches!(b, b'"' | b'\'' | b'`'));
        let quoted = unquoted < end;
        end = back(scan, unquoted, floor, |b| b == b'\\');
        // Digits that were found to be something else are no part of the name.
        let start = word_start(scan, end, floor)
            .or_else(|| word_start(scan, end, floor.max(scan.found_before(end))))?;
        Some(Self { start, end, quoted })
    }

    /// Whether it is the first string of a pair: `("name", ..)`.
    fn is_first_of_pair(&self, scan: &Scan<'_>) -> bool {
        let quote = back(scan, self.start, scan.floor, |b| b == b'"');
        let open = back(scan, quote, scan.floor, |b| b == b'\\');
        self.quoted && quote + 1 == self.start && open > 0 && scan.bytes[open - 1] == b'('
    }

    /// Why its value is replaced: the word itself is refused, or with the words before it.
    fn refused(&self, scan: &Scan<'_>) -> Option<Refused> {
        let mut start = self.start;
        let floor = scan.floor.max(scan.found_before(start));
        for _ in 0..WORDS {
            let refused = scan.names.of(scan.text.get(start..self.end)?);
            if refused.is_some() || !is_plain(&scan.bytes[start..self.end]) {
                return refused;
            }
            if start <= floor || scan.bytes[start - 1] != b' ' {
                return None;
            }
            start = word_start(
                scan,
                start - 1,
                floor.max(start.saturating_sub(LONGEST_NAME)),
            )?;
        }
        None
    }
}

/// Whether these are words of a sentence; a name of a program says all by itself.
fn is_plain(words: &[u8]) -> bool {
    !words
        .iter()
        .any(|b| b.is_ascii_digit() || matches!(b, b'_' | b'.' | b'-' | b'#'))
}

/// Where the run of such bytes that ends at `end` begins.
fn back(scan: &Scan<'_>, end: usize, floor: usize, is: impl Fn(u8) -> bool) -> usize {
    let run = scan.bytes[floor.min(end)..end]
        .iter()
        .rev()
        .take_while(|b| is(**b))
        .count();
    end - run
}

/// The start of the identifier that ends at `end`.
fn word_start(scan: &Scan<'_>, end: usize, floor: usize) -> Option<usize> {
    let mut floor = floor.min(end);
    while !scan.text.is_char_boundary(floor) {
        floor += 1;
    }
    let before = scan.text.get(floor..end)?;
    let word = before
        .char_indices()
        .rev()
        .take_while(|(_, c)| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '#'))
        .last()
        .map(|(at, _)| &before[at..])?;
    let word = word.trim_start_matches(['-', '.', '#']);
    // Hours before minutes and hosts before ports are no names.
    let is_name = word.starts_with(|c: char| c.is_alphabetic() || c == '_');
    is_name.then_some(end - word.len())
}
