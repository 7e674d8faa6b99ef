//! Where the value of a refused name ends: a string, a group in brackets, or bare words; and which values may stay.

use crate::names::Refused;
use crate::scan::Scan;
use crate::text::marker_at;

/// How the value stands to its name.
pub(crate) struct Context<'a> {
    pub(crate) refused: Refused,
    pub(crate) name: &'a str,
    /// A colon: the value may be several words, as in a header.
    pub(crate) is_colon: bool,
    /// JSON or the `Debug` of a struct: what looks like an integer is one.
    pub(crate) is_typed: bool,
}

/// The place of the value that begins at `from`; none when there is none, or when it may stay.
pub(crate) fn of(scan: &Scan<'_>, from: usize, given: &Context<'_>) -> Option<(usize, usize)> {
    let bytes = scan.bytes;
    let mut start = from;
    // The `Debug` of bytes.
    if bytes.get(start) == Some(&b'b') && bytes.get(start + 1) == Some(&b'"') {
        start += 1;
    }
    let escapes = bytes
        .get(start..)?
        .iter()
        .take_while(|b| **b == b'\\')
        .count();
    let first = *bytes.get(start + escapes)?;
    if matches!(first, b'"' | b'\'' | b'`') && (escapes == 0 || first == b'"') {
        let content = start + escapes + 1;
        let end = string_end(bytes, content, first, escapes);
        let is_marked = marker_at(bytes, content) == Some(end);
        return (!is_marked && says_something(&scan.text[content..end])).then_some((content, end));
    }
    if matches!(first, b'[' | b'{' | b'(') && escapes == 0 {
        let end = group_end(bytes, start);
        return says_something(&scan.text[start..end]).then_some((start, end));
    }
    match wrapped(bytes, from, given) {
        Some((inner, end)) => {
            let inside = scan.text[inner..end].trim_end_matches(')').trim();
            let stays = scan.text[from..].starts_with("Some(") && may_stay(inside, given);
            // With nothing inside, the word before the bracket may be the value.
            (!stays).then_some((from, end))
        }
        None => bare(scan, from, given),
    }
}

/// `Some(..)`, `ApiKey(..)`, `Secret { .. }`: where the inside begins, and where all of it ends.
fn wrapped(bytes: &[u8], from: usize, given: &Context<'_>) -> Option<(usize, usize)> {
    let word = bytes[from..]
        .iter()
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b':'))
        .count();
    let after = from + word;
    let open = match (bytes.get(after)?, bytes.get(after + 1)) {
        (b'(' | b'[' | b'{', _) => after,
        (b' ', Some(b'{')) if given.is_colon => after + 1,
        _ => return None,
    };
    (word > 0).then(|| (open + 1, group_end(bytes, open)))
}

/// Words without quotes.
fn bare(scan: &Scan<'_>, from: usize, given: &Context<'_>) -> Option<(usize, usize)> {
    let mut end = bare_end(scan.bytes, from, given.is_colon);
    if !given.is_colon && is_same_column(&scan.text[from..end], given.name) {
        return None;
    }
    if !given.is_colon && !may_stay(&scan.text[from..end], given) {
        // `authorization=Bearer ..`.
        let next = end + 1;
        let word = &scan.text[from..end];
        if scan.bytes.get(end) == Some(&b' ') && is_scheme(scan, word) {
            end = bare_end(scan.bytes, next, false).max(end);
        }
    }
    let text = scan.text[from..end].trim_end();
    let end = from + text.len();
    (!may_stay(text, given) && says_something(text)).then_some((from, end))
}

fn is_scheme(scan: &Scan<'_>, word: &str) -> bool {
    !word.is_empty()
        && word.bytes().all(|b| b.is_ascii_alphabetic())
        && (["basic", "digest", "negotiate"]
            .iter()
            .any(|scheme| word.eq_ignore_ascii_case(scheme))
            || scan.names.of(word).is_some())
}

