//! How far a literal, a name or a comment extends. The functions return `None` if databases disagree and the dialect is
//! not known.

use super::dialect::Dialect;

/// The bytes that begin a text, a name or a comment in any dialect.
const OPENING: &[u8] = b"'\"`[#$/-";

/// The length of a comment up to the end of its line: `-- ..`, `# ..`.
pub(super) fn line_comment(bytes: &[u8], dialect: Dialect) -> Option<usize> {
    let feed = until(bytes, b"\n");
    let line = &bytes[..feed];
    // Only PostgreSQL also ends it at a carriage return.
    let carriage = line.iter().position(|it| *it == b'\r').map(|at| at + 1);
    match dialect {
        Dialect::Postgres => Some(carriage.unwrap_or(feed)),
        Dialect::Mysql | Dialect::Sqlite => Some(feed),
        Dialect::Unknown => {
            let parts = carriage.is_some_and(|at| bytes.get(at) != Some(&b'\n'));
            // For MySQL, `--x` is not a comment but two minus signs.
            let is_comment = is_dashed(bytes) || !line[2..].iter().any(|it| OPENING.contains(it));
            (is_comment && !parts).then_some(feed)
        }
    }
}

/// Whether `--` begins a comment for `MySQL` as well, which needs a space behind it.
pub(super) fn is_dashed(bytes: &[u8]) -> bool {
    bytes
        .get(2)
        .is_none_or(|it| it.is_ascii_whitespace() || it.is_ascii_control())
}

/// The length of `/* .. */`.
pub(super) fn comment(bytes: &[u8], dialect: Dialect) -> Option<usize> {
    let flat = 2 + until(&bytes[2..], b"*/");
    match dialect {
        Dialect::Postgres => Some(nested(bytes)),
        Dialect::Mysql | Dialect::Sqlite => Some(flat),
        Dialect::Unknown => (!is_run(bytes) && nested(bytes) == flat).then_some(flat),
    }
}

/// Whether `MySQL` or `MariaDB` executes the content of the comment.
pub(super) fn is_run(bytes: &[u8]) -> bool {
    bytes.starts_with(b"/*!") || bytes.starts_with(b"/*M!")
}

/// The length of the beginning of such a comment: `/*!50000`. An older server skips the comment, which must end at the
/// same place.
pub(super) fn run_comment(bytes: &[u8]) -> Option<usize> {
    let whole = &bytes[..2 + until(&bytes[2..], b"*/")];
    let head = 1 + find(whole, b"!")?;
    let head = head + digits(&whole[head..]);
    let body = whole[head..].strip_suffix(b"*/")?;
    (!body.iter().any(|it| OPENING.contains(it))).then_some(head)
}

/// The length of a comment that may contain others.
fn nested(bytes: &[u8]) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < bytes.len() {
        if bytes[at..].starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if bytes[at..].starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    bytes.len()
}

/// The length of a quoted text. `escapes` says whether a backslash escapes the next quote.
pub(super) fn text(bytes: &[u8], escapes: bool, dialect: Dialect) -> Option<usize> {
    let quote = bytes[0];
    let length = quoted(bytes, quote, escapes);
    let agrees = dialect != Dialect::Unknown || length == quoted(bytes, quote, !escapes);
    agrees.then_some(length)
}

/// The length of a quoted name.
pub(super) fn name(bytes: &[u8]) -> usize {
    quoted(bytes, bytes[0], false)
}

/// The length of `[name]`, which is a name for `SQLite`. For the others, it is the length of `[` alone.
pub(super) fn bracket(bytes: &[u8], dialect: Dialect) -> Option<usize> {
    let name = until(bytes, b"]");
    match dialect {
        Dialect::Sqlite => Some(name),
        Dialect::Postgres | Dialect::Mysql => Some(1),
        Dialect::Unknown => {
            let agrees = !bytes[1..name].iter().any(|it| OPENING.contains(it));
            agrees.then_some(1)
        }
    }
}

/// The length of a dollar-quoted text: `$$..$$`, `$tag$..$tag$`. Returns `None` if it is none.
pub(super) fn dollars(bytes: &[u8]) -> Option<usize> {
    let tag = bytes[1..].iter().take_while(|b| is_letter(**b)).count();
    if bytes.get(1 + tag) != Some(&b'$') {
        return None;
    }
    let fence = &bytes[..tag + 2];
    Some(fence.len() + until(&bytes[fence.len()..], fence))
}

/// The length of a number: `1`, `1.5e-3`, `0xff`.
pub(super) fn number(bytes: &[u8]) -> usize {
    let mut length = 0;
    while let Some(byte) = bytes.get(length) {
        let is_sign = matches!(byte, b'-' | b'+')
            && length > 0
            && matches!(bytes[length - 1], b'e' | b'E')
            && !bytes.starts_with(b"0x");
        if !(is_letter(*byte) || *byte == b'.' || is_sign) {
            break;
        }
        length += 1;
    }
    length
}

/// Whether the byte continues a name. All databases allow `$` in names.
pub(super) fn is_word(byte: u8) -> bool {
    is_letter(byte) || byte == b'$'
}

fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii()
}

pub(super) fn digits(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|b| b.is_ascii_digit()).count()
}

/// The length up to the end of `end`, or of everything.
fn until(bytes: &[u8], end: &[u8]) -> usize {
    find(bytes, end).map_or(bytes.len(), |at| at + end.len())
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|it| it == wanted)
}

/// The length of a quoted text. A quote within it is written twice.
fn quoted(bytes: &[u8], quote: u8, escapes: bool) -> usize {
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        if *byte == b'\\' && escapes {
            at += 2;
        } else if *byte == quote {
            if bytes.get(at + 1) != Some(&quote) {
                return at + 1;
            }
            at += 2;
        } else {
            at += 1;
        }
    }
    bytes.len()
}
