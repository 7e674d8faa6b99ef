//! A name and its value as two members: `{"name": "SMTP_PASS", "value": "x"}`, `<add key="ApiKey" value="x"/>`, or a
//! part of a multipart body. Also a member whose meaning comes only from what contains it:
//! `InvalidSecret { given: "x" }`.

use scorer_instrument_policy::{Class, Strength};

use crate::bounds;
use crate::names::Refused;
use crate::scan::Scan;
use crate::text::{Found, marker_at};
use crate::value::{self, Context};
use crate::{Cause, stays};

/// Members whose text is a name.
const LABELS: [&str; 21] = [
    "method",
    "name",
    "key",
    "field",
    "header",
    "label",
    "param",
    "parameter",
    "property",
    "attribute",
    "attr",
    "env",
    "var",
    "variable",
    "k",
    "id",
    "setting",
    "option",
    "column",
    "type",
    "identifier",
];

/// Members whose text is the value for the name in another member.
const VALUES: [&str; 33] = [
    "args",
    "arguments",
    "params",
    "value",
    "val",
    "v",
    "values",
    "content",
    "contents",
    "data",
    "text",
    "default",
    "string",
    "stringvalue",
    "string_value",
    "plain",
    "raw",
    "current",
    "new",
    "old",
    "newvalue",
    "oldvalue",
    "from",
    "to",
    "before",
    "after",
    "given",
    "got",
    "actual",
    "received",
    "body",
    "input",
    "inner",
];

/// How many members are searched for a value, and how many bytes.
const MEMBERS: usize = 6;
const FAR: usize = 256;

/// The longest text that can be a name.
const LONGEST: usize = 128;

/// Values whose names may follow them.
#[derive(Default)]
pub(crate) struct Values {
    /// Where the last one begins within the open braces.
    last: Option<usize>,
    /// The host that was named last, for a path that is written separately.
    host: Option<(usize, usize)>,
}

impl Values {
    /// Forgets the last value at a brace: a name after it does not belong to a value before it.
    pub(crate) fn forget(&mut self) {
        self.last = None;
    }
}

/// The role of a member next to others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Member {
    /// Its text is a name.
    Label,
    /// Its text is the value for the name in another member.
    Value,
    /// Its text is a host.
    Host,
    /// Its text can be a path.
    Path,
    /// A verb between a name and its value.
    Link,
    /// Any other.
    Other,
}

impl Member {
    /// Returns the role of a member with this name.
    pub(crate) fn of(name: &str) -> Self {
        let last = name.rsplit(['.', '-']).next().unwrap_or(name);
        // `ParameterKey` beside `ParameterValue`.
        let capital = last
            .bytes()
            .rposition(|b| b.is_ascii_uppercase())
            .unwrap_or_default();
        let last = match last.split_at_checked(capital) {
            Some((kind, member)) if is_one_of(kind, &LABELS) => member,
            _ => last,
        };
        if is_one_of(last, &LABELS) {
            Self::Label
        } else if is_one_of(last, &VALUES) {
            Self::Value
        } else if is_one_of(last, &["host", "hostname", "domain"]) {
            Self::Host
        } else if is_one_of(last, &["url", "path", "uri", "target"]) {
            Self::Path
        } else if matches!(name, "is" | "was" | "are") {
            Self::Link
        } else {
            Self::Other
        }
    }
}

fn is_one_of(name: &str, list: &[&str]) -> bool {
    name.len() <= 16 && list.iter().any(|own| name.eq_ignore_ascii_case(own))
}

/// Notes a member that begins at `start`, and whose value begins after `after`.
pub(crate) fn seen(scan: &mut Scan<'_>, member: Member, start: usize, after: usize) {
    match member {
        Member::Label => label(scan, start, after),
        Member::Value => scan.values.last = Some(after),
        Member::Host => {
            scan.values.host = text(scan, after).map(|(host, end)| (end - host.len() - 1, end));
        }
        Member::Path => path(scan, after),
        Member::Link | Member::Other => {}
    }
}

