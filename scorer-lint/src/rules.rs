//! The rules, each a file.

pub mod allow_without_reason;
pub mod blocking_in_async;
pub mod collector_debug_exporter;
pub mod credential_not_skipped;
pub mod dead_field;
pub mod debug_of_sensitive;
pub mod detached_spawn;
pub mod duplicate_recording;
pub mod entering_function_log;
pub mod error_not_recorded;
mod features;
pub mod instrumented_single_query;
pub mod key_function_not_instrumented;
pub mod large_arg_not_skipped;
pub mod leftover_dependency;
pub mod literal_endpoint;
pub mod log_level;
pub mod manual_span;
pub mod manual_span_async;
pub mod no_flush;
pub mod one_filter_for_all;
pub mod pii_field;
pub mod pool_not_skipped;
pub mod print_macro;
pub mod raw_instrument;
pub mod redundant_db_log;
pub mod sampler_not_parent_based;
pub mod secret_in_message;
pub mod simple_exporter;
pub mod stale_baseline;
pub(crate) mod standing;
pub mod timing_log;
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
    &dead_field::RULE,
    &detached_spawn::RULE,
    &error_not_recorded::RULE,
    &instrumented_single_query::RULE,
    &key_function_not_instrumented::RULE,
    &manual_span::RULE,
    &manual_span_async::RULE,
    &raw_instrument::RULE,
    &entering_function_log::RULE,
    &log_level::RULE,
    &print_macro::RULE,
    &redundant_db_log::RULE,
    &timing_log::RULE,
    &blocking_in_async::RULE,
    &collector_debug_exporter::RULE,
    &leftover_dependency::RULE,
    &literal_endpoint::RULE,
    &no_flush::RULE,
    &one_filter_for_all::RULE,
    &sampler_not_parent_based::RULE,
    &simple_exporter::RULE,
    &allow_without_reason::RULE,
    &stale_baseline::RULE,
    &unused_allow::RULE,
];
