//! Lines of protocols and shells with a password at a fixed position: `AUTH`, `LOGIN`, `ACL SETUSER`,
//! `echo x | sudo -S`, `mysql -px`.

use scorer_instrument_policy::Class;

use crate::bounds;
use crate::scan::Scan;
use crate::subject;
use crate::text::{Found, marker_at};
use crate::{Cause, random, redis, stays};

/// How many bytes of a line are read.
const LINE: usize = 160;

/// How many lines of a dialogue follow the word that begins it.
const DIALOGUE: usize = 6;

/// The words that [`at_word`] handles.
pub(crate) const WORDS: [&[u8]; 19] = [
    b"AUTH",
    b"auth",
    b"HELLO",
    b"AUTHENTICATE",
    b"echo",
    b"hexdump",
    b"LOGIN",
    b"PASS",
    b"SETUSER",
    b"add",
    b"set",
    b"SET",
    b"setx",
    b"VALUE",
    b"ENV",
    b"sqlplus",
    b"string",
    b"machine",
    b"REG",
];

/// Handles the words after one that begins a login: RFC 4954 (SMTP), RFC 9051 (IMAP), Redis, netrc, or a dump of the
/// Windows registry.
pub(crate) fn at_word(scan: &mut Scan<'_>, start: usize, end: usize) {
    let bytes = scan.bytes;
    let is_quoted = bytes.get(end).is_some_and(|b| matches!(b, b'"' | b'\''));
    match &bytes[start..end] {
        b"AUTH" | b"auth" => {
            if redis::auth(scan, start, end) || !is_quoted && bytes[start] == b'a' {
                return;
            }
        }
        b"HELLO" | b"AUTHENTICATE" => {}
        b"echo" => return echoed(scan, end),
        b"hexdump" => return hexdump(scan, start, end),
        b"LOGIN" if is_tagged(bytes, start) => {
            second_argument(scan, end);
            return;
        }
        b"LOGIN" if is_quoted => {}
        b"PASS" if bytes[..start].ends_with(b"C: ") || bytes[..start].ends_with(b"> ") => {
            return word(scan, end);
        }
        b"PASS"
            if bytes[start.saturating_sub(LINE)..start]
                .windows(5)
                .any(|it| it == b"USER ") =>
        {
            let length = bytes[end..]
                .iter()
                .take_while(|b| !matches!(b, b'\n' | b'\r'))
                .count();
            if bytes.get(end) == Some(&b' ') {
                keep(scan, end + 1, end + length);
            }
            return;
        }
        b"SETUSER" => return redis::hashes(scan, end),
        b"add" if bytes[end..].starts_with(b"_user ") => return second_argument(scan, end + 5),
        b"set" | b"SET" | b"setx" if is_set(scan, start, end) => return,
        b"set" | b"add" | b"VALUE" => return redis::stored(scan, end),
        b"ENV" if bytes.get(end) == Some(&b' ') => return environment(scan, end + 1),
        b"PASS" if matches!(bytes[..start], [.., b'"' | b'\'' | b'`']) => return word(scan, end),
        b"PASS" if start == 0 || bytes[..start].ends_with(b"\n") => {}
        b"sqlplus" => {
            scan.is_oracle = true;
            return;
        }
        // SNMP: `community string x not allowed`.
        b"string" if bytes[..start].ends_with(b"community ") => return word(scan, end),
        b"machine" => return netrc(scan, end),
        b"REG" => return registry(scan, start),
        _ => return,
    }
    arguments(scan, start, end);
}

/// Handles a name and its value as two arguments: `aws configure set aws_secret_access_key x`,
/// `CONFIG SET requirepass x`, `setx API_TOKEN x`. Returns whether this is one.
fn is_set(scan: &mut Scan<'_>, start: usize, end: usize) -> bool {
    let line = scan.text[end..].lines().next().unwrap_or_default();
    let mut words = line.trim_start().split(' ');
    let (Some(name), Some(value)) = (words.next(), words.next()) else {
        return false;
    };
    let name = name.rsplit([':', '/']).next().unwrap_or(name);
    let is_identifier = name.contains(['_', '-', '.'])
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'));
    let is_config =
        scan.bytes[..start].ends_with(b"CONFIG ") || scan.bytes[..start].ends_with(b"config ");
    let is_last = words.next().is_none();
    let value = value.trim_matches(['"', '\'']);
    let is_value = is_last || random::is_random(value.as_bytes());
    if !(is_identifier || is_config)
        || !is_value
        || stays::is_state(value)
        || value.starts_with(['=', '-'])
    {
        return false;
    }
    let refused = scan.names.of(name);
    if refused.is_none_or(|it| it.class != Class::Credential) {
        return false;
    }
    let Some(at) = line.find(name).and_then(|at| {
        line[at + name.len()..]
            .find(value)
            .map(|gap| at + name.len() + gap)
    }) else {
        return false;
    };
    keep(scan, end + at, end + at + value.len());
    true
}

