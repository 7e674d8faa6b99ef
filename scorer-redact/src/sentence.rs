//! A secret that a sentence quotes or speaks of: `PASSWORD 'x'`, `vault_pass is open sesame 3`,
//! `the password hunter-gatherer does not meet the rules`.

use scorer_instrument_policy::Class;

use crate::bounds;
use crate::random::{self, SHORTEST_LETTERS};
use crate::scan::Scan;
use crate::spoken::subject;
use crate::text::{Found, marker_at};
use crate::{Cause, stays, subject};

/// Returns a string after a refused name and a space. Its quote is at `at`.
pub(crate) fn quoted(scan: &Scan<'_>, at: usize) -> Option<Found> {
    let before = at.checked_sub(2).map(|before| scan.bytes[before])?;
    if !(before.is_ascii_alphanumeric() || matches!(before, b'_' | b'\'' | b'`')) {
        return None;
    }
    let floor = scan.floor.max(scan.found_before(at));
    // SQL: `IDENTIFIED BY 'x'`.
    let before = &scan.bytes[at.saturating_sub(64)..at];
    let is_identified = before.len() >= 3
        && before[before.len() - 3..].eq_ignore_ascii_case(b"by ")
        && before
            .windows(11)
            .any(|it| it.eq_ignore_ascii_case(b"identified "));
    let class = if is_identified {
        Class::Credential
    } else {
        subject(scan, at, floor)?
    };
    let content = at + 1;
    if marker_at(scan.bytes, content).is_some() {
        return None;
    }
    let end = bounds::string_end(scan.bytes, content, scan.bytes[at], 0);
    let text = scan.text.get(content..end)?;
    // A quote that is never closed may be an apostrophe.
    let is_open = end == scan.bytes.len() && !text.starts_with(|c: char| c.is_alphanumeric());
    let before = &scan.bytes[..at];
    // `Good signature from "Release Bot"`, unlike `changed from "x" to "y"`.
    let is_origin = before.ends_with(b"from ")
        && !scan.bytes[end..]
            .get(1..)
            .is_some_and(|rest| rest.starts_with(b" to "))
        && !text
            .split(' ')
            .any(|word| random::is_random(word.as_bytes()));
    // `resource "vault_token" "app"`: the labels of a block of HCL.
    let is_label = before.ends_with(b"\" ") && is_name(text);
    let stays = is_open
        || is_label
        || stays::is_path(text)
        || is_origin
        || scan.bytes[..at].ends_with(b"auth_basic ")
        || stays::says_nothing(text)
        || stays::is_sentence(text)
        || is_name(text)
            && (!is_of_identifier(before) && !is_clause(before) || stays::is_state(text))
        || is_tag(text)
        || is_looked_for(&scan.text[end..], text)
        || text.starts_with([' ', ',', ')', ';']);
    (!stays).then_some(Found {
        start: content,
        end,
        class,
        cause: Cause::Name,
    })
}

/// Whether an identifier and a copula end here: `admin_password is `. What follows is its value, whatever it looks like.
fn is_of_identifier(before: &[u8]) -> bool {
    [&b" is "[..], b" was "].iter().any(|link| {
        before.strip_suffix(*link).is_some_and(|before| {
            before
                .iter()
                .rev()
                .take_while(|b| b.is_ascii_alphanumeric() || **b == b'_')
                .any(|b| *b == b'_')
        })
    })
}

/// Whether a clause of SQL that sets a password ends here: `ALTER ROLE app WITH PASSWORD `.
fn is_clause(before: &[u8]) -> bool {
    const CLAUSES: [&[u8]; 4] = [
        b"WITH PASSWORD ",
        b"ENCRYPTED PASSWORD ",
        b"LOGIN PASSWORD ",
        b"SUPERUSER PASSWORD ",
    ];
    CLAUSES.iter().any(|clause| before.ends_with(clause))
}

/// Whether this is the name of what was looked for, in words and numbers joined by dashes: `secret "db-superuser" not found`.
fn is_looked_for(after: &str, text: &str) -> bool {
    const LONGEST: usize = 64;
    let is_part = |part: &str| {
        !part.is_empty()
            && (part.bytes().all(|b| b.is_ascii_lowercase())
                || part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit())
                // The end that Kubernetes makes: `app-token-x7k2m`.
                || part.len() == 5 && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
    };
    text.len() <= LONGEST
        && text.contains('-')
        && text.split('-').all(is_part)
        && [
            " not found",
            " already exists",
            " is forbidden",
            " does not exist",
        ]
        .iter()
        .any(|end| after.get(1..).is_some_and(|rest| rest.starts_with(end)))
}

/// Whether this is a tag of a Go struct, which is in backticks: `json:"token"`.
fn is_tag(text: &str) -> bool {
    text.split_once(":\"")
        .is_some_and(|(key, _)| !key.is_empty() && key.bytes().all(|b| b.is_ascii_lowercase()))
}

/// Whether this is a word of a program, as parsers quote it: `expected token 'fn'`.
fn is_name(text: &str) -> bool {
    text.bytes()
        .all(|b| b.is_ascii_lowercase() || matches!(b, b'_' | b'-' | b'.'))
        && text.len() < SHORTEST_LETTERS
}

/// The verbs that [`predicate`] handles.
pub(crate) const VERBS: [&str; 2] = ["is", "does"];

/// Returns what a sentence says about a refused name with the verb from `start` to `end`: the rest of the string in
/// `vault_pass is open sesame 3`, where the name is an identifier, or the word in
/// `the password hunter-gatherer does not meet the rules`.
pub(crate) fn predicate(scan: &Scan<'_>, start: usize, end: usize) -> Option<Found> {
    const LONGEST: usize = 96;
    let rest = scan.text.get(end..)?.strip_prefix(' ')?;
    // `is` follows an identifier, and `does` a word with a dash.
    let sign = if end - start == 2 { b'_' } else { b'-' };
    let near = &scan.bytes[start.saturating_sub(LONGEST)..start.saturating_sub(1)];
    let is_possible = near
        .iter()
        .rev()
        .take_while(|b| !b.is_ascii_whitespace())
        .any(|b| *b == sign);
    if !is_possible {
        return None;
    }
    let floor = scan.floor.max(scan.found_before(start));
    let length = scan.bytes[floor.min(start)..start]
        .strip_suffix(b" ")?
        .iter()
        .rev()
        .take(LONGEST)
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
        .count();
    let at = start - 1 - length;
    let word = scan.text.get(at..start - 1)?;
    let (name, from, to) = if scan.text[start..end] == *"is" {
        if !word.contains('_') {
            return None;
        }
        let length = rest
            .bytes()
            .take(LONGEST)
            .take_while(|b| !matches!(b, b'"' | b'\n' | b';' | b'\\' | 0x80..))
            .count();
        let value = rest.get(..length)?;
        let is_value = value.contains(' ')
            && value.bytes().any(|b| b.is_ascii_digit())
            && !value.contains("[redacted:")
            && !stays::is_sentence(value);
        (start - 1, end + 1, is_value.then_some(end + 1 + length)?)
    } else {
        let is_judged = rest.starts_with("not meet ") || rest.starts_with("not match ");
        let is_value = is_judged && word.contains('-');
        (at.checked_sub(1)?, at, is_value.then_some(start - 1)?)
    };
    let class = subject::refused_before(scan, name)?;
    matches!(class, Class::Credential | Class::Secret).then_some(Found {
        start: from,
        end: to,
        class,
        cause: Cause::Name,
    })
}
