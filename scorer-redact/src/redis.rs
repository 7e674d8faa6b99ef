//! Commands of Redis and Memcached as monitors, clients and logs print them: `"AUTH" "user" "x"`, `3) "requirepass"` above
//! `4) "x"`, `> AUTH x`, `user worker on >x ~jobs:*`, `"SET" "session:7" "x"`.
//!
//! AUTH, HELLO, ACL: <https://redis.io/docs/latest/commands/auth/>; MIGRATE with AUTH2:
//! <https://redis.io/docs/latest/commands/migrate/>; the protocol: <https://redis.io/docs/latest/develop/reference/protocol-spec/>;
//! Memcached: <https://github.com/memcached/memcached/blob/master/doc/protocol.txt>.

use scorer_instrument_policy::{Class, Strength};

use crate::bounds;
use crate::names::Refused;
use crate::scan::Scan;
use crate::text::{Found, marker_at};
use crate::{Cause, random, stays};

/// How many bytes of a command are read, and how many of its arguments.
const LONGEST: usize = 512;
const ARGUMENTS: usize = 2;

/// How far before a word the rest of its command is searched.
const NEAR: usize = 160;

/// Handles the arguments of the `AUTH` from `start` to `end`. Returns whether it was one.
pub(crate) fn auth(scan: &mut Scan<'_>, start: usize, end: usize) -> bool {
    let bytes = scan.bytes;
    let before = &bytes[start.saturating_sub(NEAR)..start];
    let is_of = |command: &[u8]| {
        before
            .windows(command.len())
            .any(|it| it.eq_ignore_ascii_case(command))
    };
    let arguments = arguments(bytes, end);
    let wanted = if is_of(b"HELLO") {
        arguments.get(1)
    } else if is_of(b"MIGRATE") {
        arguments.first()
    } else {
        arguments.last()
    };
    if let Some((from, to)) = wanted.copied() {
        mark(scan, from, to, Class::Credential);
        return true;
    }
    prompted(scan, start, end)
}

/// Handles a value that Memcached stores under a key that says what it is, on the line below:
/// `set auth_token:42 0 3600 12`, or `VALUE auth_token:42 0 12`. The word ends at `end`.
pub(crate) fn stored(scan: &mut Scan<'_>, end: usize) {
    let rest = scan.text.get(end..).unwrap_or_default();
    let Some((line, _)) = rest.split_once('\n').filter(|(line, _)| line.len() < 320) else {
        return;
    };
    let mut words = line.trim().split(' ');
    let key = words.next().unwrap_or_default();
    let numbers = words
        .clone()
        .filter(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit()));
    let count = words.clone().count();
    if !(2..=4).contains(&count) || numbers.count() != count {
        return;
    }
    let class = key
        .split([':', '/'])
        .find_map(|part| scan.names.of(part))
        .map(|refused| refused.class)
        .filter(|class| *class != Class::Vague);
    // The numbers do not belong to the value.
    scan.stored_to = end + line.len();
    let Some(class) = class else { return };
    let from = end + line.len() + 1;
    let length = scan.bytes[from..]
        .iter()
        .take_while(|b| !matches!(b, b'\n' | b'\r'))
        .count();
    mark(scan, from, from + length, class);
}

/// Handles hashes in the rules of `ACL SETUSER`. The word ends at `end`.
pub(crate) fn hashes(scan: &mut Scan<'_>, end: usize) {
    let line = scan.text[end..].lines().next().unwrap_or_default();
    let mut at = end;
    let mut found = Vec::new();
    for word in line.split([' ', '"']) {
        if word.len() > 1 && word.starts_with(['#', '<', '!']) {
            found.push((at + 1, at + word.len()));
        }
        at += word.len() + 1;
    }
    for (from, to) in found {
        mark(scan, from, to, Class::Credential);
    }
}

