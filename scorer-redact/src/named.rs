//! A refused name followed by a value, in free text: `password=..`, `"api_key": ".."`, `Login { token: ".." }`,
//! `Authorization: ..`, `("cookie", "..")`, `--passphrase ..`.

use scorer_instrument_policy::{Class, Strength};

use crate::bounds;
use crate::name::{self, LONGEST_NAME, Name, back};
use crate::names::Refused;
use crate::pair::Member;
use crate::scan::Scan;
use crate::text::{Found, marker_at};
use crate::value::{self, Context};
use crate::{Cause, diagnostic, group, instead, pair, stays};

/// What follows a separator.
pub(crate) enum Value {
    /// The value of a refused name: its start, its end, and why it is refused.
    Refused(usize, usize, Class, Cause),
    /// Nothing to replace, and where to continue.
    Kept(usize),
}

/// Reads what follows the separator from `at` to `after`.
pub(crate) fn value(scan: &mut Scan<'_>, at: usize, after: usize) -> Value {
    let Some(name) = Name::before(scan, at) else {
        return match diagnostic::parameter(scan, at, after) {
            Some((start, end)) => Value::Refused(start, end, Class::Vague, Cause::Name),
            None => Value::Kept(after),
        };
    };
    if is_message_of_shell(scan.bytes, at, after) || at < scan.stored_to {
        return Value::Kept(after);
    }
    // PHP prints the visibility of a member: `["secret":protected]=>`.
    let after = match scan.bytes.get(after) {
        Some(b'"' | b'p') => seen_by(scan.bytes, after).unwrap_or(after),
        _ => after,
    };
    let is_comma = scan.bytes[at] == b',';
    let is_bare_pair = is_comma && !name.quoted && name::is_pair(scan.bytes, at);
    if is_comma && !name.quoted && !is_bare_pair {
        return Value::Kept(at + 1);
    }
    // One letter is not a name, except in a query.
    let is_letter = name.end - name.start == 1 && !name.quoted && !is_bare_pair;
    if is_letter && !(name.start > 0 && matches!(scan.bytes[name.start - 1], b'?' | b'&')) {
        return Value::Kept(after);
    }
    // `prefix: "session:"`: the string ends with its colon.
    let before = name.start.checked_sub(1).map(|at| scan.bytes[at]);
    let is_whole = matches!(before, Some(b'"' | b'\'' | b'`'))
        && scan.bytes.get(after) == before.as_ref()
        && scan.bytes[at] == b':'
        && after == name.end + 1
        && scan
            .bytes
            .get(after + 1)
            .is_none_or(|b| matches!(b, b',' | b')' | b']' | b'}' | b'\n'));
    if is_whole {
        return Value::Kept(after + 1);
    }
    let own = scan.text.get(name.start..name.end).unwrap_or_default();
    let known = scan.names.known(own);
    if !is_comma {
        pair::seen(scan, known.member, name.start, after);
    }
    if known.is_plain && name.stands_alone(scan, at, after) {
        return Value::Kept(after);
    }
    let Some(refused) = name.refused(scan, known, at, after) else {
        return Value::Kept(after);
    };
    if scan.bytes[at] == b':'
        && (is_octet(scan.bytes, name.start, at) || is_user_of_masked(scan, name.start, after))
    {
        return Value::Kept(after);
    }
    // `scorer::auth::token: ..` says where a line was logged.
    if scan.bytes[at] == b':' && (name.is_path(scan) || name.is_place(scan, after)) {
        return Value::Kept(after);
    }
    let from = value_start(scan.bytes, after);
    if marker_at(scan.bytes, from).is_some() {
        return Value::Kept(from);
    }
    if is_comma && !is_bare_pair {
        return match name.pair_value(scan, from) {
            Some((start, end)) => Value::Refused(start, end, refused.class, Cause::Name),
            None => Value::Kept(at + 1),
        };
    }
    let context = Context {
        refused,
        name: scan.text.get(name.start..name.end).unwrap_or_default(),
        is_colon: scan.bytes[at] != b'=' || scan.bytes[..at].ends_with(b")"),
        is_typed: scan.bytes[at] == b':' && (name.quoted || scan.braces > 0),
        indent: name.start,
    };
    if is_map_of_headers(scan, from, own, known.member) {
        return Value::Kept(from);
    }
    if group::begins(scan, from, (name.start, name.end), refused) {
        return Value::Kept(from);
    }
    if let Some(end) = instead::end(scan, at, from, own, refused) {
        return Value::Kept(end);
    }
    match value::of(scan, from, &context) {
        Some((start, end)) if scan.is_in_command(at, &scan.text[start..end]) => Value::Kept(end),
        Some((start, end)) => {
            changed(scan, end, refused.class);
            Value::Refused(start, end, refused.class, Cause::Name)
        }
        None => {
            if scan.bytes[from.min(scan.bytes.len())..].starts_with(b"$(") {
                scan.command_to = bounds::group_end(scan.bytes, from + 1);
            }
            if context.is_colon {
                scan.sentence = Some((from, refused));
            }
            let end = kept_end(scan, from);
            changed(scan, end, refused.class);
            Value::Kept(from.max(at + 1))
        }
    }
}

