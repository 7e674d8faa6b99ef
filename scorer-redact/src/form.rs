//! Tokens without a prefix that are recognised by their form: parts of certain lengths, with certain letters between
//! them. Their sources are in the table of tokens, in the rows without a prefix.

use crate::random;
use crate::scan::Scan;

/// The longest part before the letters that identify a form.
const LONGEST: usize = 128;

/// The words of letters alone that end a token.
pub(crate) const ENDS: [&str; 1] = ["mmk"];

/// Returns the token that contains the word from `start` to `end`.
pub(crate) fn at_word(scan: &Scan<'_>, start: usize, end: usize) -> Option<(usize, usize)> {
    let bytes = scan.bytes;
    let word = &bytes[start..end];
    match word {
        // HCP Terraform: `x4hhGPiT5l2F7C.atlasv1.` and 60 letters.
        b"atlasv1" => {
            let begin = alnum_before(bytes, start.checked_sub(1)?);
            let rest = bytes.get(end + 1..)?;
            let length = run(rest, is_url);
            (bytes[end] == b'.' && start - 1 - begin == 14 && length >= 40)
                .then_some((begin, end + 1 + length))
        }
        // MaxMind: six letters, 29 letters, `mmk`.
        b"mmk" => {
            let middle = alnum_before(bytes, start.checked_sub(1)?);
            let begin = alnum_before(bytes, middle.checked_sub(1)?);
            let is_one =
                start - 1 - middle == 29 && middle - 1 - begin == 6 && bytes[start - 1] == b'_';
            is_one.then_some((begin, end))
        }
        // Mailchimp: 32 digits, `us` and a number; Mailgun: 32, 8 and 8 digits.
        _ if word.len() == 32
            && bytes.get(end) == Some(&b'-')
            && word.iter().all(u8::is_ascii_hexdigit) =>
        {
            let rest = &bytes[end + 1..];
            if let Some(rest) = rest.strip_prefix(b"us") {
                let digits = run(rest, |b| b.is_ascii_digit());
                let is_one = (1..=2).contains(&digits)
                    && !rest.get(digits).is_some_and(u8::is_ascii_alphanumeric);
                return is_one.then_some((start, end + 3 + digits));
            }
            let is_part = |from: usize| {
                rest.get(from..from + 8)
                    .is_some_and(|part| part.iter().all(u8::is_ascii_hexdigit))
            };
            let is_one = is_part(0)
                && rest.get(8) == Some(&b'-')
                && is_part(9)
                && !rest
                    .get(17)
                    .is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'-');
            is_one.then_some((start, end + 18))
        }
        // Twilio: the id of an account beside its token, `AC..:x` and `("AC..", "x")`.
        [b'A', b'C', id @ ..] if id.len() == 32 && id.iter().all(u8::is_ascii_hexdigit) => {
            let gap = run(&bytes[end..], |b| {
                matches!(b, b'"' | b'\'' | b',' | b' ' | b':')
            });
            let rest = &bytes[end + gap..];
            let length = run(rest, |b| b.is_ascii_alphanumeric());
            let is_token = (1..=4).contains(&gap)
                && length == 32
                && rest[..length].iter().all(u8::is_ascii_hexdigit);
            is_token.then_some((end + gap, end + gap + length))
        }
        // Discord: base64 of a number, six letters, 27 letters or more.
        [b'M' | b'N' | b'O', ..] if word.len() >= 18 => {
            let rest = &bytes[start..];
            let first = run(rest, is_url);
            let second = run(rest.get(first + 1..)?, is_url);
            let third = run(rest.get(first + second + 2..)?, is_url);
            let dots = rest[first] == b'.' && rest[first + 1 + second] == b'.';
            let is_one =
                dots && (23..=28).contains(&first) && second == 6 && (27..=38).contains(&third);
            is_one.then_some((start, start + first + second + third + 2))
        }
        _ => None,
    }
}

/// Finds a password after its scheme, `{SSHA}x`, as directories and mail servers store it:
/// <https://doc.dovecot.org/latest/core/config/auth/schemes.html>, <https://www.rfc-editor.org/rfc/rfc2307#section-5.3>.
/// The brace is at `at`.
///
/// The scheme is written in capitals. A hash is long and random; what stands behind the schemes of a plain password may be
/// any word.
pub(crate) fn at_brace(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    const SHORTEST: usize = 4;
    const SHORTEST_HASH: usize = 13;
    const PLAIN: [&[u8]; 3] = [b"PLAIN", b"CLEAR", b"CLEARTEXT"];
    let rest = &bytes[at + 1..];
    let length = rest.iter().take(24).position(|b| *b == b'}')?;
    let scheme = &rest[..length];
    let is_scheme = scheme.len() > 2
        && scheme[0].is_ascii_uppercase()
        && scheme
            .iter()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || matches!(b, b'-' | b'.'));
    if !is_scheme || at > 0 && bytes[at - 1] == b'$' {
        return None;
    }
    let start = at + 1 + length + 1;
    let end = start
        + run(&bytes[start..], |b| {
            b.is_ascii_graphic()
                && !matches!(
                    b,
                    b':' | b'"' | b'\'' | b'<' | b'{' | b'[' | b',' | b';' | b')'
                )
        });
    let value = &bytes[start..end];
    let is_hash = || value.len() >= SHORTEST_HASH && (value[0] == b'$' || random::is_random(value));
    (value.len() >= SHORTEST && (PLAIN.contains(&scheme) || is_hash())).then_some((start, end))
}