/// Handles `ENV NAME x`, which a Dockerfile may have without an equals sign:
/// <https://docs.docker.com/reference/dockerfile/#env>.
fn environment(scan: &mut Scan<'_>, at: usize) {
    let line = scan.text[at..].lines().next().unwrap_or_default();
    let Some((name, value)) = line.split_once(' ') else {
        return;
    };
    let is_name =
        name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') && name.contains('_');
    if is_name && scan.names.of(name).is_some() {
        let from = at + name.len() + 1;
        keep(scan, from, from + value.trim_end().len());
    }
}

/// Marks the word after a space at `at`.
fn word(scan: &mut Scan<'_>, at: usize) {
    if scan.bytes.get(at) != Some(&b' ') {
        return;
    }
    let from = at + 1;
    let length = scan.bytes[from..]
        .iter()
        .take_while(|b| {
            (b.is_ascii_graphic() || **b >= 0x80) && !matches!(b, b'\\' | b'"' | b'\'' | b'`')
        })
        .count();
    keep(scan, from, from + length);
}

/// Handles a word that a program reads as a password: `echo x | sudo -S ..`.
fn echoed(scan: &mut Scan<'_>, at: usize) {
    let mut lines = scan.text[at..].lines();
    let line = lines.next().unwrap_or_default();
    // A shell that traces prints each command of a pipe on a line of its own.
    let traced = lines.next().and_then(|line| line.strip_prefix("+ "));
    let Some((words, rest)) = line.split_once('|').or(traced.map(|rest| (line, rest))) else {
        return;
    };
    let value = words.trim_matches([' ', '"', '\'']);
    let Some(gap) = words.find(value).filter(|_| reads_a_password(rest)) else {
        return;
    };
    if !value.is_empty() && !value.contains("[redacted:") {
        let user = value.find(':').map_or(0, |colon| colon + 1);
        keep(scan, at + gap + user, at + gap + value.len());
    }
}

/// Handles the bytes of a key as hostap's programs print them, `WPA: PMK - hexdump(len=32): 9f 86 ..`:
/// <https://w1.fi/cgit/hostap/plain/wpa_supplicant/README>. Keys have the names of IEEE 802.11i and EAP.
fn hexdump(scan: &mut Scan<'_>, start: usize, end: usize) {
    const KEYS: [&str; 8] = ["PSK", "PMK", "PTK", "GTK", "KCK", "KEK", "MSK", "EMSK"];
    let Some(before) = scan.text[..start].strip_suffix(" - ") else {
        return;
    };
    let bare = before.trim_end_matches(')');
    let word = bare.rsplit([' ', '(']).next().unwrap_or(bare);
    let is_key = KEYS.contains(&word)
        || before.len() == bare.len() && subject::refused_before(scan, before.len()).is_some()
        || scan.names.of(word).is_some();
    let line = scan.text[end..].lines().next().unwrap_or_default();
    let Some((head, bytes)) = line.split_once("): ") else {
        return;
    };
    let length = bytes
        .bytes()
        .take_while(|b| b.is_ascii_hexdigit() || *b == b' ')
        .count();
    if is_key && length > 2 {
        let from = end + head.len() + 3;
        keep(scan, from, from + bytes[..length].trim_end().len());
    }
}

/// Whether a program that reads a password follows a pipe.
fn reads_a_password(rest: &str) -> bool {
    let rest = rest.trim_start();
    [
        "sudo -S",
        "sudo chpasswd",
        "chpasswd",
        "passwd",
        "docker login",
        "helm registry login",
        "podman login",
        "cryptsetup",
        "gpg --batch --passphrase-fd",
        "kinit",
    ]
    .iter()
    .any(|program| rest.starts_with(program))
}