/// Returns the strings after `at`, separated by spaces, list numbers or protocol lengths.
fn arguments(bytes: &[u8], at: usize) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut end = at;
    while let Some(content) =
        next(bytes, end).filter(|_| found.len() < ARGUMENTS && end - at < LONGEST)
    {
        end = match bytes[content - 1] {
            quote @ (b'"' | b'\'') => bounds::string_end(bytes, content, quote, 0),
            _ => {
                content
                    + bytes[content..]
                        .iter()
                        .take_while(|b| !matches!(b, b'\r' | b'\n' | b'\\' | b'"'))
                        .count()
            }
        };
        found.push((content, end));
    }
    found
}

/// Returns where the next argument begins: after a quote and spaces, or after its length, `\r\n$6\r\n`.
fn next(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from + usize::from(matches!(bytes.get(from), Some(b'"' | b'\'')));
    let line = |at: usize| {
        let rest = bytes.get(at..).unwrap_or_default();
        [&b"\r\n"[..], b"\\r\\n"]
            .iter()
            .find(|line| rest.starts_with(line))
            .map(|line| at + line.len())
    };
    if let Some(length) = line(at).filter(|at| bytes.get(*at) == Some(&b'$')) {
        let digits = bytes[length + 1..]
            .iter()
            .take_while(|b| b.is_ascii_digit())
            .count();
        return line(length + 1 + digits);
    }
    let gap = bytes[at.min(bytes.len())..]
        .iter()
        .take(64)
        .take_while(|b| matches!(b, b' ' | b'\n' | b'\r'))
        .count();
    at += gap;
    // `4) "x"`.
    let digits = bytes[at..]
        .iter()
        .take(4)
        .take_while(|b| b.is_ascii_digit())
        .count();
    if digits > 0 && bytes[at + digits..].starts_with(b") ") {
        at += digits + 2;
    }
    (gap > 0 && matches!(bytes.get(at), Some(b'"' | b'\''))).then_some(at + 1)
}

/// Handles one or two words after a prompt, or alone in the text: `127.0.0.1:6379> AUTH x`.
fn prompted(scan: &mut Scan<'_>, start: usize, end: usize) -> bool {
    let is_prompt = scan.bytes[..start].ends_with(b"> ");
    let rest = scan.text.get(end..).unwrap_or_default();
    let line = rest.lines().next().unwrap_or_default();
    let words: Vec<&str> = line.split(' ').filter(|word| !word.is_empty()).collect();
    let Some(last) = words.last().filter(|_| words.len() <= 2 && is_prompt) else {
        return false;
    };
    // `AUTH PLAIN` is a command of e-mail, followed by a mechanism.
    let is_mechanism = words[0]
        .bytes()
        .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_'));
    if is_mechanism || stays::is_state(last) {
        return false;
    }
    let to = end + line.trim_end().len();
    mark(scan, to - last.len(), to, Class::Credential);
    true
}

/// Handles the passwords and their hashes in the rules for a user: `user worker on >x ~jobs:*`,
/// `ACL SETUSER worker >x`. The sign is at `at`, after a space.
pub(crate) fn rule(scan: &mut Scan<'_>, at: usize) {
    let bytes = scan.bytes;
    let length = bytes[at + 1..]
        .iter()
        .take_while(|b| b.is_ascii_graphic() && **b != b'"')
        .count();
    if length == 0 || bytes.get(at + 1) == Some(&b'>') {
        return;
    }
    let mut from = at.saturating_sub(NEAR).max(scan.floor.min(at));
    while !scan.text.is_char_boundary(from) {
        from += 1;
    }
    let before = scan.text.get(from..at).unwrap_or_default();
    let before = before.rsplit('\n').next().unwrap_or(before);
    let mut words = before.split([' ', '"']).rev();
    let is_state = |word: &str| {
        matches!(word, "on" | "off")
            || word.starts_with(['~', '+', '&', '>', '#'])
            || word == "[redacted:credential]"
    };
    // Goes back over other rules to the name of the user.
    let is_rule = words.any(is_state) && before.contains("user ")
        || before.to_ascii_uppercase().contains("SETUSER ");
    if is_rule {
        mark(scan, at + 1, at + 1 + length, Class::Credential);
    }
}