/// Finds the password in a line of a mail server's password map, `[smtp.example.net]:587 user:x`:
/// <https://www.postfix.org/SASL_README.html#client_sasl_enable>. The bracket is at `at`.
pub(crate) fn at_relay(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    if at > 0 && bytes[at - 1] != b'\n' {
        return None;
    }
    let rest = &bytes[at + 1..];
    let host = run(rest, |b| {
        b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-')
    });
    let rest = rest[host..].strip_prefix(b"]")?;
    let port = match rest {
        [b':', rest @ ..] => 1 + run(rest, |b| b.is_ascii_digit()),
        _ => 0,
    };
    let gap = run(&rest[port..], |b| matches!(b, b' ' | b'\t'));
    let pair = at + 1 + host + 1 + port + gap;
    let user = run(&bytes[pair..], |b| b.is_ascii_graphic() && b != b':');
    let start = pair + user + 1;
    let length = run(bytes.get(start..)?, |b| b.is_ascii_graphic());
    let is_over = bytes
        .get(start + length)
        .is_none_or(u8::is_ascii_whitespace);
    let is_one = bytes[at + 1..at + 1 + host].contains(&b'.')
        && gap > 0
        && user > 0
        && bytes[pair + user] == b':'
        && bytes
            .get(start + length)
            .is_none_or(|b| matches!(b, b'\n' | b'\r'));
    (is_one && is_over && length >= 4).then_some((start, start + length))
}

/// Finds Telegram's token around the colon at `at`: the number of a bot, and 35 letters that begin with `AA`.
pub(crate) fn at_colon(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    let rest = &bytes[at + 1..];
    if !rest.starts_with(b"AA") || at == 0 || !bytes[at - 1].is_ascii_digit() {
        return None;
    }
    let digits = bytes[..at]
        .iter()
        .rev()
        .take(12)
        .take_while(|b| b.is_ascii_digit())
        .count();
    let letters = run(rest, is_url);
    ((8..=11).contains(&digits) && (33..=37).contains(&letters))
        .then_some((at - digits, at + 1 + letters))
}

/// Finds the hash of a password behind the account that it belongs to and the colon at `at`, `root:$6$..:19700:0:99999:7:::`,
/// as the files of accounts hold it: <https://man7.org/linux/man-pages/man5/crypt.5.html>.
pub(crate) fn at_hash(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    const SHORTEST: usize = 8;
    const LONGEST: usize = 256;
    let from = at + 1;
    let rest = bytes.get(from..).filter(|_| bytes[at] == b':')?;
    let rest = rest.strip_prefix(b"$")?;
    let method = run(rest, |b| b.is_ascii_alphanumeric() || b == b'-');
    let is_method = (1..=8).contains(&method) && rest.get(method) == Some(&b'$');
    if !is_method || at == 0 || !bytes[at - 1].is_ascii_alphanumeric() {
        return None;
    }
    let length = rest[method..]
        .iter()
        .take(LONGEST)
        .take_while(|b| {
            b.is_ascii_alphanumeric() || matches!(b, b'.' | b'/' | b'$' | b'=' | b',' | b'+' | b'-')
        })
        .count();
    (length >= SHORTEST).then_some((from, from + 1 + method + length))
}

/// Finds the value of a name in PHP's serialization around the colon at `at`, `s:8:"password";s:12:"x";`:
/// <https://www.php.net/manual/en/function.serialize.php>. Returns the name as well.
#[inline(never)]
pub(crate) fn at_serialized(bytes: &[u8], at: usize) -> Option<((usize, usize), (usize, usize))> {
    if bytes.get(at + 1) != Some(&b'"') {
        return None;
    }
    let digits = bytes[..at]
        .iter()
        .rev()
        .take(6)
        .take_while(|b| b.is_ascii_digit())
        .count();
    let before = bytes[..at - digits].strip_suffix(b"\";s:")?;
    let name = before
        .iter()
        .rev()
        .take(LONGEST)
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'))
        .count();
    let length: usize = std::str::from_utf8(&bytes[at - digits..at])
        .ok()?
        .parse()
        .ok()?;
    let start = at + 2;
    let end = start.checked_add(length)?.min(bytes.len());
    (digits > 0 && name > 0 && length > 0)
        .then_some(((before.len() - name, before.len()), (start, end)))
}

/// Finds Entra's client secret around the tilde at `at`: three letters, a digit, `Q~`, and at least 31 letters.
pub(crate) fn at_tilde(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    let before = bytes.get(at.checked_sub(5)?..at)?;
    let is_own = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'~' | b'.' | b'-');
    let is_one =
        before[4] == b'Q' && before[3].is_ascii_digit() && before[..3].iter().all(|b| is_own(*b));
    let length = run(&bytes[at + 1..], is_own);
    (is_one && length >= 31).then_some((at - 5, at + 1 + length))
}

fn is_url(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

fn run(bytes: &[u8], is: impl Fn(u8) -> bool) -> usize {
    bytes.iter().take(LONGEST).take_while(|b| is(**b)).count()
}

fn alnum_before(bytes: &[u8], end: usize) -> usize {
    end - bytes[..end]
        .iter()
        .rev()
        .take(LONGEST)
        .take_while(|b| b.is_ascii_alphanumeric())
        .count()
}
