//! The account in the settings of a connection: `PgConnectOptions { host: "db", username: "ledger", .. }`.
//!
//! The policy refuses a user's name, because it may identify a person. Beside the host or the port of a server it is the
//! account of a program, which the reader of a failed connection looks for.

use scorer_instrument_policy::Class;

use crate::names::Refused;
use crate::scan::Scan;

/// How far from the name the other settings may be.
const NEAR: usize = 192;

/// What says where a connection leads, or that the account is one of an operating system.
const SETTINGS: [&str; 14] = [
    "host", "hostname", "port", "server", "database", "dbname", "registry", "broker", "brokers",
    "endpoint", "socket", "jdbc", "uid", "gid",
];

/// Whether the value at `from` of a refused name is the account of a connection.
pub(crate) fn is_of_connection(scan: &Scan<'_>, name: &str, refused: Refused, from: usize) -> bool {
    let last = name.as_bytes();
    let is_user = refused.class == Class::Pii
        && last.len() >= 8
        && last[last.len() - 4..].eq_ignore_ascii_case(b"name")
        && last[..last.len() - 4]
            .strip_suffix(b"_")
            .unwrap_or(&last[..last.len() - 4])
            .len()
            .checked_sub(4)
            .is_some_and(|at| last[at..at + 4].eq_ignore_ascii_case(b"user"));
    is_user && is_account(scan, from) && is_beside(scan, from)
}

/// Whether the value is one word without a dot, and not a person's name.
fn is_account(scan: &Scan<'_>, from: usize) -> bool {
    const LONGEST: usize = 32;
    let Some(rest) = scan.bytes.get(from..) else {
        return false;
    };
    let rest = rest.strip_prefix(b"Some(").unwrap_or(rest);
    let rest = rest.strip_prefix(b"\\").unwrap_or(rest);
    let quote = matches!(rest.first(), Some(b'"' | b'\''));
    let rest = &rest[usize::from(quote)..];
    let length = rest
        .iter()
        .take(LONGEST + 1)
        .take_while(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'-'))
        .count();
    (1..=LONGEST).contains(&length)
        && rest[0].is_ascii_lowercase()
        && rest.get(length).is_none_or(|b| {
            b.is_ascii_whitespace() || matches!(b, b'"' | b'\'' | b',' | b';' | b')' | b'}' | b'\\')
        })
}

/// Whether a setting of a connection is named near.
fn is_beside(scan: &Scan<'_>, from: usize) -> bool {
    let mut start = from.saturating_sub(NEAR).max(scan.floor.min(from));
    while !scan.text.is_char_boundary(start) {
        start += 1;
    }
    let mut end = scan.text.len().min(from + NEAR);
    while !scan.text.is_char_boundary(end) {
        end -= 1;
    }
    scan.text.get(start..end).is_some_and(|near| {
        near.split(|c: char| !c.is_ascii_alphanumeric())
            .any(|word| {
                // `registryAddress`, `brokerUrl`.
                let word = ["Address", "Url", "Host", "Port"]
                    .iter()
                    .find_map(|end| word.strip_suffix(end))
                    .filter(|word| !word.is_empty())
                    .unwrap_or(word);
                SETTINGS.iter().any(|own| word.eq_ignore_ascii_case(own))
            })
    })
}