/// Handles the path after a verb, as in `https://host:443 "POST /path`. The slash is at `at`, and the host was named
/// before.
pub(crate) fn requested(scan: &mut Scan<'_>, at: usize) {
    if scan.values.host.is_none() {
        return;
    }
    let before = &scan.bytes[..at - 1];
    let verb = before
        .iter()
        .rev()
        .take(8)
        .take_while(|b| b.is_ascii_uppercase())
        .count();
    if verb > 2 {
        path(scan, at);
    }
}

/// Notes the host of a URL without a path.
pub(crate) fn host(scan: &mut Scan<'_>, start: usize, end: usize) {
    scan.values.host = Some((start, end));
}

/// Handles a path without its host. It belongs to the host that was named before, if there was one.
fn path(scan: &mut Scan<'_>, after: usize) {
    const LONGEST: usize = 512;
    let from = skip(scan.bytes, after, |b| {
        matches!(b, b' ' | b'"' | b'\'' | b'\\')
    });
    if scan.bytes.get(from) != Some(&b'/') {
        return;
    }
    let length = scan.bytes[from..]
        .iter()
        .take(LONGEST)
        .take_while(|b| {
            !b.is_ascii_whitespace() && !matches!(b, b'"' | b'\'' | b'\\' | b',' | b')')
        })
        .count();
    let text = scan.text;
    let host = scan
        .values
        .host
        .and_then(|(start, end)| text.get(start..end))
        .unwrap_or_default()
        .trim_matches(['"', '\'', ')']);
    crate::host::under(scan, host, from, from + length);
}

/// Returns the class of a member whose own name means nothing, by the word before the bracket in which it comes first:
/// `InvalidSecret { given: .. }`, `wrong passphrase (got: ..)`.
pub(crate) fn owner(scan: &Scan<'_>, start: usize) -> Option<Class> {
    let before = scan.text.get(scan.floor..start)?;
    let before = before.trim_end_matches(['"', '\\']).trim_end();
    let before = before.strip_suffix(['{', '('])?.trim_end();
    crate::subject::refused_before(scan, scan.floor + before.len())
        .filter(|class| *class != Class::Vague)
}

/// Whether a member is the private part of a JSON Web Key: it has the name of one letter and a long value,
/// <https://www.rfc-editor.org/rfc/rfc7518#section-6>.
pub(crate) fn is_private_part(scan: &Scan<'_>, name: &str, after: usize) -> bool {
    const SHORTEST: usize = 40;
    // A symmetric key is no longer than a name, so it must be next to its type.
    let near = &scan.bytes[after.saturating_sub(128)..scan.bytes.len().min(after + 128)];
    let is_jwk = name == "k" && near.windows(5).any(|it| it == b"\"kty\"");
    if !is_jwk && !matches!(name, "d" | "dp" | "dq" | "qi" | "p" | "q") {
        return false;
    }
    let from = skip(scan.bytes, after, |b| matches!(b, b' ' | b'"' | b'\\'));
    let length = skip(scan.bytes, from, |b| {
        b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')
    }) - from;
    length >= SHORTEST
}

/// Handles a member whose text is a name. If the name is refused, the value next to it is replaced.
fn label(scan: &mut Scan<'_>, start: usize, after: usize) {
    let Some((name, end)) = text(scan, after) else {
        return;
    };
    // The surname, as directories and the assertions of SAML name it: <https://www.rfc-editor.org/rfc/rfc4519#section-2.32>.
    let is_surname = name == "sn" && scan.bytes[..start].ends_with(b"Attribute ");
    let Some(refused) = scan
        .names
        .of(last_part(name))
        .filter(|it| it.class != Class::Vague)
        .or(is_surname.then_some(Refused::new(Class::Pii, Strength::Hard)))
    else {
        return;
    };
    // In a list, a value before belongs to the entry before: `- name: A` with `value: x` below it, then `- name: B`.
    let is_entry = scan.bytes[..start].ends_with(b"- ");
    let before = scan.values.last.take().filter(|_| !is_entry);
    if let Some(found) = before.and_then(|from| member(scan, from, refused)) {
        scan.mark(found);
    }
    behind(scan, start, end, refused);
}

