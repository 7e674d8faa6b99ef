//! Lines of protocols and of shells that carry a password at a place of their own: `AUTH`, `LOGIN`, `ACL SETUSER`,
//! `echo x | sudo -S`, `mysql -px`.

use scorer_instrument_policy::Class;

use crate::scan::Scan;
use crate::text::Found;
use crate::{Cause, spoken, stays, value};

/// How much of a line is looked at.
const LINE: usize = 160;

/// How many lines of a dialogue follow the word that begins it.
const DIALOGUE: usize = 6;

/// Looks behind a word in capitals that begins a login: RFC 4954 (SMTP), RFC 9051 (IMAP), Redis' `AUTH` and `ACL SETUSER`.
pub(crate) fn at_word(scan: &mut Scan<'_>, start: usize, end: usize) {
    let word = &scan.bytes[start..end];
    let quoted = scan
        .bytes
        .get(end)
        .is_some_and(|b| matches!(b, b'"' | b'\''));
    match word {
        b"AUTH" | b"auth" | b"LOGIN" | b"PASS" | b"HELLO"
            if quoted || word[0].is_ascii_uppercase() => {}
        b"SETUSER" => return acl(scan, end),
        b"sqlplus" => {
            scan.is_oracle = true;
            return;
        }
        // SNMP: `community string x not allowed`.
        b"string"
            if scan.bytes[..start].ends_with(b"community ")
                && scan.bytes.get(end) == Some(&b' ') =>
        {
            let length = scan.bytes[end + 1..]
                .iter()
                .take_while(|b| b.is_ascii_graphic())
                .count();
            let text = &scan.text[end + 1..end + 1 + length];
            if !stays::says_nothing(text) {
                scan.mark(secret(end + 1, end + 1 + length));
            }
            return;
        }
        _ => return,
    }
    if word == b"LOGIN" && !is_tagged(scan.bytes, start) {
        return;
    }
    if word == b"PASS"
        && !(start == 0
            || scan.bytes[..start].ends_with(b"\n")
            || scan.bytes[..start].ends_with(b"C: ")
            || scan.bytes[..start].ends_with(b"> "))
    {
        return;
    }
    arguments(scan, end);
}

/// `a1 LOGIN user pass`: a tag stands before it.
fn is_tagged(bytes: &[u8], start: usize) -> bool {
    let Some(before) = bytes[..start].strip_suffix(b" ") else {
        return false;
    };
    let tag: Vec<u8> = before
        .iter()
        .rev()
        .take(8)
        .take_while(|b| b.is_ascii_alphanumeric())
        .copied()
        .collect();
    (2..8).contains(&tag.len())
        && tag.iter().any(u8::is_ascii_digit)
        && tag.last().is_some_and(u8::is_ascii_alphabetic)
}

/// The last argument of the line that looks like nothing but a secret, and what a dialogue of base64 says behind it.
fn arguments(scan: &mut Scan<'_>, from: usize) {
    let mut line = from;
    for number in 0..=DIALOGUE {
        let rest = &scan.bytes[line..];
        let length = rest
            .iter()
            .take(LINE * 8)
            .position(|b| *b == b'\n')
            .unwrap_or(rest.len().min(LINE * 8));
        let text = scan.text.get(line..line + length).unwrap_or_default();
        let mut found = Vec::new();
        let mut at = 0;
        for word in text.split([' ', '"', '\'']) {
            let bare = word.trim_end_matches(['\r', ',', ';', ')']);
            let is_base64 = bare.len() >= 8
                && bare.len() % 4 == 0
                && bare
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'='))
                && (bare.ends_with('=') || spoken::is_random(bare.as_bytes()) || number > 0);
            let is_secret = is_base64
                || spoken::is_random(bare.as_bytes())
                || number > 0
                    && text.contains("argv[1]")
                    && bare.len() > 6
                    && !bare.contains(['[', ':']);
            if is_secret && !stays::says_nothing(bare) && !bare.contains(':') {
                found.push((line + at, line + at + bare.len()));
            }
            at += word.len() + 1;
        }
        for (start, end) in found {
            scan.mark(secret(start, end));
        }
        line += length + 1;
        let is_dialogue = line < scan.bytes.len()
            && [&b"S: "[..], b"C: ", b"334 ", b"argv["]
                .iter()
                .any(|head| scan.bytes[line..].starts_with(head));
        if !is_dialogue {
            return;
        }
    }
}

/// `ACL SETUSER name on >pass ~keys`.
fn acl(scan: &mut Scan<'_>, from: usize) {
    let text = scan.text.get(from..).unwrap_or_default();
    let line = text.lines().next().unwrap_or_default();
    let mut at = from;
    let mut found = Vec::new();
    for word in line.split(' ') {
        if word.len() > 1 && word.starts_with(['>', '<', '#']) {
            found.push((at + 1, at + word.len()));
        }
        at += word.len() + 1;
    }
    for (start, end) in found {
        scan.mark(secret(start, end));
    }
}