/// Handles the answer to a server's challenge, on the line below a reply `334`, which stands from `start` to `end`:
/// <https://www.rfc-editor.org/rfc/rfc4954#section-4>.
pub(crate) fn challenged(scan: &mut Scan<'_>, start: usize, end: usize) {
    const LONGEST: usize = 4096;
    let rest = &scan.text[end..];
    let Some((challenge, rest)) = rest.split_once('\n') else {
        return;
    };
    let is_base64 = |text: &str| {
        text.len() % 4 == 0
            && text
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'='))
    };
    let challenge = challenge.trim();
    let answer = rest.lines().next().unwrap_or_default();
    let answer = answer.trim_end();
    let word = answer.rsplit(' ').next().unwrap_or(answer);
    let is_answer = challenge.len() <= LONGEST
        && is_base64(challenge)
        && is_reply(&scan.bytes[..start], challenge)
        && word.len() >= 4
        && is_base64(word);
    if is_answer {
        let from = scan.text.len() - rest.len() + answer.len() - word.len();
        keep(scan, from, from + word.len());
    }
}

/// Whether a number is the code of a reply and not any other number: it is the first word of its line, possibly after
/// the sign of who speaks (`S: `, `< `, `SERVER -> CLIENT: `). A reply without a challenge follows the command `AUTH`.
fn is_reply(before: &[u8], challenge: &str) -> bool {
    const NEAR: usize = 512;
    let is_spoken = match before {
        [] | [.., b'\n'] => true,
        [.., sign, b' '] => matches!(sign, b':' | b'<' | b'>'),
        _ => false,
    };
    let near = &before[before.len().saturating_sub(NEAR)..];
    is_spoken && (!challenge.is_empty() || near.windows(5).any(|it| it == b"AUTH "))
}

/// Marks a word, unless it is a marker or a placeholder.
fn keep(scan: &mut Scan<'_>, from: usize, to: usize) {
    let text = scan.text.get(from..to).unwrap_or_default();
    if !text.is_empty() && marker_at(scan.bytes, from).is_none() && !stays::says_nothing(text) {
        scan.mark(secret(from, to));
    }
}

/// `machine host login user password x`, <https://www.gnu.org/software/inetutils/manual/html_node/The-_002enetrc-file.html>.
fn netrc(scan: &mut Scan<'_>, at: usize) {
    const WORDS: usize = 8;
    let text = scan.text;
    let rest = text.get(at..).unwrap_or_default();
    let mut from = at;
    let (mut has_login, mut is_password) = (false, false);
    for word in rest.split([' ', '\n', '\t']).take(WORDS) {
        let bare = word.trim_end_matches(['"', '\'']);
        if is_password && has_login {
            return keep(scan, from, from + bare.len());
        }
        has_login |= word == "login";
        is_password = word == "password";
        from += word.len() + 1;
    }
}

/// Handles a value as `reg query` prints it, `DefaultPassword    REG_SZ    x`. The name of its type begins at `start`.
fn registry(scan: &mut Scan<'_>, start: usize) {
    let bytes = scan.bytes;
    let kind = bytes[start..]
        .iter()
        .take(24)
        .take_while(|b| b.is_ascii_uppercase() || **b == b'_')
        .count();
    let gap = |at: usize| {
        bytes[at..]
            .iter()
            .take_while(|b| matches!(b, b' ' | b'\t'))
            .count()
    };
    let is_type = bytes[start..start + kind].starts_with(b"REG_");
    let from = start + kind + gap(start + kind);
    let name_end = start
        - bytes[..start]
            .iter()
            .rev()
            .take(64)
            .take_while(|b| matches!(b, b' ' | b'\t'))
            .count();
    if !is_type || name_end == start || from == start + kind {
        return;
    }
    let Some(refused) = subject::refused_words(scan, name_end) else {
        return;
    };
    let length = bytes[from..]
        .iter()
        .take_while(|b| !matches!(b, b'\n' | b'\r'))
        .count();
    let text = scan.text[from..from + length].trim_end();
    let stays = text.is_empty()
        || marker_at(bytes, from).is_some()
        || refused.keeps_integers() && text.len() < 12 && text.starts_with("0x")
        || stays::says_nothing(text);
    if !stays {
        scan.mark(Found {
            class: refused.class,
            ..secret(from, from + text.len())
        });
    }
}

