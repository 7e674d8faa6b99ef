//! What `err` prints: errors, text and recordable values, all of it through the redactor.

#[cfg(feature = "errors")]
use std::fmt::{self, Debug, Formatter};

use tracing::Value;
use tracing::field::{debug, display};

#[cfg(feature = "errors")]
use crate::Recordable;
#[cfg(feature = "errors")]
use crate::logged::links;
use crate::logged::{Forms, Known, Shown};
#[cfg(feature = "errors")]
use crate::shielded::{self, Shielded, shielded};

/// A type that a function with `err` may return as its error.
#[cfg_attr(
    not(feature = "errors"),
    diagnostic::on_unimplemented(
        note = "an error's text passes the redactor with the feature `errors` of `scorer-instrument`"
    )
)]
#[diagnostic::on_unimplemented(
    message = "`{T}` is neither an error nor known to be safe to record",
    label = "its text would be recorded by `err`",
    note = "implement `std::error::Error` for a type of your own: its text passes the redactor",
    note = "or derive it: `#[derive(scorer_instrument::Recordable)]`, which checks each member",
    note = "or leave `err` out, and say in an event what failed: `scorer_instrument::error!(..)`"
)]
pub trait LoggedError<T: ?Sized>: Sized {
    /// What `err` records.
    #[doc(hidden)]
    fn __display(known: Known<'_, T, Self>) -> impl Value;

    /// What `err(Debug)` records.
    #[doc(hidden)]
    fn __debug(known: Known<'_, T, Self>) -> impl Value;
}

#[diagnostic::do_not_recommend]
impl<T: ?Sized> LoggedError<T> for Forms<T> {
    #[inline]
    fn __display(known: Shown<'_, T>) -> impl Value {
        display(known)
    }

    #[inline]
    fn __debug(known: Shown<'_, T>) -> impl Value {
        debug(known)
    }
}

/// Without a redactor, only types that hold no text are accepted.
#[cfg(not(feature = "errors"))]
#[diagnostic::do_not_recommend]
impl<T: crate::NotText + ?Sized> LoggedError<T> for crate::logged::Fit {
    #[inline]
    fn __display(known: Known<'_, T, Self>) -> impl Value {
        display(crate::Displayed(known.value))
    }

    #[inline]
    fn __debug(known: Known<'_, T, Self>) -> impl Value {
        debug(crate::Debugged(known.value))
    }
}

#[cfg(feature = "errors")]
links! {
    /// A `Recordable` value, including text.
    ByRecorded => ByTuple;
    /// A tuple of `Recordable` values, such as `(StatusCode, String)`.
    ByTuple => Shielded;
}

#[cfg(feature = "errors")]
impl<'a, T: Recordable + ?Sized> ByRecorded<'a, T> {
    #[doc(hidden)]
    #[inline]
    pub fn __known(&self) -> Shown<'a, T> {
        self.shown(recorded, recorded_debug)
    }
}

#[cfg(feature = "errors")]
#[cold]
fn recorded<T: Recordable + ?Sized>(value: &T, f: &mut Formatter<'_>) -> fmt::Result {
    shielded::display(&crate::Displayed(value), f)
}

#[cfg(feature = "errors")]
#[cold]
fn recorded_debug<T: Recordable + ?Sized>(value: &T, f: &mut Formatter<'_>) -> fmt::Result {
    shielded::debug(&crate::Debugged(value), f)
}

/// Implements the traits for tuples, by their number of parts.
#[cfg(feature = "errors")]
macro_rules! tuples {
    ($($parts:ident: $($part:ident $at:tt),*;)*) => {$(
        impl<'a, $($part: Recordable),*> ByTuple<'a, ($($part,)*)> {
            #[doc(hidden)]
            #[inline]
            pub fn __known(&self) -> Shown<'a, ($($part,)*)> {
                self.shown($parts, $parts)
            }
        }

        #[cold]
        fn $parts<$($part: Recordable),*>(value: &($($part,)*), f: &mut Formatter<'_>) -> fmt::Result {
            struct Parts<'a, T>(&'a T);

            impl<$($part: Recordable),*> Debug for Parts<'_, ($($part,)*)> {
                fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
                    let mut tuple = f.debug_tuple("");
                    $(tuple.field(&crate::Debugged(&self.0.$at));)*
                    tuple.finish()
                }
            }

            shielded::debug(&Parts(value), f)
        }
    )*};
}

#[cfg(feature = "errors")]
tuples! {
    two: A 0, B 1;
    three: A 0, B 1, C 2;
    four: A 0, B 1, C 2, D 3;
}

/// Chooses how an error is printed.
#[cfg(feature = "errors")]
#[inline]
pub fn failure<T: ?Sized>(value: &T) -> ByRecorded<'_, T> {
    ByRecorded(ByTuple(shielded(value)))
}

/// Chooses how an error is printed where there is no redactor.
#[cfg(not(feature = "errors"))]
#[inline]
pub fn failure<T: ?Sized>(value: &T) -> crate::logged::ByNotText<'_, T> {
    crate::logged::logged_unnamed(value)
}

/// Calls a closure. The signature tells rustc that the closure is called only once.
#[inline]
pub fn once<T>(body: impl FnOnce() -> T) -> T {
    body()
}
