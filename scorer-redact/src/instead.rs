//! What stands in the place of a value and says where it comes from, or what it is: a variable, code, a method of
//! authentication, a regular expression, the account of a connection.

use crate::names::Refused;
use crate::scan::Scan;
use crate::{account, code, message};

/// Names of which the value may be a method of authentication.
pub(crate) const METHODS: [&str; 4] = ["auth", "authentication", "mfa", "2fa"];

/// Returns where to continue if something else stands in the place of the value at `from` of the name `own`. The separator
/// is at `at`.
#[inline(never)]
pub(crate) fn end(
    scan: &mut Scan<'_>,
    at: usize,
    from: usize,
    own: &str,
    refused: Refused,
) -> Option<usize> {
    if let Some(end) = variable_end(scan, from, refused) {
        return Some(end);
    }
    if is_before_member(scan, at, own, from) || account::is_of_connection(scan, own, refused, from)
    {
        return Some(from);
    }
    path_end(scan, at, from, own, refused)
        .or_else(|| method_end(scan, from, own))
        .or_else(|| pattern_end(scan.bytes, from))
        .or_else(|| code::expression_end(scan, from, own))
        .or_else(|| code::binding_end(scan, at, from))
        .or_else(|| compared_end(scan, at, from))
        .or_else(|| unit_end(scan, at, from, own, refused))
}

/// Returns the end of a path of parts joined by colons, as keys of stores are named, none of which can be a secret:
/// `session:count:2026-03-02`, `token:stats:daily`.
fn path_end(scan: &Scan<'_>, at: usize, from: usize, own: &str, refused: Refused) -> Option<usize> {
    const LONGEST: usize = 96;
    if scan.bytes[at] != b':' || from != at + 1 || !message::is_made(own, refused) {
        return None;
    }
    let length = scan.bytes[from..]
        .iter()
        .take(LONGEST)
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b':' | b'-' | b'_' | b'.' | b'*'))
        .count();
    let path = scan.text.get(from..from + length)?;
    let is_part = |part: &str| {
        let is_word = !part.is_empty()
            && part
                .bytes()
                .all(|b| b.is_ascii_lowercase() || matches!(b, b'_' | b'-' | b'*'));
        let is_date = part.len() <= 10 && part.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        is_word || is_date
    };
    let begins_in_word = path.starts_with(|c: char| c.is_ascii_lowercase());
    let is_login = own.eq_ignore_ascii_case("auth");
    (path.contains(':') && begins_in_word && !is_login && path.split(':').all(is_part))
        .then_some(from + length)
}

/// Returns the end of a variable that a value is compared with in code: `if password != confirm_password {`.
fn compared_end(scan: &Scan<'_>, at: usize, from: usize) -> Option<usize> {
    const LONGEST: usize = 48;
    let is_comparison = scan.bytes[at] == b'='
        && (scan.bytes[..at].ends_with(b" !") || scan.bytes[at..].starts_with(b"== "))
        && scan.bytes.get(from.checked_sub(1)?) == Some(&b' ');
    let rest = scan.bytes.get(from..).filter(|_| is_comparison)?;
    let length = rest
        .iter()
        .take(LONGEST)
        .take_while(|b| b.is_ascii_lowercase() || matches!(b, b'_' | b'.'))
        .count();
    let variable = &rest[..length];
    let is_over = rest
        .get(length)
        .is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b')' | b';' | b'&' | b'|'));
    (variable.iter().any(|b| matches!(b, b'_' | b'.')) && is_over).then_some(from + length)
}

/// Returns the end of a variant without fields in the `Debug` of a struct, where a text has quotes:
/// `Auth { session: Anonymous, mfa: false }`. No program makes a token of one word.
fn unit_end(scan: &Scan<'_>, at: usize, from: usize, own: &str, refused: Refused) -> Option<usize> {
    const LONGEST: usize = 24;
    if scan.braces == 0 || from != at + 2 || !message::is_made(own, refused) {
        return None;
    }
    let rest = scan.bytes.get(from..)?;
    let length = rest
        .iter()
        .take(LONGEST)
        .take_while(|b| b.is_ascii_alphabetic())
        .count();
    let (first, others) = rest[..length].split_first()?;
    let is_word = first.is_ascii_uppercase() && others.iter().all(u8::is_ascii_lowercase);
    let is_over = rest[length..].starts_with(b", ") || rest[length..].starts_with(b" }");
    (is_word && length > 2 && is_over).then_some(from + length)
}

