//! Finds the name before a separator, even if there are quotes, brackets or terminal colours in between.

use crate::bounds;
use crate::scan::Scan;
use scorer_instrument_policy::is_unseen;

/// How far before its separator a name may begin, in bytes.
pub(crate) const LONGEST_NAME: usize = 128;

/// Returns the end of `:`, `=`, `:=`, `==`, `=>`, `=~`, `->` or `,`. Returns `None` within a path, and after another
/// separator.
pub(crate) fn separator_end(bytes: &[u8], at: usize) -> Option<usize> {
    let before = at.checked_sub(1).map(|at| bytes[at]);
    let after = bytes.get(at + 1).copied();
    match bytes[at] {
        b':' if before == Some(b':') || after == Some(b':') => None,
        b':' if after == Some(b'=') => Some(at + 2),
        b'=' if matches!(before, Some(b'=' | b':')) => None,
        b'=' if matches!(after, Some(b'=' | b'>' | b'~')) => Some(at + 2),
        _ => Some(at + 1),
    }
}

/// The width of a full-width colon or equals sign.
pub(crate) fn wide_separator(bytes: &[u8]) -> Option<usize> {
    // `：` and `＝`.
    (bytes.starts_with(b"\xef\xbc\x9a") || bytes.starts_with(b"\xef\xbc\x9d")).then_some(3)
}

/// The position of a name in a text.
pub(crate) struct Name {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) quoted: bool,
}

impl Name {
    /// Returns the name that ends before a separator.
    pub(crate) fn before(scan: &Scan<'_>, separator: usize) -> Option<Self> {
        let floor = scan.floor.max(separator.saturating_sub(LONGEST_NAME));
        let bytes = scan.bytes;
        if let Some(name) = Self::directly_before(scan, separator, floor) {
            return Some(name);
        }
        let mut end = separator;
        end = unspaced(scan.text, end, floor);
        let first = bytes[..end].last().copied()?;
        // The most frequent case comes first: a name and its separator, with nothing in between.
        if !(first.is_ascii_alphanumeric() || first >= 0x80) {
            if bytes[separator] == b'=' {
                // `!=`, `+=`.
                end = back(bytes, end, floor, |b| {
                    matches!(b, b'!' | b'<' | b'>' | b'~' | b'+')
                });
            } else if bytes[separator] == b'>' {
                // `->`, `-->`.
                end = back(bytes, end, floor, |b| b == b'-');
            }
            end = back(bytes, end, floor, |b| matches!(b, b' ' | b'\t' | b'*'));
            if bytes[separator] == b'=' && end > floor && bytes[end - 1] == b')' {
                // `dbg!(&creds.token) = ..`.
                end -= 1;
            }
            // `Initial password (except double quotes): "x"`.
            end = unremarked(bytes, separator, end, floor);
            end = uncoloured(bytes, end, floor);
            // `params[name]`, `map["name"]`, `keys[0]`.
            let unbracketed = back(bytes, end, floor, |b| b == b']');
            if unbracketed < end {
                let digits = back(bytes, unbracketed, floor, |b| b.is_ascii_digit());
                end = if digits < unbracketed && digits > floor && bytes[digits - 1] == b'[' {
                    digits - 1
                } else {
                    unbracketed
                };
            }
        }
        let unquoted = back(bytes, end, floor, |b| matches!(b, b'"' | b'\'' | b'`'));
        let bare = unquoted_by_books(scan.text, unquoted, floor);
        let quoted = bare < end;
        let unquoted = bare;
        end = back(bytes, unquoted, floor, |b| b == b'\\');
        end = uncoloured(bytes, end, floor);
        // Digits that were found to be something else do not belong to the name.
        let start = word_start(scan, end, floor)
            .or_else(|| word_start(scan, end, floor.max(scan.found_before(end))))
            .or_else(|| {
                // `Unseal Key 1: ..`.
                let number = back(bytes, end, floor, |b| b.is_ascii_digit());
                let word = back(bytes, number, floor, |b| b == b' ');
                let is_numbered = number < end
                    && end - number <= 2
                    && word < number
                    && !is_octet(&bytes[separator..]);
                end = if is_numbered { word } else { end };
                is_numbered.then(|| word_start(scan, end, floor)).flatten()
            })?;
        Some(Self { start, end, quoted })
    }
}

