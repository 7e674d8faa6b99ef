//! A user and a password before the host: in a URL, and in a connection string without a scheme.

use crate::mail::is_local;
use crate::scan::Scan;
use crate::text::marker_at;

/// How far a user and a password are followed.
const LONGEST: usize = 512;

/// The same without a scheme, where every `@` is looked back from.
const LONGEST_BARE: usize = 128;

/// A user's name that is this long and has digits in it is a token: `https://TOKEN@host`.
const TOKEN: usize = 16;

/// `user:pass` of `scheme://user:pass@host`, from behind the slashes. Marks the `@` of a user alone,
/// and the colon before a port.
pub(crate) fn userinfo(scan: &mut Scan<'_>, from: usize) -> Option<(usize, usize)> {
    let window = &scan.bytes[from..scan.bytes.len().min(from + LONGEST)];
    let end = window
        .iter()
        .position(|b| {
            b.is_ascii_whitespace() || matches!(b, b'"' | b'\'' | b'<' | b'>' | b'`' | b'\\')
        })
        .unwrap_or(window.len());
    // What was taken out may have held the end of the URL.
    let end = (0..end)
        .find(|at| marker_at(window, *at).is_some())
        .unwrap_or(end);
    let whole = &window[..end];
    let authority = &whole[..whole
        .iter()
        .position(|b| matches!(b, b'/' | b'?' | b'#'))
        .unwrap_or(end)];
    if let Some(at) = authority.iter().rposition(|b| *b == b'@') {
        scan.no_mail_at = Some(from + at);
        let user = &authority[..at];
        let has_password = user
            .iter()
            .position(|b| *b == b':')
            .is_some_and(|colon| colon + 1 < user.len());
        // An address in a user's place tells who it is.
        if has_password || is_token(user) || user.contains(&b'@') {
            return Some((from, from + at));
        }
        return None;
    }
    // A port that is no number: the password holds a slash, as it must not but does.
    let colon = authority.iter().rposition(|b| *b == b':')?;
    let port = &authority[colon + 1..];
    scan.port_at = Some(from + colon);
    if authority.first() == Some(&b'[') || port.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let at = whole.iter().rposition(|b| *b == b'@')?;
    Some((from, from + at))
}

fn is_token(user: &[u8]) -> bool {
    user.len() >= TOKEN
        && user.iter().any(u8::is_ascii_digit)
        && user.iter().any(u8::is_ascii_alphabetic)
}

/// The start of `user:pass` whose `@` stands at `at`, when what follows is a host:
/// `root:pass@tcp(db:3306)`, `:pass@localhost`.
pub(crate) fn bare_userinfo(scan: &Scan<'_>, at: usize, width: usize) -> Option<usize> {
    let floor = scan.floor.max(scan.found_before(at));
    let before = &scan.bytes[floor.max(at.saturating_sub(LONGEST_BARE))..at];
    let start = before
        .iter()
        .rposition(|b| b.is_ascii_whitespace() || b"\"'`=,;(<>{[|/".contains(b))
        .map_or(0, |delimiter| delimiter + 1);
    let part = &before[start..];
    let colon = part.iter().position(|b| *b == b':')?;
    let (user, pass) = (&part[..colon], &part[colon + 1..]);
    let is_user = user
        .iter()
        .all(|b| b.is_ascii_alphanumeric() || b"._%+-".contains(b));
    if !is_user || pass.is_empty() {
        return None;
    }
    let start = at - part.len();
    let host = &scan.text[at + width..];
    // `to:bob@example.com` is an address behind a colon, unless what stands there is none.
    let is_address = scan.text[start + colon + 1..at].chars().all(is_local);
    (is_host(host) || !is_address && is_domain(host)).then_some(start)
}

/// A host that can't be the domain of an address: `localhost`, numbers, a port, a path, `tcp(..)`.
fn is_host(text: &str) -> bool {
    let length = text
        .bytes()
        .position(|b| !(b.is_ascii_alphanumeric() || b".-_".contains(&b)))
        .unwrap_or(text.len());
    let (host, rest) = text.split_at(length);
    match (host, rest.bytes().next()) {
        ("", Some(b'[')) => {
            matches!(rest.as_bytes(), [_, b, ..] if b.is_ascii_hexdigit() || *b == b':')
        }
        ("", _) => false,
        ("localhost", _) | (_, Some(b'(')) => true,
        (_, Some(b':')) => is_port(&rest[1..]),
        (_, Some(b'/')) => host.bytes().any(|b| b.is_ascii_alphabetic()),
        _ => is_ipv4(host),
    }
}

/// A number of at most five digits; the hash in `image:tag@sha256:9f86..` is none.
fn is_port(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let after = text.as_bytes().get(digits);
    (1..=5).contains(&digits) && !after.is_some_and(u8::is_ascii_alphanumeric)
}

fn is_ipv4(host: &str) -> bool {
    host.parse::<std::net::Ipv4Addr>().is_ok()
}

fn is_domain(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text
            .bytes()
            .take_while(|b| b.is_ascii_alphanumeric() || b".-".contains(b))
            .any(|b| b == b'.')
}