/// Marks the second argument, whatever it is: `TAG2 LOGIN "user" "x"`.
fn second_argument(scan: &mut Scan<'_>, at: usize) {
    let bytes = scan.bytes;
    let mut from = at;
    let mut end = at;
    for _ in 0..2 {
        if bytes.get(end) != Some(&b' ') {
            return;
        }
        from = end + 1;
        let quote = usize::from(bytes.get(from) == Some(&b'"'));
        from += quote;
        end = if quote > 0 {
            bounds::string_end(bytes, from, b'"', 0)
        } else {
            from + bytes[from..]
                .iter()
                .take_while(|b| !b.is_ascii_whitespace())
                .count()
        };
        // After the closing quote of the user.
        end += usize::from(quote > 0 && bytes.get(end) == Some(&b'"') && from < end);
    }
    let end = end
        - usize::from(
            bytes.get(end.wrapping_sub(1)) == Some(&b'"')
                && bytes.get(from.wrapping_sub(1)) == Some(&b'"'),
        );
    keep(scan, from, end);
}

/// Whether a tag comes before the word and two arguments after it, `a1 LOGIN user x`:
/// <https://www.rfc-editor.org/rfc/rfc9051#section-6.2.3>.
fn is_tagged(bytes: &[u8], start: usize) -> bool {
    let Some(before) = bytes[..start].strip_suffix(b" ") else {
        return false;
    };
    let length = before
        .iter()
        .rev()
        .take(8)
        .take_while(|b| b.is_ascii_alphanumeric())
        .count();
    let (head, tag) = before.split_at(before.len() - length);
    let has_digit =
        tag.iter().any(u8::is_ascii_digit) && tag[0].is_ascii_alphabetic() && length > 1;
    let begins = head.last().is_none_or(|b| matches!(b, b'\n' | b' '));
    (1..8).contains(&length) && (has_digit || length == 1 && begins)
}

/// Marks the last argument of the line if it can only be a secret, and the base64 of the dialogue that follows.
fn arguments(scan: &mut Scan<'_>, start: usize, from: usize) {
    let mut line = from;
    // The beginning of a client's lines: `CLIENT -> SERVER: `.
    let head = scan.bytes[..start]
        .iter()
        .rev()
        .take(LINE)
        .take_while(|b| **b != b'\n')
        .count();
    let head = &scan.bytes[start - head..start];
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
                && (bare.ends_with('=')
                    || random::is_random(bare.as_bytes())
                    || number > 0
                    || text.contains("response"));
            let is_secret = is_base64
                || random::is_random(bare.as_bytes())
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
        let is_dialogue = line < scan.bytes.len() && {
            let rest = &scan.bytes[line..];
            let near = &rest[..rest.len().min(LINE / 2)];
            [&b"S: "[..], b"C: ", b"334 ", b"argv["]
                .iter()
                .any(|head| rest.starts_with(head))
                || !head.is_empty() && rest.starts_with(head)
                || near
                    .split(|b| *b == b'\n')
                    .next()
                    .is_some_and(|line| line.windows(5).any(|it| it == b" 334 "))
        };
        if !is_dialogue {
            return;
        }
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

/// Handles a password that a program reads from a string, `echo "x" | sudo -S`, `echo 'root:x' | chpasswd`. Its quote
/// is at `at`.
pub(crate) fn piped(scan: &Scan<'_>, at: usize) -> Option<Found> {
    // PowerShell: `ConvertTo-SecureString 'x' -AsPlainText`, with `-String` or without.
    let before = &scan.bytes[at.saturating_sub(40)..at];
    let is_secure =
        before.ends_with(b"SecureString ") || before.ends_with(b"SecureString -String ");
    if is_secure && marker_at(scan.bytes, at + 1).is_none() {
        let end = bounds::string_end(scan.bytes, at + 1, scan.bytes[at], 0);
        let text = scan.text.get(at + 1..end)?;
        return (!stays::says_nothing(text)).then_some(secret(at + 1, end));
    }
    if !before.ends_with(b"echo ") {
        return None;
    }
    let end = bounds::string_end(scan.bytes, at + 1, scan.bytes[at], 0);
    let rest = scan.text.get(end..)?.get(1..)?;
    let takes = reads_a_password(rest.trim_start().strip_prefix('|')?);
    let content = scan.text.get(at + 1..end)?;
    if content.contains("[redacted:") || stays::says_nothing(content) {
        return None;
    }
    let from = at + 1 + content.find(':').map_or(0, |colon| colon + 1);
    takes.then_some(secret(from, end))
}
