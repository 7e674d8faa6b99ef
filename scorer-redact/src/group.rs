//! The members of a group under a refused name, each judged by its own name: `"auth": {"type": "oauth2", "pass": "x"}`.

use scorer_instrument_policy::{Class, Strength};

use crate::bounds;
use crate::named::value_start;
use crate::names::{Judged, Refused};
use crate::pair::Member;
use crate::scan::Scan;
use crate::{message, random, stays};

/// The most digits of a number that is no secret.
const DIGITS: usize = 4;

/// A group whose members are judged by their own names and by the name of the group.
#[derive(Clone, Copy)]
pub(crate) struct Group {
    /// How many braces are open within it at least.
    depth: usize,
    /// The position of its name.
    name: (usize, usize),
    refused: Refused,
}

/// Notes the group of members at `from` under a refused name, if there is one.
pub(crate) fn begins(
    scan: &mut Scan<'_>,
    from: usize,
    name: (usize, usize),
    refused: Refused,
) -> bool {
    let own = scan.text.get(name.0..name.1).unwrap_or_default();
    // What a program makes has settings; a password that is a struct is one value.
    let from = if message::is_made(own, refused) {
        behind_type(scan, from)
    } else {
        from
    };
    if !matches!(refused.class, Class::Credential | Class::Financial) || !has_members(scan, from) {
        return false;
    }
    scan.group = scan.group.or(Some(Group {
        depth: scan.braces + 1,
        name,
        refused,
    }));
    true
}

/// Forgets the group if its brace was closed.
pub(crate) fn ends(scan: &mut Scan<'_>) {
    scan.group = scan.group.filter(|group| scan.braces >= group.depth);
}

/// Returns the position of the brace behind the name of a struct, as `Debug` prints it: `auth: AuthConfig { mode: Jwt }`.
/// Without a brace, it is where the value begins.
fn behind_type(scan: &Scan<'_>, from: usize) -> usize {
    const LONGEST: usize = 64;
    let rest = scan.bytes.get(from..).unwrap_or_default();
    let name = rest
        .iter()
        .take(LONGEST)
        .take_while(|b| b.is_ascii_alphabetic() || matches!(b, b'_' | b':'))
        .count();
    let last = rest[..name].rsplit(|b| *b == b':').next().unwrap_or(rest);
    let is_type = last.first().is_some_and(u8::is_ascii_uppercase)
        && !random::is_random(last)
        && (rest[name..].starts_with(b" { ") || rest[name..].starts_with(b" {\n"));
    let members = from + name + 2;
    let first = scan.bytes.get(members..).unwrap_or_default();
    let gap = first.iter().take_while(|b| b.is_ascii_whitespace()).count();
    let length = first[gap..]
        .iter()
        .take(LONGEST)
        .take_while(|b| b.is_ascii_alphanumeric() || **b == b'_')
        .count();
    let first = scan.text.get(members + gap..members + gap + length);
    // A struct that only wraps a value holds it: `Value { inner: "x" }`.
    let wraps =
        first.is_none_or(|name| name.is_empty() || scan.names.known(name).member == Member::Value);
    if is_type && !wraps {
        from + name + 1
    } else {
        from
    }
}

/// Whether a brace is followed by a name and a colon, as in JSON, in YAML (`{ algorithm: RS256 }`) and in objects of
/// JavaScript.
fn has_members(scan: &Scan<'_>, from: usize) -> bool {
    const LONGEST: usize = 64;
    let Some(rest) = scan
        .bytes
        .get(from..)
        .and_then(|rest| rest.strip_prefix(b"{"))
    else {
        return false;
    };
    let gap = rest
        .iter()
        .take(LONGEST)
        .take_while(|b| b.is_ascii_whitespace() || **b == b'\\')
        .count();
    let rest = &rest[gap..];
    let quoted = rest.strip_prefix(b"\"");
    let is_quoted = quoted.is_some();
    let rest = quoted.unwrap_or(rest);
    let name = rest
        .iter()
        .take(LONGEST)
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'))
        .count();
    let rest = &rest[name..];
    if !is_quoted {
        return name > 1 && rest.starts_with(b": ");
    }
    let escapes = rest.iter().take_while(|b| **b == b'\\').count();
    name > 0 && matches!(rest[escapes..], [b'"', b':', ..] | [b'"', b' ', b':', ..])
}

