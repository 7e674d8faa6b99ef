//! Credentials in URLs: a user and a password before a host, with or without a scheme; the path, for hosts whose path
//! is a key; and values in the query.

use scorer_instrument_policy::Class;

use crate::mail::is_local;
use crate::scan::Scan;
use crate::stays;
use crate::text::{Found, marker_at};
use crate::{Cause, host, pair, random};

/// Without a scheme, how far before the `@` the user and the password may begin.
const LONGEST_BARE: usize = 128;

/// A user name of at least this length with digits in it is a token: `https://TOKEN@host`.
const TOKEN: usize = 16;

/// How far the last URL extends, so that a URL within another one is read once.
#[derive(Default)]
pub(crate) struct Extent {
    /// From after the slashes to the end of the word.
    word: (usize, usize),
    /// There is no `@` after this position.
    no_at_behind: Option<usize>,
    /// Where the line ends that was searched last.
    line: usize,
}

/// Returns what must be removed from the URL whose slashes end at `from`: `user:pass` in `scheme://user:pass@host`. It
/// also marks the `@` of a user without a password, the colon before a port, and a path that is a key.
pub(crate) fn at(scan: &mut Scan<'_>, from: usize) -> Option<(usize, usize)> {
    let end = word_end(scan, from);
    let whole = &scan.bytes[from..end];
    let authority = &whole[..whole
        .iter()
        .position(|b| matches!(b, b'/' | b'?' | b'#'))
        .unwrap_or(whole.len())];
    let length = authority.len();
    if let Some(at) = authority.iter().rposition(|b| *b == b'@') {
        let user = &authority[..at];
        let colon = user.iter().position(|b| *b == b':');
        let is_web = is_web(scan.bytes, from);
        // Outside the web, the last `@` before a host counts, because the password may contain characters that end an
        // authority.
        let at = if is_web {
            at
        } else {
            last_at(whole).unwrap_or(at)
        };
        scan.no_mail_at = Some(from + at);
        host::path(scan, from + at + 1, end);
        let pass = colon.map(|colon| &scan.text[from + colon + 1..from + at]);
        let has_password = pass.is_some_and(|pass| !pass.is_empty() && !stays::says_nothing(pass));
        // An e-mail address in place of the user identifies a person.
        if has_password || colon.is_none() && is_token(user) || user.contains(&b'@') {
            return Some((from, from + at));
        }
        return None;
    }
    // The port is not a number, so the password contains a slash, a space or a quote. It should not, but it happens.
    let colon = authority.iter().position(|b| *b == b':');
    let is_ip6 = authority.first() == Some(&b'[');
    let port = colon.map_or(&authority[..0], |colon| &authority[colon + 1..]);
    // After a colon and a quote, the password continues.
    let is_open = port.is_empty()
        && scan
            .bytes
            .get(end)
            .is_some_and(|b| !b.is_ascii_whitespace());
    let is_port =
        port.len() <= 5 && port.iter().all(u8::is_ascii_digit) && port.len() < length && !is_open;
    if let Some(colon) = colon.filter(|_| !is_ip6) {
        scan.port_at = Some(from + colon);
        if !is_port || !is_web(scan.bytes, from) {
            let at = last_at(whole)
                .map(|at| from + at)
                .filter(|at| *at < from + whole.len())
                .or_else(|| (!is_port).then(|| at_behind(scan, from, end)).flatten());
            if let Some(at) = at {
                let pass = scan.text.get(from + colon + 1..at)?;
                // With white space between, it may be the `@` of an address.
                if !pass.contains(char::is_whitespace) {
                    scan.no_mail_at = Some(at);
                }
                return (!stays::says_nothing(pass)).then_some((from, at));
            }
            // A port is a number; what was cut off may have been the rest of a password.
            let is_cut = end == scan.bytes.len()
                && (scan.cut || !is_web(scan.bytes, from) && can_be_password(port));
            if !is_port && is_cut {
                return Some((from, end));
            }
        }
    }
    if length == whole.len() {
        let host = authority.iter().take_while(|b| **b != b':').count();
        pair::host(scan, from, from + host);
    }
    host::path(scan, from, end);
    None
}

/// Whether this is no placeholder in place of a port: `PORT`, `{port}`, `$PORT`.
fn can_be_password(port: &[u8]) -> bool {
    const SHORTEST: usize = 4;
    let is_plain = port
        .iter()
        .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'_')
        || port.iter().all(u8::is_ascii_lowercase);
    port.len() >= SHORTEST
        && !is_plain
        && !port
            .iter()
            .any(|b| matches!(b, b'{' | b'}' | b'<' | b'>' | b'$' | b'%' | b'*' | b':'))
}

