//! What a parser rejected and repeats in its error, without a name that says what it is:
//! `invalid type: string "x", expected u32`, `NotUnicode("x")`, `strconv.Atoi: parsing "x": invalid syntax`.
//!
//! Most of what is repeated is a typing error or the name of something, which the reader of the error needs. It is
//! replaced if it can only be a token: random, and no hash, no address and no id.

use scorer_instrument_policy::Class;

use crate::bounds;
use crate::random;
use crate::scan::Scan;
use crate::text::{Found, marker_at};
use crate::{Cause, stays};

/// The text before what is repeated, and where it comes from.
const BEFORE: [&str; 13] = [
    // <https://pkg.go.dev/gopkg.in/yaml.v3#TypeError>
    "!!str ",
    // <https://docs.rs/serde/latest/serde/de/enum.Unexpected.html>
    "string ",
    "character ",
    "byte array ",
    // <https://docs.rs/serde/latest/serde/de/trait.Error.html>
    "unknown variant ",
    "unknown field ",
    // <https://doc.rust-lang.org/std/env/enum.VarError.html>
    "NotUnicode(",
    // <https://docs.rs/clap/latest/clap/error/enum.ErrorKind.html>
    "invalid value ",
    "unexpected argument ",
    "unrecognized subcommand ",
    // <https://pkg.go.dev/strconv#NumError>
    "parsing ",
    // <https://docs.python.org/3/library/functions.html#int>
    "with base 10: ",
    "string to float: ",
];

/// The longest name of a type that `PostgreSQL` writes between ` for type ` and a colon:
/// `invalid input syntax for type timestamp with time zone: "x"`.
const TYPE: usize = 48;

/// Returns what a parser repeats in the string whose quote is at `at`.
pub(crate) fn at_quote(scan: &Scan<'_>, at: usize) -> Option<Found> {
    let content = at + 1;
    // Most strings are ruled out by what stands before them.
    if !is_rejected(&scan.bytes[..at]) || marker_at(scan.bytes, content).is_some() {
        return None;
    }
    let end = bounds::string_end(scan.bytes, content, scan.bytes[at], 0);
    let text = scan.text.get(content..end)?;
    let is_token = text
        .split(|c: char| c.is_whitespace() || matches!(c, '"' | ',' | ';' | '(' | ')'))
        .any(|word| random::is_random(word.as_bytes()) && !is_number(word));
    (is_token && !stays::says_nothing(text)).then_some(Found {
        start: content,
        end,
        class: Class::Vague,
        cause: Cause::Shape,
    })
}

fn is_rejected(before: &[u8]) -> bool {
    let is_of_type = || {
        let near = &before[before.len().saturating_sub(TYPE)..];
        before.ends_with(b": ") && near.windows(10).any(|it| it == b" for type ")
    };
    BEFORE.iter().any(|own| before.ends_with(own.as_bytes())) || is_of_type()
}

/// Whether this is a hash, an address or an id: hexadecimal digits, possibly in groups.
fn is_number(word: &str) -> bool {
    word.strip_prefix("0x")
        .unwrap_or(word)
        .bytes()
        .all(|b| b.is_ascii_hexdigit() || matches!(b, b'-' | b':'))
}