/// Where bare words end.
fn bare_end(bytes: &[u8], from: usize, spaced: bool) -> usize {
    let mut at = from;
    while let Some(byte) = bytes.get(at) {
        let ends = match byte {
            b'\n' | b'\r' => true,
            b' ' | b'\t' | b'&' | b';' => !spaced,
            b'[' => marker_at(bytes, at).is_some(),
            b'\\' => matches!(bytes.get(at + 1), Some(b'n' | b'r' | b't' | b'"')),
            b',' | b')' | b']' | b'}' | b'>' | b'"' | b'\'' | b'`' => match bytes.get(at + 1) {
                Some(b) => b.is_ascii_whitespace() || b",;)]}>\"'\\".contains(b),
                None => true,
            },
            _ => false,
        };
        if ends {
            break;
        }
        at += 1;
    }
    at
}

/// Where the content of a string ends that `escapes` backslashes and `quote` opened.
///
/// JSON in a `Debug` string is quoted by `\"`, and what is quoted within by `\\\"`: a quote with as many backslashes
/// as the opening one ends the string, and one with fewer ends a string around it.
fn string_end(bytes: &[u8], from: usize, quote: u8, escapes: usize) -> usize {
    let mut backslashes = 0;
    let mut at = from;
    while let Some(byte) = bytes.get(at) {
        if *byte == b'\\' {
            backslashes += 1;
        } else {
            let level = escapes + 1;
            let closes = *byte == quote
                && (backslashes < escapes
                    || backslashes % level == escapes && (backslashes / level) % 2 == 0);
            if closes {
                // SQL writes a quote twice.
                if quote == b'\'' && escapes == 0 && bytes.get(at + 1) == Some(&quote) {
                    at += 2;
                    backslashes = 0;
                    continue;
                }
                return at - backslashes.min(escapes);
            }
            backslashes = 0;
        }
        at += 1;
    }
    bytes.len()
}

/// The place behind the bracket that closes the one at `from`; the end of the text when none does.
fn group_end(bytes: &[u8], from: usize) -> usize {
    let mut depth = 0_usize;
    let mut at = from;
    let mut backslashes = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'[' | b'{' | b'(' => depth += 1,
            b']' | b'}' | b')' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1;
                }
            }
            b'"' => {
                // On the closing quote, which its backslashes stand before.
                let end = string_end(bytes, at + 1, b'"', backslashes);
                at = end + backslashes;
            }
            _ => {}
        }
        backslashes = if *byte == b'\\' { backslashes + 1 } else { 0 };
        at += 1;
    }
    bytes.len()
}

/// A `bool`, nothing, an integer under a soft name, a statement's placeholder.
fn may_stay(text: &str, given: &Context<'_>) -> bool {
    let number = text.strip_prefix('-').unwrap_or(text);
    let is_integer = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    matches!(
        text,
        "true" | "false" | "null" | "NULL" | "None" | "nil" | "undefined"
    ) || is_placeholder(text)
        || is_integer && given.is_typed && given.refused.keeps_integers()
}

/// `email = excluded.email`: a statement compares a column with another one of the same name.
fn is_same_column(text: &str, name: &str) -> bool {
    let column = |text: &'_ str| text.rsplit('.').next().unwrap_or_default().len();
    let (own, other) = (column(name), column(text));
    let is_name = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.');
    own == other
        && text.bytes().all(is_name)
        && text.as_bytes()[text.len() - other..]
            .eq_ignore_ascii_case(&name.as_bytes()[name.len() - own..])
}

/// `?`, `?1`, `$1`, `%s`.
fn is_placeholder(text: &str) -> bool {
    match text.as_bytes() {
        b"%s" => true,
        [b'?', number @ ..] => number.iter().all(u8::is_ascii_digit),
        [b'$', number @ ..] => !number.is_empty() && number.iter().all(u8::is_ascii_digit),
        _ => false,
    }
}

/// `***` and `""` hide what they stand for already.
fn says_something(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}