/// Handles a string in a command after another string that names it: `"requirepass" "x"`,
/// `"HSET" "user:1" "password" "x"`, `"SETEX" "session:7" "300" "x"`. Its quote is at `at`.
pub(crate) fn string(scan: &Scan<'_>, at: usize) -> Option<Found> {
    // After another string and a space, or after its number in a list.
    let before = at.checked_sub(2).map(|at| scan.bytes[at])?;
    if !matches!(before, b'"' | b'\'' | b')') {
        return None;
    }
    let content = at + 1;
    let refused = named_by(scan, at)?;
    let end = bounds::string_end(scan.bytes, content, scan.bytes[at], 0);
    let text = scan.text.get(content..end)?;
    // The labels of a block: `resource "aws_secretsmanager_secret" "db" {`.
    let is_label = scan.bytes[end..].starts_with(b"\" {");
    let stays = is_label
        || marker_at(scan.bytes, content).is_some()
        || stays::may_stay(text, "", refused, true)
        || !random::is_random(text.as_bytes()) && scan.names.of(text).is_some();
    (!stays).then_some(found(content, end, refused.class))
}

/// Returns why the string whose quote is at `at` is refused, by the string before it, or by the one before a number.
fn named_by(scan: &Scan<'_>, at: usize) -> Option<Refused> {
    let mut at = at;
    for _ in 0..2 {
        let (start, end) = previous(scan, at)?;
        let text = scan.text.get(start..end)?;
        let is_auth =
            |text: &str| text.eq_ignore_ascii_case("auth") || text.eq_ignore_ascii_case("auth2");
        if is_auth(text) {
            return None;
        }
        let is_user = previous(scan, start - 1)
            .and_then(|(start, end)| scan.text.get(start..end))
            .is_some_and(|text| text.eq_ignore_ascii_case("auth2"));
        if is_user {
            return Some(Refused::new(Class::Credential, Strength::Hard));
        }
        let is_number = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if !is_number {
            // In `session:7`, one part of the key says what it holds; the rest identifies it.
            return text
                .split([':', '/'])
                .filter(|part| !random::is_random(part.as_bytes()))
                .find_map(|part| scan.names.of(part))
                .filter(|it| it.class != Class::Vague);
        }
        at = start - 1;
    }
    None
}

/// Returns the string before the quote at `at`: before a space, or on the line above in a numbered list.
fn previous(scan: &Scan<'_>, at: usize) -> Option<(usize, usize)> {
    const NAME: usize = 96;
    let bytes = scan.bytes;
    let floor = scan.floor.max(at.saturating_sub(NAME));
    let before = bytes.get(floor..at)?;
    if let Some(number) = before.strip_suffix(b") ") {
        let digits = number
            .iter()
            .rev()
            .take_while(|b| b.is_ascii_digit())
            .count();
        let end = at - 2 - digits;
        let gap = number[..number.len() - digits]
            .iter()
            .rev()
            .take_while(|b| matches!(b, b' ' | b'\n' | b'\r'))
            .count();
        return closed(bytes, floor, (digits > 0 && gap > 0).then_some(end - gap)?);
    }
    before
        .ends_with(b" ")
        .then(|| closed(bytes, floor, at - 1))
        .flatten()
}

fn closed(bytes: &[u8], floor: usize, end: usize) -> Option<(usize, usize)> {
    let close = end.checked_sub(1).filter(|at| *at > floor)?;
    let quote = bytes[close];
    let length = bytes[floor..close].iter().rev().position(|b| *b == quote)?;
    matches!(quote, b'"' | b'\'').then_some((close - length, close))
}

fn mark(scan: &mut Scan<'_>, from: usize, to: usize, class: Class) {
    let text = scan.text.get(from..to).unwrap_or_default();
    if marker_at(scan.bytes, from).is_none() && !stays::says_nothing(text) {
        scan.mark(found(from, to, class));
    }
}

fn found(start: usize, end: usize, class: Class) -> Found {
    Found {
        start,
        end,
        class,
        cause: Cause::Name,
    }
}
