//! The rules, each a file.

pub mod allow_without_reason;
pub mod credential_not_skipped;
pub mod debug_of_sensitive;
pub mod duplicate_recording;
pub mod large_arg_not_skipped;
pub mod manual_span_async;
pub mod pii_field;
pub mod pool_not_skipped;
pub mod raw_instrument;
mod recorded;
pub mod secret_in_message;
mod spans;
mod unskipped;
pub mod unused_allow;

use crate::rule::Rule;

/// Every rule, by group and name.
pub static ALL: &[&Rule] = &[
    &credential_not_skipped::RULE,
    &debug_of_sensitive::RULE,
    &duplicate_recording::RULE,
    &large_arg_not_skipped::RULE,
    &pii_field::RULE,
    &pool_not_skipped::RULE,
    &secret_in_message::RULE,
    &manual_span_async::RULE,
    &raw_instrument::RULE,
    &allow_without_reason::RULE,
    &unused_allow::RULE,
];
