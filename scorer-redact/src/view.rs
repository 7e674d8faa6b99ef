//! Text within text: percent-encoded, escaped as in JSON, or with entities as in markup. It is decoded and searched
//! like any other text, and what is found is replaced where it was written.

use crate::bounds;
use crate::scan::{self, Scan};
use crate::text::Found;

/// How many layers of encoding are decoded. Text encoded more often is still searched as it is written, and quotes are
/// recognised after any number of backslashes.
const DEEPEST: u8 = 3;

/// How far the text was decoded, for each kind of encoding.
#[derive(Default)]
pub(crate) struct Views {
    percent: usize,
    escaped: usize,
    entities: usize,
    unseen: usize,
    coloured: usize,
}

/// Removes the sequences that set a colour, one of which begins at `at`, and searches the line around it: words and what
/// stands behind them may have colours of their own.
pub(crate) fn coloured(scan: &mut Scan<'_>, at: usize) {
    if at < scan.views.coloured || scan.depth >= DEEPEST {
        return;
    }
    let (start, end) = line_around(scan, at, scan.views.coloured);
    scan.views.coloured = end;
    let (out, places) = without(scan.bytes, start, end, bounds::colour);
    look_through(scan, &out, &places, end, |at| places[at - 1] + 1);
}

/// Returns where the line around `at` begins and ends, not before `floor`.
fn line_around(scan: &Scan<'_>, at: usize, floor: usize) -> (usize, usize) {
    let floor = floor.max(scan.floor).min(at);
    let before = scan.bytes[floor..at]
        .iter()
        .rev()
        .take_while(|b| **b != b'\n')
        .count();
    let after = scan.bytes[at..].iter().take_while(|b| **b != b'\n').count();
    (at - before, at + after)
}

/// Returns the bytes from `start` to `end` without the sequences that `of` recognises, and the positions of the bytes.
fn without(
    bytes: &[u8],
    start: usize,
    end: usize,
    of: impl Fn(&[u8]) -> Option<usize>,
) -> (Vec<u8>, Vec<usize>) {
    let (mut out, mut places, mut from) = (Vec::new(), Vec::new(), start);
    while from < end {
        if let Some(width) = of(&bytes[from..end]) {
            from += width;
            continue;
        }
        out.push(bytes[from]);
        places.push(from);
        from += 1;
    }
    places.push(end);
    (out, places)
}

/// Removes invisible characters, one of which may begin at `at`, and searches the line around it.
pub(crate) fn unseen(scan: &mut Scan<'_>, at: usize) {
    let of = |bytes: &[u8]| match bytes {
        [0xe2, 0x80, 0x8b..=0x8f, ..] | [0xe2, 0x81, 0xa0..=0xa4, ..] | [0xef, 0xbb, 0xbf, ..] => {
            Some(3)
        }
        _ => None,
    };
    if at < scan.views.unseen || of(&scan.bytes[at..]).is_none() || scan.depth >= DEEPEST {
        return;
    }
    let (start, end) = line_around(scan, at, scan.views.unseen);
    scan.views.unseen = end;
    let (out, places) = without(scan.bytes, start, end, of);
    look_through(scan, &out, &places, end, |at| places[at]);
}

/// Decodes the percent-encoding that may begin at `at`, and searches the word around it.
pub(crate) fn percent(scan: &mut Scan<'_>, at: usize) {
    if at < scan.views.percent || !is_encoded(&scan.bytes[at..]) {
        return;
    }
    let floor = scan.views.percent.max(scan.floor);
    let is_word = |b: &u8| {
        !b.is_ascii_whitespace() && !matches!(b, b'"' | b'\'' | b'`' | b'<' | b'>' | b'\\')
    };
    let start = at
        - scan.bytes[floor..at]
            .iter()
            .rev()
            .take_while(|b| is_word(b))
            .count();
    let end = at + scan.bytes[at..].iter().take_while(|b| is_word(b)).count();
    scan.views.percent = end;
    decoded(scan, start, end, |bytes| {
        is_encoded(bytes).then(|| (hex(bytes[1]) << 4 | hex(bytes[2]), 3))
    });
}

