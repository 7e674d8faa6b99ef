//! Values that are judged by the name of the variant or call around them: `InvalidApiKey("..")`, `Keypair([..])`,
//! `PASSWORD('..')`.

use scorer_instrument_policy::Class;

use crate::bounds;
use crate::names::Refused;
use crate::scan::Scan;
use crate::text::{Found, marker_at};
use crate::value::{self, Context};
use crate::{Cause, random, stays};

/// The longest name.
const LONGEST: usize = 64;

/// Handles a number that is the secret: `verify_otp(541177, ..)`.
fn number(scan: &Scan<'_>, at: usize, refused: Refused) -> Option<Found> {
    let digits = scan.bytes[at + 1..]
        .iter()
        .take_while(|b| b.is_ascii_digit())
        .count();
    (digits >= 4 && !refused.keeps_integers()).then_some(Found {
        start: at + 1,
        end: at + 1 + digits,
        class: refused.class,
        cause: Cause::Name,
    })
}

/// Returns where the last string of the bracket at `at` ends. If something else stands last, none after the first counts;
/// if the bracket is not closed near, all that was read does.
fn list_end(scan: &Scan<'_>, at: usize) -> usize {
    const FAR: usize = 512;
    let mut most = scan.text.len().min(at + FAR);
    while !scan.text.is_char_boundary(most) {
        most -= 1;
    }
    let group = bounds::group_end(&scan.bytes[..most], at);
    match scan.bytes[..group] {
        [.., b'"', b')'] => group - 2,
        [.., b')'] => at,
        _ => group,
    }
}

/// Returns why the struct is refused whose brace is at `at`, `ApiKey { .. }`, and whether its id is refused as well.
#[inline(never)]
pub(crate) fn owner(scan: &Scan<'_>, at: usize) -> Option<(Refused, bool)> {
    let before = scan.bytes[scan.floor.min(at)..at].strip_suffix(b" ")?;
    let length = before
        .iter()
        .rev()
        .take(LONGEST)
        .take_while(|b| b.is_ascii_alphanumeric() || **b == b'_')
        .count();
    let name = scan.text.get(at - 1 - length..at - 1)?;
    if let Some(refused) = labelled(scan, before) {
        return Some((refused, false));
    }
    // A map has names of its own for all that it holds.
    if !name.starts_with(|c: char| c.is_ascii_uppercase()) || name.ends_with("Map") {
        return None;
    }
    let refused = scan
        .names
        .of(name)
        .filter(|it| matches!(it.class, Class::Credential | Class::Secret))?;
    Some((refused, scan.names.of(&format!("{name}Id")).is_some()))
}

/// Returns why a block is refused whose second label ends before its brace: `resource "random_string" "db_password" {`,
/// <https://developer.hashicorp.com/terraform/language/syntax/configuration#blocks>.
#[inline(never)]
fn labelled(scan: &Scan<'_>, before: &[u8]) -> Option<Refused> {
    let is_name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-');
    let before = before.strip_suffix(b"\"")?;
    let length = before
        .iter()
        .rev()
        .take(LONGEST)
        .take_while(|b| is_name(b))
        .count();
    let (rest, name) = before.split_at(before.len() - length);
    let is_second = rest.ends_with(b"\" \"");
    let name = std::str::from_utf8(name).ok().filter(|_| is_second)?;
    scan.names
        .of(name)
        .filter(|it| matches!(it.class, Class::Credential | Class::Secret))
}

/// Returns the last string in the bracket at `at`, which a function takes: `checkPassword('user', 'x')`.
fn last_string(scan: &Scan<'_>, at: usize, class: Class) -> Option<Found> {
    const MOST: usize = 4;
    let mut found = None;
    let mut open = at + 1;
    for _ in 0..MOST {
        let quote = *scan.bytes.get(open)?;
        if !matches!(quote, b'"' | b'\'') {
            break;
        }
        let end = bounds::string_end(scan.bytes, open + 1, quote, 0);
        found = Some((open + 1, end));
        let rest = scan.bytes.get(end..).unwrap_or_default();
        let gap = rest
            .iter()
            .skip(1)
            .take_while(|b| matches!(b, b',' | b' '))
            .count();
        if gap == 0 {
            break;
        }
        open = end + 1 + gap;
    }
    let (start, end) = found?;
    let text = scan.text.get(start..end)?;
    // A function that looks something up takes its name: `getToken("session")`.
    let is_name = text
        .bytes()
        .all(|b| b.is_ascii_lowercase() || matches!(b, b'_' | b'-' | b'.' | b'/'))
        || scan.names.of(text).is_some() && !random::is_random(text.as_bytes());
    let stays = text.is_empty()
        || is_name
        || marker_at(scan.bytes, start).is_some()
        || stays::says_nothing(text)
        || stays::is_sentence(text);
    (!stays).then_some(Found {
        start,
        end,
        class,
        cause: Cause::Name,
    })
}

