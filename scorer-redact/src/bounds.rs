//! Finds where strings, groups in brackets and bare words end.

use crate::text::marker_at;

/// Where bare words end.
pub(crate) fn bare_end(bytes: &[u8], from: usize, spaced: bool) -> usize {
    let mut at = from;
    let mut depth = 0_usize;
    let is_placeholder = || {
        matches!(
            bytes.get(from..from + 2),
            Some(b"$(" | b"${" | b"{{" | b"#{" | b"%{" | b"@{")
        ) || is_described(&bytes[from..])
    };
    while let Some(byte) = bytes.get(at) {
        if !MAY_END[usize::from(*byte)] {
            at += 1;
            continue;
        }
        let ends = match byte {
            b'\n' | b'\r' | 0x1b => true,
            // `$(cat file)`, `{{ name }}`, `<your key>`: placeholders.
            b' ' | b'\t' | b'\'' | b'"' | b',' if depth > 0 && is_placeholder() => false,
            b' ' | b'\t' => !spaced,
            b'[' if marker_at(bytes, at).is_some() => true,
            b'(' | b'{' | b'<' | b'[' => {
                depth += 1;
                false
            }
            b')' | b'}' | b'>' | b']' if depth > 0 => {
                depth -= 1;
                false
            }
            // Only before another pair; otherwise the character belongs to the value.
            b'&' | b';' => !spaced && is_pair(&bytes[at + 1..]),
            b'\\' => matches!(bytes.get(at + 1), Some(b'n' | b'r' | b't' | b'"')),
            b',' | b')' | b']' | b'}' | b'>' | b'"' | b'\'' | b'`' => match bytes.get(at + 1) {
                Some(b) => {
                    b.is_ascii_whitespace()
                        || matches!(
                            b,
                            b',' | b';' | b')' | b']' | b'}' | b'>' | b'"' | b'\'' | b'\\'
                        )
                        || *byte == b',' && is_pair(&bytes[at + 1..])
                        // `def f(otp=None):`.
                        || *byte == b')' && *b == b':' && depth == 0
                        // `request{session=x}: app::auth`, `outer{token=x}:inner`.
                        || *byte == b'}' && *b == b':' && depth == 0
                        // `exec: "run --key=x": no such file`.
                        || *byte == b'"' && *b == b':' && bytes.get(at + 2) == Some(&b' ')
                }
                None => true,
            },
            _ => false,
        };
        if ends {
            break;
        }
        at += 1;
    }
    at
}

/// The bytes at which a bare word may end, or that say where it may.
static MAY_END: [bool; 256] = {
    let mut table = [false; 256];
    let bytes = b"\n\r\x1b \t'\"`,;&\\()[]{}<>";
    let mut at = 0;
    while at < bytes.len() {
        table[bytes[at] as usize] = true;
        at += 1;
    }
    table
};

/// Returns the length of a sequence that sets a terminal's colour.
pub(crate) fn colour(bytes: &[u8]) -> Option<usize> {
    const LONGEST: usize = 16;
    let rest = bytes.strip_prefix(b"\x1b[")?;
    let digits = rest
        .iter()
        .take(LONGEST)
        .take_while(|b| b.is_ascii_digit() || **b == b';')
        .count();
    (rest.get(digits) == Some(&b'm')).then_some(2 + digits + 1)
}

/// Whether such a sequence ends at `at`. Its last byte looks like one of a word.
pub(crate) fn is_behind_colour(bytes: &[u8], at: usize) -> bool {
    const LONGEST: usize = 16;
    let Some(before) = bytes[..at].strip_suffix(b"m") else {
        return false;
    };
    let digits = before
        .iter()
        .rev()
        .take(LONGEST)
        .take_while(|b| b.is_ascii_digit() || **b == b';')
        .count();
    before[..before.len() - digits].ends_with(b"\x1b[")
}

/// `<generate one>`: words between angles.
fn is_described(rest: &[u8]) -> bool {
    const LONGEST: usize = 64;
    let Some(inner) = rest.strip_prefix(b"<") else {
        return false;
    };
    let length = inner
        .iter()
        .take(LONGEST)
        .take_while(|b| b.is_ascii_alphabetic() || matches!(b, b' ' | b'-' | b'_' | b'\''))
        .count();
    length > 0 && inner.get(length) == Some(&b'>')
}

/// Whether the text ends here, or a space or a name with its `=` follows.
fn is_pair(rest: &[u8]) -> bool {
    const LONGEST: usize = 64;
    let rest = rest.strip_prefix(b"amp;").unwrap_or(rest);
    let name = rest
        .iter()
        .take(LONGEST)
        .take_while(|b| {
            b.is_ascii_alphanumeric()
                || matches!(b, b'_' | b'-' | b'.' | b'[' | b']' | b'%' | b'$' | b' ')
        })
        .count();
    rest.first()
        .is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'"' | b'\'' | b'`' | b')' | b'<'))
        || name > 0 && rest.get(name) == Some(&b'=')
}

/// Returns where the content of a string ends that was opened by `quote` after `escapes` backslashes.
///
/// JSON in a `Debug` string has the quotes `\"`, and strings within that JSON have `\\\"`. A quote with as many
/// backslashes as the opening one ends the string, and a quote with fewer ends the string around it.
pub(crate) fn string_end(bytes: &[u8], from: usize, quote: u8, escapes: usize) -> usize {
    let mut backslashes = 0;
    let mut at = from;
    while let Some(byte) = bytes.get(at) {
        if *byte == b'\\' {
            backslashes += 1;
        } else {
            let level = escapes + 1;
            let closes = *byte == quote
                && (backslashes < escapes
                    || backslashes % level == escapes && (backslashes / level) % 2 == 0);
            if closes {
                // SQL writes a quote twice.
                if quote == b'\'' && escapes == 0 && bytes.get(at + 1) == Some(&quote) {
                    at += 2;
                    backslashes = 0;
                    continue;
                }
                return at - backslashes.min(escapes);
            }
            backslashes = 0;
        }
        at += 1;
    }
    bytes.len()
}

/// Returns the position after the bracket that closes the one at `from`, or the end of the text if none does.
pub(crate) fn group_end(bytes: &[u8], from: usize) -> usize {
    let mut depth = 0_usize;
    let mut at = from;
    let mut backslashes = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'[' | b'{' | b'(' => depth += 1,
            b']' | b'}' | b')' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1;
                }
            }
            b'"' => {
                // At the closing quote, after its backslashes.
                let end = string_end(bytes, at + 1, b'"', backslashes);
                at = end + backslashes;
            }
            _ => {}
        }
        backslashes = if *byte == b'\\' { backslashes + 1 } else { 0 };
        at += 1;
    }
    bytes.len()
}