/// Whether URLs of the scheme before `from` often have an `@` in their path.
fn is_web(bytes: &[u8], from: usize) -> bool {
    let before = &bytes[..from.saturating_sub(3)];
    [
        &b"http"[..],
        b"https",
        b"ws",
        b"wss",
        b"file",
        b"git",
        b"ssh",
    ]
    .iter()
    .any(|scheme| before.ends_with(scheme))
}

/// Returns the last `@` of a URL that can be followed by a host.
fn last_at(whole: &[u8]) -> Option<usize> {
    whole.iter().rposition(|b| *b == b'@').filter(|at| {
        whole
            .get(at + 1)
            .is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'[')
    })
}

/// Returns the end of the word with the URL: a space, a quote or a bracket. Another URL within it is read separately.
fn word_end(scan: &mut Scan<'_>, from: usize) -> usize {
    let (begin, end) = scan.url.word;
    if begin <= from && from < end {
        return end;
    }
    let rest = &scan.bytes[from..];
    let length = rest
        .iter()
        .enumerate()
        .position(|(at, b)| {
            b.is_ascii_whitespace()
                || matches!(b, b'"' | b'\'' | b'<' | b'>' | b'`' | b'\\')
                || *b == b'[' && marker_at(rest, at).is_some()
                || *b == b':' && rest[at..].starts_with(b"://")
        })
        .unwrap_or(rest.len());
    scan.url.word = (from, from + length);
    from + length
}

/// Returns the `@` after the word that ends at `end`, on the same line and before another URL, if a host follows it.
/// The password then contains a character that ends a word.
fn at_behind(scan: &mut Scan<'_>, from: usize, end: usize) -> Option<usize> {
    if scan.url.no_at_behind.is_some_and(|at| end >= at) {
        return None;
    }
    if scan.url.line < end {
        let rest = &scan.bytes[end..];
        let length = rest
            .iter()
            .enumerate()
            .position(|(at, b)| {
                *b == b'\n'
                    || *b == b'[' && marker_at(rest, at).is_some()
                    || *b == b':' && rest[at..].starts_with(b"://")
            })
            .unwrap_or(rest.len());
        scan.url.line = end + length;
    }
    let line = scan.url.line;
    let is_host = |at: usize| {
        scan.bytes
            .get(at + 1)
            .is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'[')
            && marker_at(scan.bytes, at + 1).is_none()
    };
    let found = (end..line).find(|at| scan.bytes[*at] == b'@' && is_host(*at));
    match found {
        // The last `@` of its word.
        Some(first) => {
            let word = scan.bytes[first..line]
                .iter()
                .take_while(|b| {
                    !b.is_ascii_whitespace()
                        && !matches!(b, b'"' | b'\'' | b'`' | b'<' | b'>' | b'/')
                })
                .count();
            (first..first + word)
                .rfind(|at| scan.bytes[*at] == b'@' && is_host(*at))
                .filter(|at| *at > from)
        }
        None => {
            scan.url.no_at_behind = Some(end);
            None
        }
    }
}

fn is_token(user: &[u8]) -> bool {
    user.len() >= TOKEN
        && user.iter().any(u8::is_ascii_digit)
        && user.iter().any(u8::is_ascii_alphabetic)
}

/// Returns the class of a name in the query of a URL or in the body of a form.
pub(crate) fn query_name(scan: &Scan<'_>, start: usize, after: usize) -> Option<Class> {
    const SHORTEST: usize = 4;
    const LONGEST: usize = 256;
    let before = start.checked_sub(1).map_or(b' ', |at| scan.bytes[at]);
    // A longer value cannot be a number.
    let value = || {
        scan.bytes[after..]
            .iter()
            .take(LONGEST)
            .take_while(|b| {
                !b.is_ascii_whitespace() && !matches!(b, b'&' | b'"' | b'\'' | b')' | b'>' | b'#')
            })
            .count()
    };
    // The first pair in the body of a form.
    let is_body = (before.is_ascii_whitespace() || matches!(before, b'"' | b'\''))
        && scan.bytes.get(after + value()) == Some(&b'&');
    let is_query = is_body
        || matches!(before, b'?' | b'&' | b'#')
        || before == b';' && scan.bytes[..start].ends_with(b"&amp;")
        || before == b'"' && scan.bytes[..start - 1].ends_with(b"query: Some(");
    if !is_query && is_beside_secret(scan, start, after) {
        return Some(Class::Credential);
    }
    if !is_query || scan.bytes.get(after.wrapping_sub(1)) != Some(&b'=') {
        return None;
    }
    let value = value();
    let is_number = scan.bytes[after..after + value]
        .iter()
        .all(u8::is_ascii_digit);
    // A name of one letter may be the key of anything.
    let letters = scan.bytes[after..after + value]
        .iter()
        .filter(|b| b.is_ascii_alphabetic())
        .count();
    if after < start + 3 && (value < 12 || letters == 0 || letters == value) {
        return None;
    }
    // `code=404`.
    (value >= SHORTEST || !is_number).then_some(Class::Credential)
}