/// Returns why the value of a member of the group is replaced: the policy refuses its name together with the name of the
/// group, or its value can be a secret.
#[inline(never)]
pub(crate) fn refused(scan: &Scan<'_>, name: &str, known: Judged, after: usize) -> Option<Refused> {
    let group = scan.group?;
    let from = value_start(scan.bytes, after);
    // The members of a group within it are judged by their names.
    if has_members(scan, from) || begins_integrity(scan, from) {
        return None;
    }
    let own = scan.text.get(group.name.0..group.name.1)?;
    let joined = scan.names.of(&format!("{own}_{name}"));
    // The last digits and the month of a card are no secret.
    let is_short = || group.refused.class == Class::Financial && is_short_number(scan, from);
    if joined.is_some_and(|it| it.class != Class::Vague) {
        return joined.filter(|_| !is_short() && !is_duration(&scan.bytes[from..]));
    }
    (!known.is_safe && can_be_secret(scan, from))
        .then_some(Refused::new(group.refused.class, Strength::Soft))
}

/// Whether a value of a member, or one in its list, can be a secret: it is no word, no number of four digits at most and no
/// words.
fn can_be_secret(scan: &Scan<'_>, from: usize) -> bool {
    const LONGEST: usize = 1024;
    let rest = &scan.bytes[from..scan.bytes.len().min(from + LONGEST)];
    let end = match rest.first() {
        Some(b'[' | b'{' | b'(') => bounds::group_end(rest, 0),
        Some(b'"') => bounds::string_end(rest, 1, b'"', 0),
        _ => rest
            .iter()
            .position(|b| matches!(b, b',' | b'}' | b']' | b'\n'))
            .unwrap_or(rest.len()),
    };
    let Some(text) = scan.text.get(from..from + end) else {
        return true;
    };
    end == LONGEST
        || text
            .split(['[', ']', ',', '"', '{', '}', '\\'])
            .any(|item| !is_plain(item.trim()))
}

/// Whether a number of at most four digits begins here, possibly in quotes.
fn is_short_number(scan: &Scan<'_>, from: usize) -> bool {
    let rest = &scan.bytes[from..];
    let quote = rest
        .iter()
        .take_while(|b| matches!(b, b'"' | b'\\'))
        .count();
    let digits = rest[quote..]
        .iter()
        .take_while(|b| b.is_ascii_digit())
        .count();
    (1..=DIGITS).contains(&digits)
        && rest
            .get(quote + digits)
            .is_none_or(|b| matches!(b, b',' | b'}' | b'"' | b'\\' | b' ' | b'\n'))
}

/// Whether this is a number of at most four digits with the unit of a time, such as `60s`.
fn is_duration(rest: &[u8]) -> bool {
    let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
    let rest = &rest[digits..];
    let unit = rest.iter().take_while(|b| b.is_ascii_lowercase()).count();
    (1..=DIGITS).contains(&digits)
        && matches!(&rest[..unit], b"ms" | b"s" | b"m" | b"h" | b"d")
        && matches!(rest.get(unit), Some(b',' | b'}' | b' '))
}

/// Whether a string with the hash of a file begins here.
fn begins_integrity(scan: &Scan<'_>, from: usize) -> bool {
    let rest = scan.text.get(from..).unwrap_or_default();
    let rest = rest.trim_start_matches('\\').strip_prefix('"');
    rest.is_some_and(|rest| {
        rest.starts_with("sha") && rest.split(['"', '\\']).next().is_some_and(is_integrity)
    })
}

/// Whether this is the hash of a file, behind the name of its algorithm: <https://www.w3.org/TR/sri-2/#integrity-metadata>.
fn is_integrity(item: &str) -> bool {
    const LENGTHS: [(&str, usize); 3] = [("sha256", 44), ("sha384", 64), ("sha512", 88)];
    item.split_once('-').is_some_and(|(algorithm, hash)| {
        LENGTHS.contains(&(algorithm, hash.len()))
            && hash
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'='))
    })
}

/// Whether this is a word, an identifier, words, a figure with a unit, or a short number.
fn is_plain(item: &str) -> bool {
    const LONGEST: usize = 24;
    if stays::says_nothing(item) {
        return true;
    }
    let is_number = item.bytes().all(|b| b.is_ascii_digit());
    // `15m`, `60s`, `RS256`.
    let letters = item.bytes().filter(u8::is_ascii_alphabetic).count();
    let is_figure = (1..=2).contains(&letters)
        && item.len() <= DIGITS + letters
        && item.bytes().all(|b| b.is_ascii_alphanumeric());
    is_number && item.len() <= DIGITS
        || is_figure
        || is_integrity(item)
        || stays::is_path(item)
        || stays::is_plain_url(item)
        || item.len() <= LONGEST
            && item
                .chars()
                .all(|c| c.is_alphabetic() || matches!(c, '_' | '-' | ' ' | '.' | '/' | ':'))
            && !random::is_random(item.as_bytes())
}
