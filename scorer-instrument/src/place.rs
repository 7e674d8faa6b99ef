//! Where a value is recorded: an argument, a listed argument, a field. These traits are for rustc, which says by them what to
//! write there where a type is not proven; what they stand for is [`Recordable`] and [`NotText`], and nothing else implements
//! them.
//
// The second implementation of each is for no type: where it stands beside the first, rustc does not go on from a type to the
// bound that it fails, and says once, in the place's words, that the type is not proven.

use tracing::Value;

use crate::{NotText, Recordable};

/// What stands for the implementation that a value is recorded by.
#[derive(Debug)]
pub struct Proven;

/// What stands for the other one.
#[derive(Debug)]
pub struct Unproven;

/// No type has it.
pub trait Never {}

/// Declares the traits of each place: the first wants `Recordable`, the second `NotText`.
macro_rules! places {
    ($($(#[$meta:meta])* $name:ident: $bound:ident, $method:ident;)*) => {$(
        $(#[$meta])*
        pub trait $name<How> {
            /// What tracing is given.
            type Value<'a>: Value
            where
                Self: 'a;

            /// The value as what it is.
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
        message = "`{Self}` is not proven fit to record",
        label = "would be recorded",
        note = "leave the argument out: `skip(..)` names what is not recorded, `include(..)` all that is",
        note = "or skip it, and record a part of the `{Self}` in `fields(..)`",
        note = "or, where that is a type of yours: `#[derive(scorer_instrument::Recordable)]`, which checks each member",
        note = "or, where it is generic: a bound, `scorer_instrument::Recordable`",
        note = "or, where it is another crate's: `[[recordable]]` in scorer-instrument.toml",
        note = "or skip it, and record what was reviewed: `fields(.. = %reviewed!(.., reason = \"why it is fit\"))`"
    )]
    RecordableArgument: Recordable, value;

    /// An argument that is not skipped, under a name that could be anything's.
    #[diagnostic::on_unimplemented(
        message = "`{Self}` may hold any text, and the argument's name does not say which",
        label = "would be recorded under a name that says nothing of it",
        note = "rename the argument after what it holds: `cache_key`, `error_code`",
        note = "or leave it out: `skip(..)` names what is not recorded, `include(..)` all that is",
        note = "or skip it, and record what was reviewed: `fields(.. = %reviewed!(.., reason = \"why it is fit\"))`"
    )]
    NotTextArgument: NotText, __named;

    /// An argument that `include` lists.
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not proven fit to record",
        label = "would be recorded",
        note = "take it out of `include`",
        note = "or record a part of the `{Self}` in its place, in `fields(..)`",
        note = "or, where that is a type of yours: `#[derive(scorer_instrument::Recordable)]`, which checks each member",
        note = "or, where it is generic: a bound, `scorer_instrument::Recordable`",
        note = "or, where it is another crate's: `[[recordable]]` in scorer-instrument.toml",
        note = "or record what was reviewed in its place: `fields(.. = %reviewed!(.., reason = \"why it is fit\"))`"
    )]
    RecordableListed: Recordable, value;

    /// An argument that `include` lists, under a name that could be anything's.
    #[diagnostic::on_unimplemented(
        message = "`{Self}` may hold any text, and the argument's name does not say which",
        label = "would be recorded under a name that says nothing of it",
        note = "rename the argument after what it holds: `cache_key`, `error_code`",
        note = "or take it out of `include`",
        note = "or record what was reviewed in its place: `fields(.. = %reviewed!(.., reason = \"why it is fit\"))`"
    )]
    NotTextListed: NotText, __named;

    /// The value of a field.
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not proven fit to record",
        label = "would be recorded",
        note = "leave the field out, or write a part of the `{Self}` there, or a fact about it, such as its length",
        note = "or, where that is a type of yours: `#[derive(scorer_instrument::Recordable)]`, which checks each member",
        note = "or, where it is generic: a bound, `scorer_instrument::Recordable`",
        note = "or, where it is another crate's: `[[recordable]]` in scorer-instrument.toml",
        note = "or write that it was reviewed: `%reviewed!(.., reason = \"why it is fit\")`"
    )]
    RecordableField: Recordable, value;

    /// The value of a field whose name could be anything's.
    #[diagnostic::on_unimplemented(
        message = "`{Self}` may hold any text, and the field's name does not say which",
        label = "would be recorded under a name that says nothing of it",
        note = "name the field after what it holds: `cache_key`, `error_code`",
        note = "or leave it out, or write that it was reviewed: `%reviewed!(.., reason = \"why it is fit\")`"
    )]
    NotTextField: NotText, __named;
}