/// Whether a random value stands beside what makes it one that gives access: `client_secret=x code=y` in one line, or
/// `account = x` on the line above `key = y`.
fn is_beside_secret(scan: &Scan<'_>, start: usize, after: usize) -> bool {
    const SHORTEST: usize = 24;
    const LONGEST: usize = 512;
    const NEAR: usize = 256;
    const ACCOUNTS: [&str; 4] = ["account", "user", "username", "login"];
    if !scan.bytes[..after].ends_with(b"=") {
        return false;
    }
    let from = after + usize::from(scan.bytes.get(after) == Some(&b' '));
    let value = scan.bytes[from..]
        .iter()
        .take(LONGEST)
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-' | b'_' | b'+' | b'.'))
        .count();
    let value = &scan.bytes[from..from + value];
    let is_value = value.len() >= SHORTEST
        && value.iter().any(u8::is_ascii_uppercase)
        && value.iter().any(u8::is_ascii_lowercase)
        && random::is_random(value);
    if !is_value {
        return false;
    }
    let line = scan.bytes[start.saturating_sub(NEAR)..start]
        .iter()
        .rev()
        .take_while(|b| **b != b'\n')
        .count();
    let begin = start - line;
    let is_in_line = scan
        .found
        .last()
        .is_some_and(|it| it.class == Class::Credential && it.start >= begin);
    let above = scan.text.get(..begin.saturating_sub(1)).unwrap_or_default();
    let above = above.rsplit('\n').next().unwrap_or(above);
    let is_below = || {
        above
            .split_once(" = ")
            .is_some_and(|(name, _)| ACCOUNTS.contains(&name.trim()))
    };
    is_in_line || line == 0 && is_below()
}

/// Returns the start of the `user:pass` before the `@` at `at`, if a host follows: `root:pass@tcp(db:3306)`,
/// `:pass@localhost`.
pub(crate) fn bare_userinfo(scan: &Scan<'_>, at: usize, width: usize) -> Option<usize> {
    // Schemes without slashes before a user: <https://www.iana.org/assignments/uri-schemes/>.
    const SCHEMES: [&[u8]; 6] = [b"sip", b"sips", b"xmpp", b"acct", b"im", b"pres"];
    let host = scan.text.get(at + width..)?;
    let is_socket = host.starts_with("unix(") || host.starts_with("tcp(");
    let is_oracle = host.starts_with("//") || scan.is_oracle;
    let (is_host, is_domain) = (is_host(host), is_domain(host));
    if !(is_host || is_domain || is_socket || is_oracle) {
        return None;
    }
    let floor = scan.floor.max(scan.found_before(at));
    let before = &scan.bytes[floor.max(at.saturating_sub(LONGEST_BARE))..at];
    // If a socket follows, only a user and a password can stand before it.
    if is_socket {
        let word = before
            .iter()
            .rev()
            .take_while(|b| !b.is_ascii_whitespace() && !matches!(b, b'"' | b'\'' | b'`' | b'='))
            .count();
        let text = scan.text.get(at - word..at)?;
        let (_, pass) = text.split_once(':')?;
        return (!stays::says_nothing(pass)).then_some(at - word);
    }
    // Oracle: `thin:user/pass@//host`, `sqlplus user/pass@name`.
    if is_oracle {
        let word = before
            .iter()
            .rev()
            .take_while(|b| !b.is_ascii_whitespace() && **b != b':')
            .count();
        let own = scan.text.get(at - word..at)?;
        let (user, pass) = own.split_once('/')?;
        let head = &scan.bytes[floor..at - word];
        let is_oracle =
            head.ends_with(b"thin:") || head.ends_with(b"oci:") || head.ends_with(b"sqlplus ");
        if is_oracle && !user.is_empty() && !stays::says_nothing(pass) {
            return Some(at - word + user.len() + 1);
        }
    }
    let start = before
        .iter()
        .rposition(|b| {
            b.is_ascii_whitespace()
                || matches!(
                    b,
                    b'"' | b'\''
                        | b'`'
                        | b'='
                        | b','
                        | b';'
                        | b'('
                        | b'<'
                        | b'>'
                        | b'{'
                        | b'['
                        | b'|'
                        | b'/'
                )
        })
        .map_or(0, |delimiter| delimiter + 1);
    let part = &before[start..];
    let colon = part.iter().position(|b| *b == b':')?;
    let (user, pass) = (&part[..colon], &part[colon + 1..]);
    let is_user = user
        .iter()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'%' | b'+' | b'-'));
    if !is_user || pass.is_empty() {
        return None;
    }
    let start = at - part.len();
    let pass = scan.text.get(start + colon + 1..at)?;
    // `sip:9806@host`.
    if SCHEMES.contains(&user) && !pass.contains(':') && !random::is_random(pass.as_bytes()) {
        return None;
    }
    // In `to:bob@example.com`, what follows the colon is an address, unless it cannot be one.
    let is_address = pass.chars().all(is_local);
    ((is_host || !is_address && is_domain) && !stays::says_nothing(pass)).then_some(start)
}

