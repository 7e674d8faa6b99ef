//! What `#[scorer_span]` shares with the attribute that it wraps: each case is compiled twice, once
//! annotated with each, and a subscriber must not be able to tell the two apart.
//!
//! The cases follow the documentation of tracing-attributes 0.1.31. Where the two differ on purpose,
//! the tests in `differences.rs` say how.

mod differences;
mod ours;
mod theirs;

use scorer_instrument_tests::{Recording, watch};

/// Neither the order in which fields are declared nor that in which they arrive is promised; and
/// the cases stand in two modules.
fn comparable(mut recording: Recording) -> Recording {
    for span in &mut recording.spans {
        span.declared.sort_unstable();
        span.fields.0.sort_by(|left, right| left.0.cmp(&right.0));
        span.module = span.module.as_deref().map(common);
        span.target = common(&span.target);
    }
    for event in &mut recording.events {
        event.target = common(&event.target);
    }
    recording
}

fn common(path: &str) -> String {
    path.replace("::theirs::", "::ours::")
}

macro_rules! same {
    ($($area:ident { $($case:ident)* })*) => {$(
        mod $area {$(
            #[test]
            fn $case() {
                let ((), theirs) = super::watch(super::theirs::cases::$area::$case);
                let ((), ours) = super::watch(super::ours::cases::$area::$case);
                assert!(!theirs.spans.is_empty(), "the case records nothing");
                assert_eq!(super::comparable(ours), super::comparable(theirs));
            }
        )*}
    )*};
}

same! {
    spans {
        no_argument
        primitive_arguments
        a_nested_call
        an_event_within
        the_name
        the_name_alone
        the_name_of_a_constant
        a_raw_name
        the_target
        the_target_of_a_constant
        level_trace
        level_in_capitals
        level_of_a_number
        level_of_a_path
        level_of_a_constant
        one_skipped
        several_skipped
        all_skipped
        all_skipped_but_a_field
        literal_fields
        a_dotted_field
        a_literal_in_braces
        keywords_in_a_field
        sigils
        a_sigil_alone
        a_field_in_an_arguments_place
        an_empty_field
        an_empty_field_spelled_out
        an_empty_field_that_this_call_leaves_empty
        no_parent
        the_current_parent
        a_given_parent
        a_parent_by_id
        follows_several
        follows_one
        arguments_without_commas
        an_extern_function
        a_generic_function_without_recorded_generics
        an_impl_trait_argument
        an_impl_trait_result
        a_reference_pattern
        a_mutable_argument
        an_ignored_argument
        an_early_panic
    }
    events {
        ret_alone
        ret_by_display
        ret_at_its_own_level
        ret_at_the_spans_level
        ret_by_display_at_a_level
        ret_with_a_target
        ret_of_nothing
        ret_by_an_early_return
        err_of_an_err
        err_of_an_ok
        err_by_a_question_mark
        err_by_debug
        err_by_display
        err_at_a_level
        err_by_debug_at_a_level
        err_leaves_the_spans_level
        err_with_a_target
        err_and_ret_of_an_ok
        err_and_ret_of_an_err
        err_and_ret_in_both_formats
        err_of_a_boxed_error
        every_argument_at_once
    }
    errors {
        an_alias_of_a_result
        a_conversion_by_a_question_mark
        an_early_return_among_statements
        a_result_of_nothing
        a_generic_function
        an_argument_of_any_type
        an_iterator_in_the_result
        an_error_of_any_type
        a_borrow_in_the_result
        methods
        a_method_of_a_trait
        an_async_function_that_converts_errors
        an_async_function_that_borrows
        an_async_block_that_is_returned
        a_boxed_block_that_converts_errors
        a_boxed_block_behind_an_alias
        an_async_function_within
        an_async_trait
        levels_and_targets
        an_error_in_an_error
        a_recursive_function
        a_panic_before_the_result
        a_dropped_future
        a_lock_that_is_held_to_the_end
        inner_attributes_and_items
        an_argument_that_is_moved
    }
    futures {
        an_async_function
        an_async_function_in_another
        ret_of_an_async_function
        err_of_an_async_function
        err_and_ret_of_an_async_function
        the_parent_of_an_async_function
        what_an_async_function_follows
        a_future_that_is_never_polled
        a_future_that_is_dropped
        a_boxed_async_block
        an_async_block_in_the_return_position
        what_stands_before_an_async_block
        a_panic_in_a_future
    }
}

/// The wrapped attribute, at the release whose documentation these cases follow.
///
/// Cargo's manifest pins it; this says so aloud when the pin is moved without looking here.
#[test]
fn the_wrapped_attribute_is_the_release_that_was_read() {
    // The one that `tracing` brings is the one that is pinned here.
    #[tracing_attributes::instrument]
    fn pinned() {}

    let lock = include_str!("../../../Cargo.lock");
    let mut packages = lock
        .split("[[package]]")
        .filter(|package| package.contains("name = \"tracing-attributes\""));
    let package = packages.next().expect("the lock names it");
    assert!(package.contains("version = \"0.1.31\""), "{package}");
    assert!(packages.next().is_none(), "two releases at once");
    let ((), recording) = watch(pinned);
    assert_eq!(recording.only().name, "pinned");
}
