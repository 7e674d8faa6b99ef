//! The places where a value is recorded: an argument, a listed argument, a field.
//!
//! These traits exist for rustc's messages: where a type is not recordable, the message says what to write in that
//! place. They stand for [`Recordable`] and [`NotText`], and nothing else implements them.
//
// Each trait has a second implementation that applies to no type. Because of it, rustc does not look into the bound
// that fails in the first implementation, and reports once, in the words of the place, that the type is not recordable.

use tracing::Value;

use crate::{NotText, Recordable};

/// Marks the implementation through which a value is recorded.
#[derive(Debug)]
pub struct Proven;

/// Marks the other implementation, which applies to no type.
#[derive(Debug)]
pub struct Unproven;

/// A trait that no type implements.
pub trait Never {}

/// Declares the two traits of each place: the first requires `Recordable`, the second `NotText`.
macro_rules! places {
    ($($(#[$meta:meta])* $name:ident: $bound:ident, $method:ident;)*) => {$(
        $(#[$meta])*
        pub trait $name<How> {
            /// The value that is passed to tracing.
            type Value<'a>: Value
            where
                Self: 'a;

            /// Returns the value in the form that tracing records.
            fn __value(&self) -> Self::Value<'_>;
        }

        #[diagnostic::do_not_recommend]
        impl<T: $bound + ?Sized> $name<Proven> for T {
            type Value<'a>
                = <T as Recordable>::Value<'a>
            where
                Self: 'a;

            #[inline]
            fn __value(&self) -> Self::Value<'_> {
                self.$method()
            }
        }

        #[diagnostic::do_not_recommend]
        impl<T: Never + ?Sized> $name<Unproven> for T {
            type Value<'a>
                = bool
            where
                Self: 'a;

            fn __value(&self) -> bool {
                false
            }
        }
    )*};
}

places! {
    /// An argument that is not skipped.
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not known to be safe to record",
        label = "would be recorded",
        note = "leave the argument out: `skip(..)` lists what is not recorded, `include(..)` lists everything that is",
        note = "or skip it, and record a part of the `{Self}` in `fields(..)`",
        note = "or, if it is a type of your own: `#[derive(scorer_instrument::Recordable)]`, which checks each member",
        note = "or, if it is generic: the bound `scorer_instrument::Recordable`",
        note = "or, if it is a type of another crate: its feature of scorer-instrument, such as `uuid` or `http`, or `[[recordable]]` in scorer-instrument.toml",
        note = "or skip it, and record a reviewed value: `fields(.. = %reviewed!(.., reason = \"why it is safe\"))`"
    )]
    RecordableArgument: Recordable, value;

    /// An argument that is not skipped, under a name that could mean anything.
    #[diagnostic::on_unimplemented(
        message = "`{Self}` may contain any text, and the argument's name does not say which",
        label = "would be recorded under a name that does not say what text it is",
        note = "rename the argument after what it holds: `cache_key`, `error_code`",
        note = "or leave it out: `skip(..)` lists what is not recorded, `include(..)` lists everything that is",
        note = "or skip it, and record a reviewed value: `fields(.. = %reviewed!(.., reason = \"why it is safe\"))`"
    )]
    NotTextArgument: NotText, __named;

    /// An argument that `include` lists.
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not known to be safe to record",
        label = "would be recorded",
        note = "take it out of `include`",
        note = "or record a part of the `{Self}` in its place, in `fields(..)`",
        note = "or, if it is a type of your own: `#[derive(scorer_instrument::Recordable)]`, which checks each member",
        note = "or, if it is generic: the bound `scorer_instrument::Recordable`",
        note = "or, if it is a type of another crate: its feature of scorer-instrument, such as `uuid` or `http`, or `[[recordable]]` in scorer-instrument.toml",
        note = "or record a reviewed value in its place: `fields(.. = %reviewed!(.., reason = \"why it is safe\"))`"
    )]
    RecordableListed: Recordable, value;

    /// An argument that `include` lists, under a name that could mean anything.
    #[diagnostic::on_unimplemented(
        message = "`{Self}` may contain any text, and the argument's name does not say which",
        label = "would be recorded under a name that does not say what text it is",
        note = "rename the argument after what it holds: `cache_key`, `error_code`",
        note = "or take it out of `include`",
        note = "or record a reviewed value in its place: `fields(.. = %reviewed!(.., reason = \"why it is safe\"))`"
    )]
    NotTextListed: NotText, __named;

    /// An argument, listed or not, whose type has the name of a credential.
    #[diagnostic::on_unimplemented(
        message = "`{Self}` may contain any text, and the name of its type is that of a credential",
        label = "would be recorded, and may be the credential itself",
        note = "leave the argument out: `skip(..)` lists what is not recorded, `include(..)` lists everything that is",
        note = "or, if it is a type of your own that contains no text: `#[derive(scorer_instrument::Recordable)]`",
        note = "or skip it, and record a reviewed value: `fields(.. = %reviewed!(.., reason = \"why it is safe\"))`"
    )]
    NotTextCalled: NotText, __named;

    /// An argument, listed or not, of a function whose name says that it takes a credential or personal data.
    #[diagnostic::on_unimplemented(
        message = "`{Self}` may contain any text, and the function's name says that it takes a credential or personal data",
        label = "would be recorded, and may be what the function takes",
        note = "leave the argument out: `#[scorer_span(skip(..))]`, with the argument's name in the parentheses",
        note = "or, if it is a type of your own that contains no text: `#[derive(scorer_instrument::Recordable)]`",
        note = "or skip it, and record a part that is no text: `#[scorer_span(skip(x), fields(user_id = x.user_id))]`",
        note = "or skip it, and record a reviewed value: `fields(.. = %reviewed!(.., reason = \"why it is safe\"))`"
    )]
    NotTextTaken: NotText, __named;

    /// An argument, listed or not, with the name of a person.
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not known to be safe to record, and the argument's name is that of a person",
        label = "would be recorded, with all that is known of the person",
        note = "skip it, and record who it is by an id: `#[scorer_span(skip(x), fields(user_id = x.id))]`",
        note = "or, if it is a type of your own: `#[derive(scorer_instrument::Recordable)]`, which checks each member",
        note = "or skip it, and record a reviewed value: `fields(.. = %reviewed!(.., reason = \"why it is safe\"))`"
    )]
    NotTextPerson: NotText, __named;

    /// The value of a field.
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not known to be safe to record",
        label = "would be recorded",
        note = "leave the field out, or write a part of the `{Self}` there, or a fact about it, such as its length",
        note = "or, if it is a type of your own: `#[derive(scorer_instrument::Recordable)]`, which checks each member",
        note = "or, if it is generic: the bound `scorer_instrument::Recordable`",
        note = "or, if it is a type of another crate: its feature of scorer-instrument, such as `uuid` or `http`, or `[[recordable]]` in scorer-instrument.toml",
        note = "or write that it was reviewed: `%reviewed!(.., reason = \"why it is safe\")`"
    )]
    RecordableField: Recordable, value;

    /// The value of a field whose name could mean anything.
    #[diagnostic::on_unimplemented(
        message = "`{Self}` may contain any text, and the field's name does not say which",
        label = "would be recorded under a name that does not say what text it is",
        note = "name the field after what it holds: `cache_key`, `error_code`",
        note = "or leave it out, or write that it was reviewed: `%reviewed!(.., reason = \"why it is safe\")`"
    )]
    NotTextField: NotText, __named;
}