/// Whether this is a host but cannot be the domain of an address: `localhost`, numbers, a port, a path, `tcp(..)`.
fn is_host(text: &str) -> bool {
    let length = text
        .bytes()
        .position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_')))
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

/// Whether this is a number of at most five digits. The hash in `image:tag@sha256:9f86..` is not.
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
            .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
            .any(|b| b == b'.')
}

/// Marks a key in the path of a URL without a scheme, `sepolia.infura.io/v3/key`. The slash after the host is at `at`.
pub(crate) fn bare_path(scan: &mut Scan<'_>, at: usize) {
    const LONGEST: usize = 64;
    if at < scan.url.word.1 || at == 0 || !scan.bytes[at - 1].is_ascii_lowercase() {
        return;
    }
    let from = at.saturating_sub(LONGEST).max(scan.floor);
    let length = scan.bytes[from..at]
        .iter()
        .rev()
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
        .count();
    let start = at - length;
    let is_host = scan.bytes[start..at].contains(&b'.')
        && (start == 0 || !matches!(scan.bytes[start - 1], b'/' | b'@' | b':'));
    if is_host {
        let end = at
            + scan.bytes[at..]
                .iter()
                .take(512)
                .take_while(|b| {
                    !b.is_ascii_whitespace() && !matches!(b, b'"' | b'\'' | b'<' | b'>' | b'`')
                })
                .count();
        host::path_of_known(scan, start, at, end);
    }
}

/// Actions for which a link gives access: `/reset/x`, `/invite/x`. The policy does not list them, because they are not
/// names of values.
const ACTIONS: [&str; 16] = [
    "activate",
    "activation",
    "confirm",
    "confirmation",
    "invitation",
    "invite",
    "magic",
    "private",
    "privatefeed",
    "recover",
    "recovery",
    "reset",
    "unlock",
    "unsubscribe",
    "verification",
    "verify",
];

/// Marks the part of a path after the slash at `at`, if the part before it is an action or a refused name and this one
/// looks like a secret.
pub(crate) fn link(scan: &mut Scan<'_>, at: usize) {
    const SHORTEST: usize = 16;
    const LONGEST: usize = 256;
    const WORD: usize = 24;
    let is_own =
        |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'~' | b'=');
    let rest = &scan.bytes[at + 1..];
    if rest.len() < SHORTEST || !rest[..SHORTEST].iter().all(is_own) {
        return;
    }
    let length = scan.bytes[..at]
        .iter()
        .rev()
        .take(WORD + 1)
        .take_while(|b| b.is_ascii_alphabetic() || matches!(b, b'-' | b'_'))
        .count();
    let start = at - length;
    if length == 0 || start == 0 || scan.bytes[start - 1] != b'/' {
        return;
    }
    let word = &scan.text[start..at];
    let is_action = word
        .split(['-', '_'])
        .any(|part| ACTIONS.iter().any(|own| part.eq_ignore_ascii_case(own)));
    let is_refused = || {
        scan.names
            .of(word)
            .is_some_and(|it| matches!(it.class, Class::Credential | Class::Secret))
    };
    if !is_action && !is_refused() {
        return;
    }
    let to = at + 1 + rest.iter().take(LONGEST).take_while(|b| is_own(b)).count();
    // A file name has an extension.
    let is_file = scan.text[at + 1..to]
        .rsplit_once('.')
        .is_some_and(|(_, kind)| kind.len() <= 5);
    if !is_file && random::is_random(&scan.bytes[at + 1..to]) {
        scan.mark(key(at + 1, to));
    }
}

/// Returns the finding for a path that is a key.
pub(crate) fn key(start: usize, end: usize) -> Found {
    Found {
        start,
        end,
        class: Class::Credential,
        cause: Cause::Shape,
    }
}