/// Returns the last part of a path, which is the name: `/prod/api/DB_PASSWORD`.
fn last_part(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

/// Returns the text of a member if it can be a name (a string or a word, possibly in a variant), and the position after
/// it.
fn text<'a>(scan: &Scan<'a>, after: usize) -> Option<(&'a str, usize)> {
    let bytes = scan.bytes;
    let mut at = skip(bytes, after, |b| matches!(b, b' ' | b'\t'));
    // `Some("x")`, `Key("x")`.
    for _ in 0..3 {
        let word = bytes[at..]
            .iter()
            .take(32)
            .take_while(|b| b.is_ascii_alphanumeric() || **b == b':')
            .count();
        if bytes.get(at + word) != Some(&b'(') {
            break;
        }
        at += word + 1;
    }
    let quoted = matches!(bytes.get(at)?, b'"' | b'\'');
    let start = at + usize::from(quoted);
    let length = bytes[start..]
        .iter()
        .take(LONGEST + 1)
        .take_while(|b| {
            b.is_ascii_alphanumeric()
                || matches!(b, b'_' | b'-' | b'.' | b'$' | b'/' | b'[' | b']' | b' ')
                    && (quoted || **b != b' ')
                || **b >= 0x80
        })
        .count();
    if length == 0 || length > LONGEST {
        return None;
    }
    let end = start + length;
    let closes = !quoted || bytes.get(end) == bytes.get(at);
    closes
        .then(|| scan.text.get(start..end))
        .flatten()
        .map(|text| (text, end + usize::from(quoted)))
}

fn skip(bytes: &[u8], from: usize, is: impl Fn(u8) -> bool) -> usize {
    from + bytes[from.min(bytes.len())..]
        .iter()
        .take_while(|b| is(**b))
        .count()
}

/// Returns the value after `after`.
fn member(scan: &Scan<'_>, after: usize, refused: Refused) -> Option<Found> {
    let from = skip(scan.bytes, after, |b| matches!(b, b' ' | b'\t'));
    if marker_at(scan.bytes, from).is_some() {
        return None;
    }
    let context = Context {
        refused: Refused {
            class: refused.class,
            strength: Strength::Hard,
        },
        name: "",
        is_colon: scan.bytes[after - 1] == b':',
        is_typed: false,
        indent: after - 1,
    };
    let (start, end) = value::of(scan, from, &context)?;
    Some(Found {
        start,
        end,
        class: refused.class,
        cause: Cause::Name,
    })
}

