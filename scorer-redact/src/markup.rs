//! Elements with a refused name: `<password>x</password>`, `<ns:apiKey id="1"><![CDATA[x]]></ns:apiKey>`.

use scorer_instrument_policy::Class;

use crate::scan::Scan;
use crate::text::{Found, marker_at};
use crate::{Cause, stays};

/// The longest name of an element, and how far the end of its tag is searched.
const LONGEST: usize = 128;
const LONGEST_TAG: usize = 1024;

/// How far closing tags were searched.
#[derive(Default)]
pub(crate) struct Tags {
    /// There is no closing tag after this position.
    none_behind: Option<usize>,
}

/// Returns the text of the element whose tag begins at `at`.
pub(crate) fn at(scan: &mut Scan<'_>, at: usize) -> Option<Found> {
    let bytes = scan.bytes;
    // `Option<Token>` is a type.
    if at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || matches!(bytes[at - 1], b':' | b'&')) {
        return None;
    }
    let length = bytes[at + 1..]
        .iter()
        .take(LONGEST)
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b':' | b'.'))
        .count();
    if length < 2 || !bytes[at + 1].is_ascii_alphabetic() {
        return None;
    }
    let name = &scan.text[at + 1..at + 1 + length];
    let local = name.rsplit(':').next().unwrap_or(name);
    if local == "name" {
        return labelled(scan, at + 1 + length);
    }
    let refused = scan.names.of(local).filter(|it| it.class != Class::Vague)?;
    let rest = &bytes[at + 1 + length..];
    let tag = rest.iter().take(LONGEST_TAG).position(|b| *b == b'>')?;
    if tag > 0 && (rest[tag - 1] == b'/' || !rest[0].is_ascii_whitespace()) {
        return None;
    }
    let content = at + 1 + length + tag + 1;
    let end = closing(scan, content, name).or_else(|| {
        // `--token <token> --verbose` is not an element, but `<token>x` is one without a closing tag.
        let next = bytes.get(content)?;
        (next.is_ascii_alphanumeric()).then(|| {
            content
                + bytes[content..]
                    .iter()
                    .position(|b| *b == b'<')
                    .unwrap_or(bytes.len() - content)
        })
    })?;
    text(scan, content, end, refused.class)
}

/// Returns the position of the closing tag of `name`.
fn closing(scan: &mut Scan<'_>, from: usize, name: &str) -> Option<usize> {
    if scan.tags.none_behind.is_some_and(|at| from >= at) {
        return None;
    }
    let mut at = from;
    loop {
        let length = scan.bytes[at..].iter().position(|b| *b == b'<');
        let Some(length) = length else {
            scan.tags.none_behind =
                Some(scan.tags.none_behind.map_or(from, |known| known.min(from)));
            return None;
        };
        at += length;
        let rest = &scan.bytes[at + 1..];
        if rest.first() == Some(&b'/') && rest[1..].starts_with(name.as_bytes()) {
            return Some(at);
        }
        at += 1;
    }
}

/// `<name>password</name><value>x</value>`.
fn labelled(scan: &mut Scan<'_>, after: usize) -> Option<Found> {
    let rest = scan.text.get(after..)?.strip_prefix('>')?;
    let length = rest.find('<')?;
    let refused = scan
        .names
        .of(rest.get(..length.min(LONGEST))?)
        .filter(|it| it.class != Class::Vague)?;
    let behind = rest[length..]
        .strip_prefix("</name>")?
        .trim_start()
        .strip_prefix("<value>")?;
    let content = scan.text.len() - behind.len();
    let end = content + behind.find("</value>").unwrap_or(behind.len());
    text(scan, content, end, refused.class)
}

/// Returns the content of an element without the spaces around it.
fn text(scan: &Scan<'_>, start: usize, end: usize, class: Class) -> Option<Found> {
    let text = scan.text.get(start..end)?;
    let first = start + (text.len() - text.trim_start().len());
    let last = start + text.trim_end().len();
    let content = scan.text.get(first..last)?;
    let stays = content.is_empty()
        || marker_at(scan.bytes, first) == Some(last)
        || stays::says_nothing(content);
    (!stays).then_some(Found {
        start: first,
        end: last,
        class,
        cause: Cause::Name,
    })
}