impl Name {
    /// Does the same for most names, between which and the separator there is nothing or a quote. An `m` may end a colour.
    #[inline]
    fn directly_before(scan: &Scan<'_>, separator: usize, floor: usize) -> Option<Self> {
        let before = |end: usize| end.checked_sub(1).filter(|at| *at >= floor);
        let is_letter = |byte: u8| byte.is_ascii_alphanumeric() && byte != b'm';
        let last = before(separator)?;
        let (end, quoted) = match scan.bytes[last] {
            b'"' => (last, true),
            _ => (separator, false),
        };
        if !is_letter(scan.bytes[before(end)?]) {
            return None;
        }
        let start = word_start(scan, end, floor)?;
        Some(Self { start, end, quoted })
    }
}

/// Whether the next octet of the address of a network card follows: `97:c1:75:..`.
fn is_octet(rest: &[u8]) -> bool {
    matches!(rest, [b':', high, low, b':', ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit())
}

/// Returns where the run of such bytes begins that ends at `end`.
pub(crate) fn back(bytes: &[u8], end: usize, floor: usize, is: impl Fn(u8) -> bool) -> usize {
    let run = bytes[floor.min(end)..end]
        .iter()
        .rev()
        .take_while(|b| is(**b))
        .count();
    end - run
}

/// Returns the position before non-ASCII spaces.
fn unspaced(text: &str, end: usize, floor: usize) -> usize {
    let mut end = end;
    while end > floor && text.as_bytes()[end - 1] >= 0x80 {
        let Some(letter) = text.get(..end).and_then(|it| it.chars().next_back()) else {
            break;
        };
        if is_usual_letter(letter) || !letter.is_whitespace() {
            break;
        }
        end -= letter.len_utf8();
    }
    end
}

/// Returns the position before words in brackets, which say something about the value that follows the colon.
fn unremarked(bytes: &[u8], separator: usize, end: usize, floor: usize) -> usize {
    if bytes[separator] != b':' || !bytes[floor.min(end)..end].ends_with(b")") {
        return end;
    }
    let is_value = matches!(
        bytes.get(separator + 1..separator + 3),
        Some([b' ', b'"' | b'\''])
    );
    let open = back(bytes, end - 1, floor, |b| {
        b.is_ascii_alphanumeric() || matches!(b, b' ' | b'-' | b',' | b'.' | b'/')
    });
    if is_value && open > floor + 1 && bytes[open - 2..open] == *b" (" {
        back(bytes, open - 1, floor, |b| b == b' ')
    } else {
        end
    }
}

/// Returns the position before a typographic closing quote.
fn unquoted_by_books(text: &str, end: usize, floor: usize) -> usize {
    if end <= floor || text.as_bytes()[end - 1] < 0x80 {
        return end;
    }
    match text.get(..end).and_then(|it| it.chars().next_back()) {
        Some(letter @ ('”' | '“' | '’' | '»')) => end - letter.len_utf8(),
        _ => end,
    }
}

/// Whether the comma at `at` separates an unquoted name from its string, in brackets of their own:
/// `{password,<<"x">>}`, `(cfg.password, "x")`.
pub(crate) fn is_pair(bytes: &[u8], at: usize) -> bool {
    let rest = &bytes[at + 1..];
    let is_string = matches!(
        rest,
        [b'"' | b'\'', ..] | [b' ', b'"' | b'\'', ..] | [b'<', b'<', b'"', ..]
    );
    if !is_string || at == 0 || !bytes[at - 1].is_ascii_alphanumeric() {
        return false;
    }
    let name = bytes[..at]
        .iter()
        .rev()
        .take(LONGEST_NAME)
        .take_while(|b| KIND[usize::from(**b)] & NAME != 0)
        .count();
    at > name && matches!(bytes[at - name - 1], b'(' | b'{')
}

/// Returns the position before the sequences that set a terminal's colour.
fn uncoloured(bytes: &[u8], end: usize, floor: usize) -> usize {
    let mut end = end;
    while end > floor && bytes[end - 1] == b'm' {
        let digits = back(bytes, end - 1, floor, |b| b.is_ascii_digit() || b == b';');
        if digits < floor + 2 || bytes[digits - 2..digits] != *b"\x1b[" {
            break;
        }
        end = digits - 2;
    }
    end
}

/// The ASCII bytes of a name, and those that it may not begin with.
pub(crate) const NAME: u8 = 1;

const INNER: u8 = 2;

pub(crate) static KIND: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        if byte.is_ascii_alphabetic() || byte == b'_' {
            table[byte as usize] = NAME;
        }
        if byte.is_ascii_digit() || matches!(byte, b'-' | b'.' | b'#') {
            table[byte as usize] = NAME | INNER;
        }
        byte += 1;
    }
    table
};