/// Returns the string in the bracket at `at`, if it can only be a value: `Keypair::from_base58_string("x")`.
fn random_string(scan: &Scan<'_>, at: usize, class: Class) -> Option<Found> {
    let start = at + 2;
    let end = bounds::string_end(scan.bytes, start, scan.bytes[at + 1], 0);
    let text = scan.bytes.get(start..end)?;
    (random::is_random(text) && marker_at(scan.bytes, start).is_none()).then_some(Found {
        start,
        end,
        class,
        cause: Cause::Name,
    })
}

/// Whether the items in a bracket are variants, numbers, and strings that are names or signs, as a lexer prints them:
/// `Token(Ident, "password", 41..49)`.
fn is_of_names(scan: &Scan<'_>, text: &str) -> bool {
    let is_item = |item: &str| match item.strip_prefix('"').and_then(|it| it.strip_suffix('"')) {
        Some(text) => {
            !text.bytes().any(|b| b.is_ascii_alphanumeric())
                || text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
                    && scan.names.of(text).is_some()
        }
        None => {
            item.bytes().all(|b| b.is_ascii_digit() || b == b'.') && item.len() <= 16
                || item.starts_with(|c: char| c.is_ascii_uppercase())
                    && item.bytes().all(|b| b.is_ascii_alphabetic())
        }
    };
    text.contains(", ") && text.split(", ").all(is_item)
}

/// Returns the value in the bracket at `at`, if the name directly before it is refused.
pub(crate) fn at(scan: &Scan<'_>, at: usize) -> Option<Found> {
    let floor = scan.floor.max(at.saturating_sub(LONGEST));
    let length = scan.bytes[floor..at]
        .iter()
        .rev()
        .take_while(|b| b.is_ascii_alphanumeric() || **b == b'_')
        .count();
    let start = at - length;
    let first = scan.bytes[start];
    let inner = *scan.bytes.get(at + 1)?;
    let is_string =
        matches!(inner, b'"' | b'\'') || inner == b'b' && scan.bytes.get(at + 2) == Some(&b'"');
    // A function takes any value; only a string in its brackets was written out.
    let is_number = inner.is_ascii_digit();
    if length < 3 || !(first.is_ascii_uppercase() || is_string || is_number) {
        return None;
    }
    let name = &scan.text[start..at];
    // In `verify_otp(..)`, the OTP is what is verified.
    let object = name.split_once('_').map_or(name, |(_, object)| object);
    let of_object = || scan.names.of(object).filter(|_| first.is_ascii_lowercase());
    let is_refused = |it: &Refused| {
        matches!(
            it.class,
            Class::Credential | Class::Secret | Class::Pii | Class::Financial | Class::Team
        )
    };
    let known = scan.names.known(name);
    let Some(refused) = known.refused.or_else(of_object).filter(is_refused) else {
        let of_type = || {
            let before = scan.text.get(floor..start)?.strip_suffix("::")?;
            let length = before
                .bytes()
                .rev()
                .take_while(u8::is_ascii_alphanumeric)
                .count();
            scan.names.of(&before[before.len() - length..])
        };
        let taken = known
            .takes
            .filter(|_| inner != b'b' && is_string && first.is_ascii_lowercase());
        return match taken.filter(is_refused) {
            Some(refused) => last_string(scan, at, refused.class),
            None if is_string => random_string(scan, at, of_type().filter(is_refused)?.class),
            None => None,
        };
    };
    if is_number && !first.is_ascii_uppercase() {
        return number(scan, at, refused);
    }
    let from = at + 1;
    if marker_at(scan.bytes, from).is_some() {
        return None;
    }
    let context = Context {
        refused,
        name,
        is_colon: true,
        is_typed: true,
        indent: start,
    };
    let (from, end) = if is_string {
        let (from, end) = value::of(scan, from, &context)?;
        // `Credentials("user", "x")`: nothing says which of them is the secret.
        let is_list = first.is_ascii_uppercase() && scan.bytes[end..].starts_with(b"\", \"");
        let end = if is_list {
            list_end(scan, at).max(end)
        } else {
            end
        };
        (from, end)
    } else {
        let group = bounds::group_end(scan.bytes, at);
        let closed = group > from && scan.bytes[group - 1] == b')';
        let end = if closed { group - 1 } else { group };
        let text = scan.text.get(from..end)?;
        let is_members = text.contains(['=', ':']) && !text.contains('"');
        // `Debug` prints strings in quotes, so a word without quotes is a variant: `Auth(Unauthorized)`.
        let is_variant = text.starts_with(|c: char| c.is_ascii_uppercase())
            && text.bytes().all(|b| b.is_ascii_alphabetic())
            && text.bytes().any(|b| b.is_ascii_lowercase());
        if is_members
            || is_variant
            || is_of_names(scan, text)
            || stays::may_stay(text, name, refused, true)
            || text.bytes().all(|b| b.is_ascii_alphabetic()) && scan.names.of(text).is_some()
        {
            return None;
        }
        (from, end)
    };
    Some(Found {
        start: from,
        end,
        class: refused.class,
        cause: Cause::Name,
    })
}
