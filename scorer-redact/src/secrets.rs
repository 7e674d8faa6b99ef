//! Credentials that are recognised by their form: JWTs, bearer and basic credentials, private keys and AWS keys. Also
//! the order in which a word is checked.

use crate::scan::Scan;
use crate::text::marker_at;
use crate::{random, stays, token, wallet};

/// The length of the id of an AWS access key.
pub(crate) const AWS_KEY: usize = 20;

/// The length of an AWS secret key.
pub(crate) const AWS_SECRET: usize = 40;

/// The most parts of a JWT, which an encrypted one has.
const JWT_PARTS: usize = 5;

/// The minimum length of the first part of a JWT.
const JWT_HEADER: usize = 10;

/// The shortest private key in one line of base64.
const DER_KEY: usize = 40;

/// Handles what the word from `at` to `end` begins or names.
pub(crate) fn at_word(scan: &mut Scan<'_>, at: usize, end: usize) -> Option<(usize, usize)> {
    if !scan.begins(at) {
        return None;
    }
    let known = match scan.bytes[at] {
        b'e' => jwt(scan, at),
        b'A' => aws_key(scan.bytes, at),
        b'b' | b'B' => scheme(scan, at),
        b'M' => der_key(scan.bytes, at),
        _ => None,
    };
    known
        .or_else(|| token::end(scan.bytes, at, scan.cut).map(|end| (at, end)))
        .or_else(|| wallet::is_key(&scan.bytes[at..end]).then_some((at, end)))
}

/// Returns a private key in DER, as one word of base64: a sequence that begins with the version of a PKCS#8, PKCS#1 or
/// SEC1 key.
fn der_key(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    let is_digit = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=');
    let run = bytes[at..].iter().take_while(|b| is_digit(b)).count();
    if run < DER_KEY {
        return None;
    }
    let mut head = [0_u8; 12];
    for (out, digits) in head.chunks_mut(3).zip(bytes[at..at + 16].chunks(4)) {
        let mut word = 0_u32;
        for digit in digits {
            word = word << 6 | u32::from(base64_digit(*digit)?);
        }
        out.copy_from_slice(&word.to_be_bytes()[1..]);
    }
    // The length of the sequence, in the short form or as one or two bytes.
    let body = match head[1] {
        0x81 => 3,
        0x82 => 4,
        length if length < 0x80 => 2,
        _ => return None,
    };
    let is_key = head[0] == 0x30
        && match head.get(body..)? {
            [0x02, 0x01, 0x00, 0x30 | 0x02, ..] | [0x02, 0x01, 0x01, 0x04, ..] => true,
            // In an encrypted key, the algorithm is derived from a password.
            [0x30, _, 0x06, 0x09, 0x2a, ..] => is_encrypted(&bytes[at..at + run]),
            _ => false,
        };
    is_key.then_some((at, at + run))
}

/// Whether the algorithm of the key is PBES2: the end of its identifier, in base64, is at one of three positions.
fn is_encrypted(text: &[u8]) -> bool {
    const PBES2: [&[u8]; 3] = [b"KoZIhvcNAQUN", b"SqGSIb3DQEFD", b"qhkiG9w0BBQ0"];
    let head = &text[..text.len().min(40)];
    PBES2
        .iter()
        .any(|id| head.windows(id.len()).any(|it| it == *id))
}

fn base64_digit(digit: u8) -> Option<u8> {
    Some(match digit {
        b'A'..=b'Z' => digit - b'A',
        b'a'..=b'z' => digit - b'a' + 26,
        b'0'..=b'9' => digit - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    })
}

/// Returns a signed or encrypted token: parts of base64url with dots between them, of which the first is a JSON object.
fn jwt(scan: &mut Scan<'_>, at: usize) -> Option<(usize, usize)> {
    let rest = &scan.bytes[at..];
    if !rest.starts_with(b"eyJ") || at < scan.no_token_before {
        return None;
    }
    let is_part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    let mut dots = 0;
    let run = rest
        .iter()
        .position(|b| {
            dots += usize::from(*b == b'.');
            dots == JWT_PARTS || !(is_part(b) || *b == b'.')
        })
        .unwrap_or(rest.len());
    let goes_on = scan.cut && at + run == scan.bytes.len();
    let mut length = 0;
    let mut parts = 0;
    for (index, part) in rest[..run].split(|b| *b == b'.').enumerate() {
        let is_claims = index == 1 && part.starts_with(b"eyJ") && part.len() >= JWT_HEADER;
        if index > 0 {
            length += 1;
        }
        length += part.len();
        if index == 0 && part.len() < JWT_HEADER {
            break;
        }
        // Even without a signature it contains claims about somebody.
        parts = if is_claims { 3 } else { index + 1 };
    }
    if parts < 3 && !(goes_on && run >= JWT_HEADER) {
        scan.no_token_before = at + run;
        return None;
    }
    let token = &rest[..length];
    // Another token may begin in the last part and extend beyond it.
    let last = token.iter().rposition(|b| *b == b'.').unwrap_or(0);
    scan.no_token_before = at + last;
    let dots = token.iter().rev().take_while(|b| **b == b'.').count();
    Some((at, at + length - dots))
}

