//! Values that nobody misses when they are not computed.

use crate::source::{File, TokenKind, Tokens};

/// Calls that read a clock or calculate, and do nothing else.
const CALLS: &[&str] = &[
    "now",
    "now_utc",
    "now_local",
    "elapsed",
    "duration_since",
    "signed_duration_since",
    "checked_duration_since",
    "saturating_duration_since",
    "as_secs",
    "as_millis",
    "as_micros",
    "as_nanos",
    "as_secs_f32",
    "as_secs_f64",
    "subsec_millis",
    "subsec_micros",
    "subsec_nanos",
    "num_seconds",
    "num_milliseconds",
    "num_microseconds",
    "num_nanoseconds",
    "whole_seconds",
    "whole_milliseconds",
    "whole_microseconds",
    "unwrap",
    "unwrap_or",
    "unwrap_or_default",
    "to_std",
    "timestamp",
    "timestamp_millis",
];

/// Whether an expression only reads clocks and values, and calculates.
pub(crate) fn is_pure(file: &File, value: &Tokens) -> bool {
    !value.is_empty()
        && value.clone().all(|at| {
            let token = file.token(at);
            match token.kind {
                TokenKind::Ident => {
                    let word = file.word(at);
                    let is_call = file.is(at + 1, b'(');
                    !matches!(
                        word,
                        "await" | "return" | "unsafe" | "break" | "loop" | "if" | "mut"
                    ) && (!is_call || CALLS.contains(&word))
                }
                TokenKind::Literal => true,
                TokenKind::Open | TokenKind::Close => matches!(token.byte, b'(' | b')'),
                TokenKind::Punct => matches!(
                    token.byte,
                    b'.' | b':' | b'&' | b'*' | b'+' | b'-' | b'/' | b','
                ),
                TokenKind::Str | TokenKind::Lifetime | TokenKind::Unknown => false,
            }
        })
}