/// Whether the shell's message for an unset variable follows: `${NAME:?missing}`.
fn is_message_of_shell(bytes: &[u8], at: usize, after: usize) -> bool {
    const FAR: usize = 64;
    bytes.get(after) == Some(&b'?')
        && bytes[at.saturating_sub(FAR)..at]
            .windows(2)
            .any(|it| it == b"${")
}

/// Returns where a value that may be kept ends: at its closing quote, or with its word.
fn kept_end(scan: &Scan<'_>, from: usize) -> usize {
    match scan.bytes.get(from) {
        Some(b'"') => bounds::string_end(scan.bytes, from + 1, b'"', 0),
        Some(b'(') => bounds::group_end(
            &scan.bytes[..scan.bytes.len().min(from + LONGEST_NAME)],
            from,
        ),
        _ => {
            from + scan.bytes[from.min(scan.bytes.len())..]
                .iter()
                .take(LONGEST_NAME)
                .take_while(|b| !b.is_ascii_whitespace())
                .count()
        }
    }
}

/// Returns the position after `protected]=>` or `"Class":private] =>`, which PHP writes between a member's name and its
/// value.
fn seen_by(bytes: &[u8], after: usize) -> Option<usize> {
    const NEAR: usize = 96;
    let rest = &bytes[after..bytes.len().min(after + NEAR)];
    let word = rest.strip_prefix(b"\"").map_or(Some(0), |rest| {
        rest.iter().position(|b| *b == b':').map(|at| at + 2)
    })?;
    let rest = rest.get(word..)?;
    let word_length = [&b"protected"[..], b"private"]
        .iter()
        .find(|own| rest.starts_with(own))?
        .len();
    let rest = &rest[word_length..];
    let arrow = [&b"]=>"[..], b"] =>"]
        .iter()
        .find(|arrow| rest.starts_with(arrow))
        .map(|arrow| arrow.len())?;
    Some(after + word + word_length + arrow)
}

/// Handles the new value after an old one that ends at `at`: `"old" -> "new"`, `null => "new"`.
fn changed(scan: &mut Scan<'_>, at: usize, class: Class) {
    let Some(rest) = scan.bytes.get(at..) else {
        return;
    };
    let quote = usize::from(rest.first() == Some(&b'"'));
    let arrow = &rest[quote..];
    if arrow.starts_with(b" -> \"") || arrow.starts_with(b" => \"") {
        let start = at + quote + 5;
        let end = bounds::string_end(scan.bytes, start, b'"', 0);
        if !stays::says_nothing(&scan.text[start..end]) && marker_at(scan.bytes, start).is_none() {
            scan.mark(Found {
                start,
                end,
                class,
                cause: Cause::Name,
            });
        }
    }
}

/// Returns the position after spaces, terminal colours and a YAML reference.
pub(crate) fn value_start(bytes: &[u8], after: usize) -> usize {
    let mut from = after;
    // PHP's `var_dump` writes the value on the next line.
    if bytes[..after].ends_with(b"]=>") && bytes.get(after) == Some(&b'\n') {
        from += 1;
    }
    loop {
        from += bytes[from..]
            .iter()
            .take_while(|b| {
                matches!(b, b' ' | b'\t' | b'>')
                    && (**b != b'>' || bytes.get(from.wrapping_sub(1)) == Some(&b'-'))
            })
            .count();
        match bounds::colour(&bytes[from..]) {
            Some(length) => from += length,
            None => return from,
        }
    }
}

impl Name {
    /// Whether the name is the end of a path: `scorer::auth::token: ..` says where a line was logged,
    /// `arn:aws:..:secret:x` names a resource.
    fn is_path(&self, scan: &Scan<'_>) -> bool {
        let before = &scan.bytes[self.start.saturating_sub(LONGEST_NAME)..self.start];
        if before.ends_with(b"::") {
            return true;
        }
        let word = before
            .iter()
            .rev()
            .take_while(|b| !b.is_ascii_whitespace() && !matches!(b, b'"' | b'\'' | b'('))
            .count();
        let word = &before[before.len() - word..];
        // `/run/secrets:/run/secrets:ro`.
        let is_mounted = scan.bytes[self.end..].starts_with(b":/")
            && !scan.bytes[self.end..].starts_with(b"://");
        let is_mount = word
            .windows(2)
            .enumerate()
            .any(|(at, it)| it == b":/" && word.get(at + 2) != Some(&b'/'));
        before.ends_with(b"/") && (is_mounted || is_mount)
            || before.ends_with(b"/") && is_tag(&scan.bytes[self.end..], word.contains(&b'.'))
            || before.ends_with(b":") && is_resource(word)
    }