/// The schemes of an authorization header that [`scheme`] handles.
pub(crate) const SCHEMES: [&str; 2] = ["bearer", "basic"];

/// Returns what follows the word `Bearer` or `Basic` of an authorization header.
fn scheme(scan: &Scan<'_>, at: usize) -> Option<(usize, usize)> {
    let rest = &scan.bytes[at..];
    let word = rest.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let is = |name: &[u8]| rest[..word].eq_ignore_ascii_case(name);
    let (bearer, basic) = (is(b"bearer"), is(b"basic"));
    if !bearer && !basic {
        return None;
    }
    let spaces = rest[word..].iter().take_while(|b| **b == b' ').count();
    let spaces = if rest[word..].starts_with(b"%20") {
        3
    } else {
        spaces
    };
    if spaces == 0 {
        return None;
    }
    let start = word + spaces;
    let length = rest[start..]
        .iter()
        .position(|b| {
            let is_other =
                matches!(b, b'+' | b'/' | b'=') || bearer && matches!(b, b'-' | b'.' | b'_' | b'~');
            !(b.is_ascii_alphanumeric() || is_other)
        })
        .unwrap_or(rest.len() - start);
    let token = &rest[start..start + length];
    let dots = token.iter().rev().take_while(|b| **b == b'.').count();
    let token = &token[..length - dots];
    // `token_type=bearer expires_in=3600`.
    let padded = token.iter().rev().take_while(|b| **b == b'=').count();
    let name = &token[..token.len() - padded];
    // In `Bearer AKIA=` before a marker, the value of the name was already found.
    let is_parameter = padded == 1
        && (rest.get(start + length) == Some(&b'"') && name.iter().all(u8::is_ascii_lowercase)
            || marker_at(rest, start + length).is_some() && !random::is_random(name));
    if is_parameter || token[..token.len() - padded].contains(&b'=') {
        return None;
    }
    // `Bearer MASTER_KEY` names it.
    let is_constant =
        token.contains(&b'_') && token.iter().all(|b| b.is_ascii_uppercase() || *b == b'_');
    if is_constant || stays::says_nothing(&scan.text[at + start..at + start + token.len()]) {
        return None;
    }
    let fits = if bearer {
        // As in a header, any word counts unless the text talks about such a header.
        is_no_word(token) || rest[0] == b'B' && !speaks_of_schemes(scan, at + start, token.len())
    } else {
        decodes_to_pair(token)
    };
    fits.then_some((at + start, at + start + token.len()))
}

/// Words that follow the name of the scheme in a sentence, besides the policy's own.
const SPOKEN: [&str; 16] = [
    "and",
    "authentication",
    "but",
    "for",
    "format",
    "in",
    "is",
    "missing",
    "not",
    "of",
    "or",
    "realm",
    "required",
    "scheme",
    "tokens",
    "was",
];

/// Whether the text talks about a scheme: `Bearer token`, `Bearer authentication`.
fn speaks_of_schemes(scan: &Scan<'_>, start: usize, length: usize) -> bool {
    let word = scan.text.get(start..start + length).unwrap_or_default();
    word.len() < 4
        || SPOKEN
            .iter()
            .any(|spoken| word.eq_ignore_ascii_case(spoken))
        || scan.names.of(word).is_some()
}

/// Whether this cannot be a word of a sentence, unlike in `bearer token` and `bearer-based`.
fn is_no_word(token: &[u8]) -> bool {
    let parts = token.split(|b| matches!(b, b'-' | b'/' | b'.'));
    let is_word = |part: &[u8]| {
        part.len() < 20
            && (part.iter().all(u8::is_ascii_lowercase)
                || part.iter().all(u8::is_ascii_uppercase)
                || part.first().is_some_and(u8::is_ascii_uppercase)
                    && part[1..].iter().all(u8::is_ascii_lowercase))
    };
    !token.is_empty() && !parts.into_iter().all(is_word)
}

/// Whether this is base64 of `user:pass`.
fn decodes_to_pair(token: &[u8]) -> bool {
    let digits = token
        .iter()
        .position(|b| *b == b'=')
        .map_or(token, |end| &token[..end]);
    if digits.len() < 2 {
        return false;
    }
    let (mut bits, mut filled, mut colon) = (0_u32, 0, false);
    for digit in digits {
        let Some(value) = base64_digit(*digit) else {
            return false;
        };
        bits = bits << 6 & 0xffff | u32::from(value);
        filled += 6;
        if filled >= 8 {
            filled -= 8;
            let byte = (bits >> filled & 0xff) as u8;
            if byte < b' ' {
                return false;
            }
            colon |= byte == b':';
        }
    }
    colon
}

