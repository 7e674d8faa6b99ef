//! The rules, each a file.

pub mod allow_without_reason;
pub mod blocking_in_async;
pub mod collector_debug_exporter;
pub mod credential_not_skipped;
pub mod dead_field;
pub mod debug_derive_on_secret;
pub mod debug_of_sensitive;
pub mod detached_spawn;
pub mod duplicate_recording;
pub mod endless_span;
pub mod entering_function_log;
pub mod error_not_recorded;
pub mod foreign_span_ext;
pub mod future_not_awaited_in_span;
pub mod instrumented_single_query;
pub mod key_function_not_instrumented;
pub mod large_arg_not_skipped;
pub mod leftover_dependency;
pub mod literal_endpoint;
pub mod log_level;
pub mod logged_before_subscriber;
pub mod manual_span;
pub mod manual_span_async;
pub mod missing_record;
pub mod no_flush;
pub mod one_filter_for_all;
pub mod pii_field;
pub mod pool_not_skipped;
pub mod print_macro;
pub mod raw_event;
pub mod raw_instrument;
pub mod redundant_db_log;
pub mod sampler_not_parent_based;
pub mod secret_in_error;
pub mod secret_in_message;
pub mod secret_in_source;
pub mod simple_exporter;
pub mod stale_baseline;
pub mod timing_log;
pub mod unused_allow;

use crate::engine::registry::Registry;

/// Every rule, by group and name.
pub static ALL: Registry = Registry::new(&[
    &credential_not_skipped::ENTRY,
    &debug_derive_on_secret::ENTRY,
    &debug_of_sensitive::ENTRY,
    &duplicate_recording::ENTRY,
    &large_arg_not_skipped::ENTRY,
    &pii_field::ENTRY,
    &pool_not_skipped::ENTRY,
    &secret_in_error::ENTRY,
    &secret_in_message::ENTRY,
    &secret_in_source::ENTRY,
    &dead_field::ENTRY,
    &detached_spawn::ENTRY,
    &endless_span::ENTRY,
    &error_not_recorded::ENTRY,
    &future_not_awaited_in_span::ENTRY,
    &instrumented_single_query::ENTRY,
    &key_function_not_instrumented::ENTRY,
    &manual_span::ENTRY,
    &manual_span_async::ENTRY,
    &raw_event::ENTRY,
    &missing_record::ENTRY,
    &raw_instrument::ENTRY,
    &entering_function_log::ENTRY,
    &log_level::ENTRY,
    &print_macro::ENTRY,
    &redundant_db_log::ENTRY,
    &timing_log::ENTRY,
    &blocking_in_async::ENTRY,
    &collector_debug_exporter::ENTRY,
    &foreign_span_ext::ENTRY,
    &leftover_dependency::ENTRY,
    &literal_endpoint::ENTRY,
    &logged_before_subscriber::ENTRY,
    &no_flush::ENTRY,
    &one_filter_for_all::ENTRY,
    &sampler_not_parent_based::ENTRY,
    &simple_exporter::ENTRY,
    &allow_without_reason::ENTRY,
    &stale_baseline::ENTRY,
    &unused_allow::ENTRY,
]);