/// Searches after a name for its value.
fn behind(scan: &mut Scan<'_>, name: usize, from: usize, refused: Refused) {
    let bytes = scan.bytes;
    let found = |start, end| Found {
        start,
        end,
        class: refused.class,
        cause: Cause::Name,
    };
    let mut at = from;
    for _ in 0..MEMBERS {
        at = skip(bytes, at, |b| {
            matches!(
                b,
                b',' | b';'
                    | b' '
                    | b'\t'
                    | b'\r'
                    | b'\n'
                    | b'"'
                    | b')'
                    | b'\''
                    | b'|'
                    | b'&'
                    | b'\\'
            ) || b.is_ascii_whitespace()
        });
        // The body of a part is next to its headers.
        if bytes[at.min(bytes.len())..].starts_with(b"}, body") {
            at += 3;
        }
        if at > from + FAR {
            return;
        }
        // `<setting name="x">value</setting>`, and the lines after the headers of a part.
        if bytes.get(at) == Some(&b'>') || bytes.get(at.wrapping_sub(1)) == Some(&b'>') {
            let start = skip(bytes, at, |b| b == b'>');
            let text = scan.text.get(start..).unwrap_or_default();
            let end = match text.strip_prefix("<![CDATA[") {
                Some(data) => start + 9 + data.find("]]>").unwrap_or(data.len()),
                None => start + text.find('<').unwrap_or(text.len()),
            };
            // `<Attribute Name="password"><AttributeValue>x</AttributeValue>`.
            let inner = scan
                .text
                .get(end..)
                .filter(|_| start == end)
                .and_then(|rest| {
                    let tag = rest.find('>').filter(|tag| *tag > 1 && *tag < LONGEST)?;
                    let text = rest.get(tag + 1..)?;
                    rest[1..]
                        .starts_with(|c: char| c.is_ascii_alphabetic())
                        .then(|| {
                            (
                                end + tag + 1,
                                end + tag + 1 + text.find('<').unwrap_or(text.len()),
                            )
                        })
                });
            let (start, end) = inner.unwrap_or((start, end));
            mark_text(scan, start, end, refused.class);
            return;
        }
        // `name="x"` in the head of a part, and not `Name: x` above a paragraph.
        let is_part = bytes[name..from].contains(&b'=');
        if let Some(body) = body(bytes, from, at).filter(|_| is_part) {
            let end = bytes[body..]
                .windows(3)
                .position(|it| it == b"\n--" || it == b"\r\n-")
                .map_or(bytes.len(), |length| body + length);
            mark_text(scan, body, end, refused.class);
            return;
        }
        let length = bytes[at..]
            .iter()
            .take(32)
            .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
            .count();
        let member_name = scan.text.get(at..at + length).unwrap_or_default();
        let separator = skip(bytes, at + length, |b| {
            matches!(b, b'"' | b'\'' | b'\\' | b' ')
        });
        let is_separator = matches!(bytes.get(separator), Some(b':' | b'='));
        if length == 0 || !is_separator {
            // `name="otp" value: 209868` has no other word between.
            return;
        }
        if Member::of(member_name) == Member::Value {
            if let Some(it) = member(scan, separator + 1, refused) {
                scan.mark(found(it.start, it.end));
            }
            return;
        }
        // Another label begins another entry.
        if is_one_of(member_name, &["name", "key"]) && at > name {
            return;
        }
        let value = skip(bytes, separator + 1, |b| b == b' ');
        at = past(bytes, value);
    }
}

/// Marks the text between tags, or in a part of a body, without the spaces around it.
fn mark_text(scan: &mut Scan<'_>, start: usize, end: usize, class: Class) {
    let Some(text) = scan.text.get(start..end) else {
        return;
    };
    let first = start + (text.len() - text.trim_start().len());
    let last = start + text.trim_end().len();
    if first < last
        && marker_at(scan.bytes, first).is_none()
        && !stays::says_nothing(&scan.text[first..last])
    {
        scan.mark(Found {
            start: first,
            end: last,
            class,
            cause: Cause::Name,
        });
    }
}

/// Returns where the body of a part begins, if there is an empty line between `from` and `at`, possibly after one more
/// header.
fn body(bytes: &[u8], from: usize, at: usize) -> Option<usize> {
    let gap = bytes.get(from..at)?;
    let is_empty =
        gap.windows(2).any(|it| it == b"\n\n") || gap.windows(4).any(|it| it == b"\r\n\r\n");
    is_empty.then_some(at)
}

/// Returns the position after a value that has no name.
fn past(bytes: &[u8], from: usize) -> usize {
    match bytes.get(from) {
        Some(quote @ (b'"' | b'\'')) => {
            let most = bytes.len().min(from + 1 + FAR);
            bounds::string_end(&bytes[..most], from + 1, *quote, 0) + 1
        }
        Some(_) => {
            from + bytes[from..]
                .iter()
                .take(FAR)
                .take_while(|b| !b.is_ascii_whitespace() && !matches!(b, b',' | b';' | b'}'))
                .count()
        }
        None => from,
    }
    .min(bytes.len())
}