/// Returns the end of a variable in place of a value, and notes it: `login(email:$e,password:$p)`. The value is a member of
/// the variable's name.
fn variable_end(scan: &mut Scan<'_>, from: usize, refused: Refused) -> Option<usize> {
    const MOST: usize = 8;
    const LONGEST: usize = 32;
    let rest = scan.bytes.get(from..)?.strip_prefix(b"$")?;
    let length = rest
        .iter()
        .take(LONGEST)
        .take_while(|b| b.is_ascii_alphanumeric() || **b == b'_')
        .count();
    let is_one = rest.first().is_some_and(u8::is_ascii_lowercase)
        && matches!(rest.get(length), Some(b',' | b')' | b' ' | b'}'));
    if !is_one {
        return None;
    }
    if scan.variables.len() < MOST {
        scan.variables
            .push(((from + 1, from + 1 + length), refused));
    }
    Some(from + 1 + length)
}

/// Whether a member without a value precedes another one, as Go prints a struct: `{User:svc Password: TLS:true}`.
fn is_before_member(scan: &Scan<'_>, at: usize, name: &str, from: usize) -> bool {
    let rest = scan.bytes.get(from..).unwrap_or_default();
    let next = rest
        .iter()
        .take_while(|b| b.is_ascii_alphanumeric())
        .count();
    scan.braces > 0
        && from == at + 2
        && name.starts_with(|c: char| c.is_ascii_uppercase())
        && rest.first().is_some_and(u8::is_ascii_uppercase)
        && rest.get(next) == Some(&b':')
        && rest
            .get(next + 1)
            .is_some_and(|b| !matches!(b, b' ' | b':' | b'/'))
}

/// Returns the end of a method of authentication, which has a name of its own: `auth=password`, `auth: jwt`,
/// `"mfa":"totp"`.
fn method_end(scan: &Scan<'_>, from: usize, name: &str) -> Option<usize> {
    const LONGEST: usize = 16;
    if !METHODS.iter().any(|own| name.eq_ignore_ascii_case(own)) {
        return None;
    }
    let from = from + usize::from(scan.bytes.get(from) == Some(&b'"'));
    let length = scan
        .bytes
        .get(from..)?
        .iter()
        .take(LONGEST)
        .take_while(|b| b.is_ascii_lowercase())
        .count();
    let end = from + length;
    let is_over = scan
        .bytes
        .get(end)
        .is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b',' | b';' | b')' | b'"'));
    (length > 0 && is_over && scan.names.of(scan.text.get(from..end)?).is_some()).then_some(end)
}

/// Returns the end of a regular expression in place of a value, if it consists only of such characters:
/// `s/password=.*/`.
fn pattern_end(bytes: &[u8], from: usize) -> Option<usize> {
    const LONGEST: usize = 24;
    let rest = bytes.get(from..)?;
    let begins = [&b".*"[..], b".+", b"[^", b"\\S", b"\\w", b"(.*", b"([^"]
        .iter()
        .any(|own| rest.starts_with(own));
    let length = rest
        .iter()
        .take(LONGEST)
        .take_while(|b| {
            matches!(
                b,
                b'.' | b'*'
                    | b'+'
                    | b'['
                    | b'^'
                    | b']'
                    | b'\\'
                    | b'('
                    | b')'
                    | b'?'
                    | b'$'
                    | b'S'
                    | b'w'
                    | b's'
            )
        })
        .count();
    let is_over = rest
        .get(length)
        .is_none_or(|b| matches!(b, b'/' | b'#' | b'|' | b'"' | b'\'' | b' ' | b'\n'));
    (begins && is_over).then_some(from + length)
}