/// Returns the start of the identifier that ends at `end`.
pub(crate) fn word_start(scan: &Scan<'_>, end: usize, floor: usize) -> Option<usize> {
    let floor = floor.min(end);
    // Most names are ASCII.
    let mut start = end;
    for byte in scan.bytes[floor..end].iter().rev() {
        if KIND[usize::from(*byte)] & NAME == 0 {
            break;
        }
        start -= 1;
    }
    if start > floor && scan.bytes[start - 1] >= 0x80 {
        return wide_word_start(scan, end, floor);
    }
    while start < end && matches!(scan.bytes[start], b'-' | b'.' | b'#') {
        start += 1;
    }
    if start < end && KIND[usize::from(scan.bytes[start])] & INNER != 0 {
        // Hours before minutes, and hosts before ports, are not names.
        return coloured_start(scan.bytes, start, end);
    }
    // `\x1b[mapi_key`.
    if start > 1 && scan.bytes[start - 1] == b'[' && scan.bytes[start - 2] == 0x1b {
        return coloured_start(scan.bytes, start, end);
    }
    (start < end).then_some(start)
}

/// Returns where a name begins behind a sequence that sets its colour, `\x1b[3mapi_key`, whose end looks like the beginning
/// of a name.
fn coloured_start(bytes: &[u8], start: usize, end: usize) -> Option<usize> {
    let digits = bytes[start..end]
        .iter()
        .take_while(|b| b.is_ascii_digit())
        .count();
    let from = start + digits + 1;
    (from < end
        && KIND[usize::from(bytes[from])] & INNER == 0
        && bounds::is_behind_colour(bytes, from))
    .then_some(from)
}

/// Whether a character is in one of the blocks that consist of letters alone. Most are, and need no table.
fn is_usual_letter(letter: char) -> bool {
    matches!(letter,
        'a'..='z' | '\u{e0}'..='\u{f6}' | '\u{f8}'..='\u{24f}' | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}')
}

/// Does the same for a name with non-ASCII letters.
fn wide_word_start(scan: &Scan<'_>, end: usize, floor: usize) -> Option<usize> {
    let mut floor = floor;
    while !scan.text.is_char_boundary(floor) {
        floor += 1;
    }
    let start = scan
        .text
        .get(floor..end)?
        .char_indices()
        .rev()
        .take_while(|(_, c)| {
            is_usual_letter(*c)
                || c.is_alphanumeric()
                || matches!(
                    c,
                    '_' | '-' | '.' | '#' | '\u{ff3f}' | '\u{ff0d}' | '\u{2010}'..='\u{2015}'
                )
                || is_unseen(*c)
        })
        .last()
        .map_or(end, |(at, _)| floor + at);
    let word = scan.text.get(start..end)?;
    let word = word.trim_start_matches(['-', '.', '#']);
    if word.starts_with(|c: char| c.is_ascii_digit()) || scan.bytes[..start].ends_with(b"\x1b[") {
        return coloured_start(scan.bytes, end - word.len(), end);
    }
    let is_name = word
        .starts_with(|c: char| is_usual_letter(c) || c.is_alphabetic() || c == '_' || is_unseen(c));
    is_name.then_some(end - word.len())
}

/// Returns the word of small letters before a place, with one space between them, and where it begins. Of a longer word
/// it is the end.
pub(crate) fn word_before(text: &str, begin: usize) -> Option<(usize, &str)> {
    const LONGEST: usize = 9;
    let before = text.as_bytes()[..begin].strip_suffix(b" ")?;
    let letters = before.iter().rev().take(LONGEST);
    let length = letters.take_while(|b| b.is_ascii_lowercase()).count();
    let from = before.len() - length;
    Some((from, text.get(from..before.len())?))
}
