//! E-mail addresses, found by their `@`, which URLs encode as `%40`.

use crate::scan::Scan;

/// The longest part before the `@`, in bytes.
const LONGEST_LOCAL: usize = 256;

/// The longest part after it, in bytes.
const LONGEST_DOMAIN: usize = 255;

/// Returns the position of the address whose `@` is at `at`.
pub(crate) fn around(scan: &Scan<'_>, at: usize, width: usize) -> Option<(usize, usize)> {
    let start = local(scan, at)?;
    let end = domain(scan.text, at + width)?;
    if is_remote(scan, start, at, end) || is_unit(&scan.text[at + width..end]) {
        return None;
    }
    Some((start, end))
}

/// `git@host:team/tool`: a path follows the host, as programs that copy over SSH write it.
fn is_remote(scan: &Scan<'_>, start: usize, at: usize, end: usize) -> bool {
    const LONGEST: usize = 256;
    let rest = &scan.bytes[end..];
    if &scan.bytes[start..at] == b"git" && matches!(rest.first(), Some(b':' | b'/')) {
        return true;
    }
    // No path holds another address, or the slashes of a URL.
    rest.first() == Some(&b':')
        && rest
            .iter()
            .take(LONGEST)
            .take_while(|b| {
                !b.is_ascii_whitespace() && !matches!(b, b'"' | b'\'' | b',' | b';' | b'@')
            })
            .position(|b| matches!(b, b'/' | b'~'))
            .is_some_and(|slash| !rest[slash - 1..].starts_with(b"://"))
}

/// `getty@tty1.service`: a unit of systemd.
fn is_unit(domain: &str) -> bool {
    const KINDS: [&str; 6] = ["service", "socket", "timer", "target", "mount", "slice"];
    domain
        .rsplit('.')
        .next()
        .is_some_and(|kind| KINDS.contains(&kind))
}

fn local(scan: &Scan<'_>, at: usize) -> Option<usize> {
    let mut start = at;
    for (place, letter) in scan.text[scan.floor..at].char_indices().rev() {
        // Another address ends there.
        let is_sign = letter == '%' && scan.bytes[scan.floor + place..].starts_with(b"%40");
        if !is_local(letter) || is_sign || at - start > LONGEST_LOCAL {
            break;
        }
        start = scan.floor + place;
    }
    // A dot or a dash at the beginning belongs to the text: `- bob@..`.
    let dots = scan.bytes[start..at]
        .iter()
        .take_while(|b| matches!(b, b'.' | b'-'))
        .count();
    (start + dots < at).then_some(start + dots)
}

pub(crate) fn is_local(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '.' | '_' | '%' | '+' | '-')
}

/// Returns the end of a domain with at least two labels, the last of which begins with two letters.
fn domain(text: &str, from: usize) -> Option<usize> {
    let mut end = None;
    let mut label = from;
    let mut numbers = 0;
    for index in 0.. {
        let to = label + label_len(&text[label..]);
        let name = &text[label..to];
        if name.is_empty() || to - from > LONGEST_DOMAIN {
            break;
        }
        let letters = name.chars().take_while(|c| c.is_alphabetic()).count();
        // `icon@2x.png` is an image, `crate@1.2.3-rc.alpha` a version.
        let is_file = index == 0 && is_scale(name);
        if index < 2 && name.bytes().all(|b| b.is_ascii_digit()) {
            numbers += 1;
        }
        if is_file || numbers == 2 {
            return None;
        }
        if index > 0 && letters >= 2 {
            end = Some(to);
        }
        if text.as_bytes().get(to) != Some(&b'.') {
            break;
        }
        label = to + 1;
    }
    end.map(|end| from + text[from..end].trim_end_matches('-').len())
}

fn label_len(text: &str) -> usize {
    text.char_indices()
        .find(|(_, c)| !(c.is_alphanumeric() || *c == '-'))
        .map_or(text.len(), |(at, _)| at)
}

fn is_scale(label: &str) -> bool {
    matches!(label.as_bytes(), [digit, b'x'] if digit.is_ascii_digit())
}