/// Returns the end of a private key in PEM form. If its last line is missing, the key extends to the end of the text.
pub(crate) fn private_key(bytes: &[u8], at: usize) -> Option<usize> {
    const BEGIN: &[u8] = b"-----BEGIN ";
    const KIND: usize = 40;
    let rest = bytes[at..].strip_prefix(BEGIN)?;
    let label = rest
        .iter()
        .take(KIND)
        .position(|b| !(b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b' '))?;
    if !rest[..label].ends_with(b"PRIVATE KEY") && !rest[..label].ends_with(b"PRIVATE KEY BLOCK") {
        return None;
    }
    // If it is in quotes, the text only mentions it.
    let behind = label + rest[label..].iter().take_while(|b| **b == b'-').count();
    if matches!(rest.get(behind), Some(b'"' | b'\'' | b'`')) {
        return None;
    }
    Some(bytes.len() - rest.len() + key_end(rest))
}

/// The place behind a key's last line. One that another key's first line cuts short is none: the key goes on.
fn key_end(bytes: &[u8]) -> usize {
    const END: &[u8] = b"-----END ";
    let mut at = 0;
    while let Some(length) = find(&bytes[at..], END) {
        at += length + END.len();
        let label = bytes[at..]
            .iter()
            .take_while(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || **b == b' ')
            .count();
        let behind = bytes[at + label..].strip_prefix(b"-----");
        if label > 0 && behind.is_some_and(|behind| !behind.starts_with(b"BEGIN ")) {
            return at + label + 5;
        }
    }
    bytes.len()
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|it| it == wanted)
}

/// Returns the id of an AWS access key, of a user or of a session.
fn aws_key(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    let key = bytes.get(at..at + AWS_KEY)?;
    let kinds: [&[u8]; 4] = [b"AKIA", b"ASIA", b"ABIA", b"ACCA"];
    let is_key = kinds.iter().any(|kind| key.starts_with(kind))
        && key
            .iter()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        && !bytes
            .get(at + AWS_KEY)
            .is_some_and(u8::is_ascii_alphanumeric);
    is_key.then_some((at, at + AWS_KEY))
}

/// Returns where the next AWS secret key begins: exactly forty letters of base64 that are not a hash, a path or words.
///
/// It checks every fortieth byte first, so that a text of ordinary words takes little time.
pub(crate) fn next_aws_secret(bytes: &[u8], from: usize) -> Option<usize> {
    let is_digit = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/');
    let mut start = from;
    // If `from` is within a run, the rest of that run does not count.
    if start > 0 {
        while start < bytes.len() && is_digit(bytes[start - 1]) {
            start += 1;
        }
    }
    while let Some(run) = bytes.get(start..start + AWS_SECRET) {
        if let Some(gap) = run.iter().rposition(|b| !is_digit(*b)) {
            start += gap + 1;
            continue;
        }
        let mut end = start + AWS_SECRET;
        let before = start.checked_sub(1).map(|at| bytes[at]);
        let after = bytes.get(end).copied();
        if !matches!(before, Some(b'-' | b'_'))
            && !after.is_some_and(|b| is_digit(b) || matches!(b, b'-' | b'_' | b'='))
            && is_random(run)
        {
            return Some(start);
        }
        while end < bytes.len() && is_digit(bytes[end]) {
            end += 1;
        }
        start = end + 1;
    }
    None
}

/// Whether letters of both cases and digits alternate randomly. In `CamelCase` and in paths they form words.
fn is_random(run: &[u8]) -> bool {
    let kind = |b: u8| match b {
        b'A'..=b'Z' => 1,
        b'a'..=b'z' => 2,
        b'0'..=b'9' => 3,
        _ => 0,
    };
    let count = |wanted| run.iter().filter(|b| kind(**b) == wanted).count();
    let changes = run
        .windows(2)
        .filter(|pair| kind(pair[0]) != kind(pair[1]) && kind(pair[0]) * kind(pair[1]) > 0)
        .count();
    let in_words: usize = run
        .split(|b| kind(*b) != 2)
        .map(<[u8]>::len)
        .filter(|length| *length >= 4)
        .sum();
    changes >= 10
        && in_words <= 12
        && count(0) <= 4
        && count(1) >= 4
        && count(2) >= 4
        && (count(3) >= 1 || changes >= 16)
        && !run.iter().all(u8::is_ascii_hexdigit)
}