    /// Whether the number of a line follows the name of a file: `password.rs:42:13`.
    fn is_place(&self, scan: &Scan<'_>, after: usize) -> bool {
        let name = &scan.bytes[self.start..self.end];
        let rest = &scan.bytes[after..];
        let number = rest
            .iter()
            .take_while(|b| b.is_ascii_digit() || **b == b':')
            .count();
        let is_file = name
            .rsplit(|b| *b == b'.')
            .next()
            .is_some_and(|kind| kind.len() < name.len() && kind.len() <= 5);
        is_file && number > 0 && !rest.get(number).is_some_and(u8::is_ascii_alphanumeric)
    }

    /// Returns the value of a pair with a quoted name before its comma: `("name", ..)`, `["name", ".."]`.
    fn pair_value(&self, scan: &Scan<'_>, from: usize) -> Option<(usize, usize)> {
        let quote = self.start.checked_sub(1).map(|at| scan.bytes[at])?;
        if !matches!(quote, b'"' | b'\'') {
            return None;
        }
        let open = back(scan.bytes, self.start - 1, scan.floor, |b| {
            matches!(b, b'\\' | b'b' | b' ' | b'\n')
        });
        let is_pair = open > 0 && scan.bytes[open - 1] == b'(';
        // `HeaderName("x")` has a bracket that closes before the comma.
        let start = match scan.bytes.get(from)? {
            b'b' => from + 1,
            _ => from,
        };
        if !is_pair && !matches!(scan.bytes.get(start)?, b'"' | b'\'') {
            return None;
        }
        let context = Context {
            refused: Refused {
                class: Class::Credential,
                strength: Strength::Soft,
            },
            name: "",
            is_colon: true,
            is_typed: true,
            indent: self.start,
        };
        let (value, end) = value::of(scan, from, &context)?;
        // A list of names is not a pair of a name and its value.
        let text = scan.text.get(value..end)?;
        let is_name = text
            .bytes()
            .all(|b| b.is_ascii_alphabetic() || matches!(b, b'_' | b'-'));
        // `("first_name", "email", "phone")`.
        let goes_on = || {
            let rest = scan.bytes.get(end + 1..).unwrap_or_default();
            rest.starts_with(b", \"") || rest.starts_with(b", '")
        };
        (!is_name || is_pair && !goes_on()).then_some((value, end))
    }
}

/// Whether a map of headers begins, which is judged header by header.
fn is_map_of_headers(scan: &Scan<'_>, from: usize, own: &str, member: Member) -> bool {
    let is_map = matches!(scan.bytes.get(from), Some(b'{' | b'['))
        || scan.bytes[from.min(scan.bytes.len())..].starts_with(b"HeaderMap");
    is_map
        && scan.group.is_none()
        && own.is_ascii()
        && (stays::ends(own, "headers") || stays::ends(own, "header") || member == Member::Value)
}

/// Whether this is an octet of the address of a network card, and not a name: `00:aa:cc:12:..`.
fn is_octet(bytes: &[u8], start: usize, at: usize) -> bool {
    let is_hex =
        |part: Option<&[u8]>| part.is_some_and(|part| part.iter().all(u8::is_ascii_hexdigit));
    let is_behind_one =
        || start > 2 && bytes[start - 1] == b':' && is_hex(bytes.get(start - 3..start - 1));
    let is_first = || bytes.get(at + 3) == Some(&b':') && is_hex(bytes.get(at + 4..at + 6));
    at - start == 2
        && is_hex(bytes.get(start..at))
        && is_hex(bytes.get(at + 1..at + 3))
        && (is_behind_one() || is_first())
}

/// Whether the name is the user in a URL, and a mask stands in place of the password: `https://username:****@host`.
fn is_user_of_masked(scan: &Scan<'_>, start: usize, after: usize) -> bool {
    const LONGEST: usize = 64;
    scan.bytes[..start].ends_with(b"://")
        && scan.bytes[after..]
            .iter()
            .take(LONGEST)
            .position(|b| *b == b'@' || b.is_ascii_whitespace())
            .and_then(|length| scan.text.get(after..after + length + 1)?.strip_suffix('@'))
            .is_some_and(|pass| !pass.is_empty() && stays::says_nothing(pass))
}

/// Whether a word, or what stands behind a sign in it, is the name of a resource of AWS:
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>.
fn is_resource(word: &[u8]) -> bool {
    word.windows(4)
        .position(|it| it == b"arn:")
        .is_some_and(|at| at == 0 || matches!(word[at - 1], b'=' | b'[' | b'(' | b',' | b':'))
}

/// Whether this is the tag of a container image, whose name is part of a path: `:1.4.2`, `:latest`.
fn is_tag(rest: &[u8], has_host: bool) -> bool {
    let Some(tag) = rest.strip_prefix(b":") else {
        return false;
    };
    let length = tag
        .iter()
        .take(32)
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
        .count();
    let tag = &tag[..length];
    let digits = tag.strip_prefix(b"v").unwrap_or(tag);
    let is_version = digits.first().is_some_and(u8::is_ascii_digit)
        && digits
            .iter()
            .take_while(|b| !b.is_ascii_alphabetic())
            .any(|b| *b == b'.');
    is_version
        || tag == b"latest"
        || has_host && length > 0 && tag.iter().all(u8::is_ascii_lowercase)
}