fn secret(start: usize, end: usize) -> Found {
    Found {
        start,
        end,
        class: Class::Credential,
        cause: Cause::Name,
    }
}

/// `echo "x" | sudo -S`, `echo 'root:x' | chpasswd`: what a program reads as a password, in the string whose quote stands at
/// `at`.
pub(crate) fn piped(scan: &Scan<'_>, at: usize) -> Option<Found> {
    if !scan.bytes[..at].ends_with(b"echo ") {
        return None;
    }
    let end = value::string_end(scan.bytes, at + 1, scan.bytes[at], 0);
    let rest = scan.text.get(end..)?.get(1..)?;
    let rest = rest.trim_start().strip_prefix('|')?.trim_start();
    let takes = ["sudo -S", "chpasswd", "passwd", "docker login"]
        .iter()
        .any(|program| rest.starts_with(program));
    let content = scan.text.get(at + 1..end)?;
    if content.contains("[redacted:") {
        return None;
    }
    let from = at + 1 + content.find(':').map_or(0, |colon| colon + 1);
    takes.then_some(secret(from, end))
}

/// `mysql -px`: where the password begins that stands right behind the option at `at`, and where it ends.
pub(crate) fn attached(scan: &Scan<'_>, at: usize) -> Option<(usize, usize)> {
    const FEWEST: usize = 4;
    const PROGRAMS: [&str; 5] = ["mysql", "mysqldump", "mysqladmin", "mariadb", "7z"];
    if !scan.bytes[at..].starts_with(b"-p") || !scan.bytes.get(at + 2)?.is_ascii_alphanumeric() {
        return None;
    }
    let length = scan.bytes[at + 2..]
        .iter()
        .take_while(|b| !b.is_ascii_whitespace() && !matches!(b, b'"' | b'\'' | b']' | b','))
        .count();
    let mut from = at.saturating_sub(LINE);
    while !scan.text.is_char_boundary(from) {
        from += 1;
    }
    let before = scan.text.get(from..at)?;
    let is_own = before
        .split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .any(|word| PROGRAMS.contains(&word));
    (length >= FEWEST && is_own && !scan.bytes[at + 2..].starts_with(b"assword"))
        .then_some((at + 2, at + 2 + length))
}

/// `/u:user /p:pass`, `net use Z: share pass /user:name`: at the slash of an option of Windows' programs.
pub(crate) fn windows(scan: &mut Scan<'_>, at: usize) {
    let rest = &scan.bytes[at..];
    let mut from = at.saturating_sub(LINE).max(scan.floor);
    while !scan.text.is_char_boundary(from) {
        from += 1;
    }
    if rest.starts_with(b"/p:") && scan.text[from..at].contains("/u:") {
        let length = rest[3..]
            .iter()
            .take_while(|b| !b.is_ascii_whitespace())
            .count();
        scan.mark(secret(at + 3, at + 3 + length));
    }
    if rest.starts_with(b"/user:") && scan.text[from..at].contains("net use ") {
        let before = scan.text[from..at].trim_end();
        let word = before.rsplit(' ').next().unwrap_or_default();
        if !word.starts_with('\\') && !word.is_empty() {
            let end = from + before.len();
            scan.mark(secret(end - word.len(), end));
        }
    }
}

/// Functions that take a password, whatever stands before it.
const LOGINS: [&str; 8] = [
    "connect",
    "bind",
    "login",
    "authenticate",
    "auth",
    "logon",
    "signIn",
    "sign_in",
];

/// What stands in the call whose bracket is at `at`: `ldap.bind('CN=svc', 'x')`, in a backtrace.
pub(crate) fn call(scan: &mut Scan<'_>, at: usize) {
    let length = scan.bytes[..at]
        .iter()
        .rev()
        .take(16)
        .take_while(|b| b.is_ascii_alphanumeric() || **b == b'_')
        .count();
    let name = &scan.text[at - length..at];
    if !LOGINS.contains(&name) {
        return;
    }
    let end = at
        + scan.bytes[at..]
            .iter()
            .take(LINE * 2)
            .take_while(|b| !matches!(b, b')' | b'\n'))
            .count();
    let mut found = Vec::new();
    let mut from = at;
    while let Some(open) = scan.bytes[from..end]
        .iter()
        .position(|b| matches!(b, b'\'' | b'"'))
    {
        let content = from + open + 1;
        let close = value::string_end(&scan.bytes[..end], content, scan.bytes[content - 1], 0);
        if spoken::is_random(&scan.bytes[content..close]) {
            found.push(secret(content, close));
        }
        from = (close + 1).min(end);
    }
    for it in found {
        scan.mark(it);
    }
}