fn is_encoded(bytes: &[u8]) -> bool {
    matches!(bytes, [b'%', high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit())
}

/// The value of a hexadecimal digit, or 0 if it is none.
fn hex(digit: u8) -> u8 {
    char::from(digit)
        .to_digit(16)
        .and_then(|it| u8::try_from(it).ok())
        .unwrap_or(0)
}

/// Handles the backslash at `at`. If it belongs to text within text, the line around it is decoded. Returns where to
/// continue.
pub(crate) fn escape(scan: &mut Scan<'_>, at: usize) -> usize {
    let next = scan.bytes.get(at + 1).copied().unwrap_or_default();
    let is_url = next == b'/' && at > 0 && scan.bytes[at - 1] == b':';
    let is_line = scan.bytes[at..].starts_with(b"\\r\\n");
    if (matches!(next, b'"' | b'u') || is_url || is_line) && at >= scan.views.escaped {
        line(scan, at);
    }
    // The letter of an escape sequence does not belong to a word.
    match next {
        b'n' | b'r' | b't' | b'b' | b'f' | b'0' => at + 2,
        b'x' if scan
            .bytes
            .get(at + 2..at + 4)
            .is_some_and(|it| it.iter().all(u8::is_ascii_hexdigit)) =>
        {
            at + 4
        }
        b'u' if unit(&scan.bytes[at..]).is_some() => at + 6,
        _ => at + 1,
    }
}

fn line(scan: &mut Scan<'_>, at: usize) {
    let (start, end) = line_around(scan, at, scan.views.escaped);
    scan.views.escaped = end;
    decoded(scan, start, end, |bytes| {
        let letter = match *bytes.get(1)? {
            _ if bytes[0] != b'\\' => return None,
            letter @ (b'"' | b'\'' | b'\\' | b'/') => letter,
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'u' => return unit(bytes).map(|byte| (byte, 6)),
            _ => return None,
        };
        Some((letter, 2))
    });
}

/// The ASCII character that `\u00..` encodes.
fn unit(bytes: &[u8]) -> Option<u8> {
    match bytes {
        [b'\\', b'u', b'0', b'0', high, low, ..]
            if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() =>
        {
            Some(hex(*high) << 4 | hex(*low)).filter(u8::is_ascii)
        }
        _ => None,
    }
}

/// The entities of markup within text.
const ENTITIES: [(&[u8], u8); 6] = [
    (b"&quot;", b'"'),
    (b"&#34;", b'"'),
    (b"&#39;", b'\''),
    (b"&apos;", b'\''),
    (b"&lt;", b'<'),
    (b"&gt;", b'>'),
];

/// Handles the ampersand at `at`. If it begins an entity, the line around it is decoded.
pub(crate) fn entity(scan: &mut Scan<'_>, at: usize) {
    let of = |bytes: &[u8]| {
        let (name, letter) = ENTITIES.iter().find(|(name, _)| bytes.starts_with(name))?;
        Some((*letter, name.len()))
    };
    if at < scan.views.entities || of(&scan.bytes[at..]).is_none() {
        return;
    }
    let (start, end) = line_around(scan, at, scan.views.entities);
    scan.views.entities = end;
    decoded(scan, start, end, of);
}

/// Decodes the text from `start` to `end` with `decode`, searches it, and marks what is found where it was written.
fn decoded(
    scan: &mut Scan<'_>,
    start: usize,
    end: usize,
    decode: impl Fn(&[u8]) -> Option<(u8, usize)>,
) {
    if scan.depth >= DEEPEST {
        return;
    }
    let source = &scan.bytes[start..end];
    let mut out = Vec::with_capacity(source.len());
    // The position at which each byte was written.
    let mut places = Vec::with_capacity(source.len() + 1);
    let mut at = 0;
    while at < source.len() {
        let (byte, width) = match source[at] {
            b'%' | b'\\' | b'&' => decode(&source[at..]).unwrap_or((source[at], 1)),
            byte => (byte, 1),
        };
        out.push(byte);
        places.push(start + at);
        at += width;
    }
    places.push(end);
    look_through(scan, &out, &places, end, |at| places[at]);
}

/// Searches a decoded text, and marks what is found where it was written. `places` are the positions of its bytes, and
/// `place_of_end` returns where something ends.
fn look_through(
    scan: &mut Scan<'_>,
    out: &[u8],
    places: &[usize],
    end: usize,
    place_of_end: impl Fn(usize) -> usize,
) {
    let cut = scan.cut && end == scan.bytes.len();
    // The text is read up to the first byte that is not UTF-8.
    let text = match std::str::from_utf8(out) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&out[..error.valid_up_to()]).unwrap_or_default(),
    };
    for it in scan::within(scan.names, text, cut, scan.depth + 1) {
        scan.mark(Found {
            start: places[it.start],
            end: place_of_end(it.end),
            ..it
        });
    }
}
