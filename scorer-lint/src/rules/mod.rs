//! The rules, each a file.

pub mod allow_without_reason;
pub mod pii_field;
mod recorded;
pub mod secret_in_message;
pub mod unused_allow;

use crate::rule::Rule;

/// Every rule, by group and name.
pub static ALL: &[&Rule] = &[
    &pii_field::RULE,
    &secret_in_message::RULE,
    &allow_without_reason::RULE,
    &unused_allow::RULE,
];
