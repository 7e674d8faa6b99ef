//! What an event prints with `%`, `?` or `{}`. The compiler chooses the form of each value by its type.
//!
//! The expansions and rustc's error messages refer to the items of this module. None of them is meant to be used by
//! hand.
//!
//! A [`Recordable`] value prints its safe view. An error, a path and an address print their own text through the
//! redactor. No single trait covers all of them, so the choice is made by a chain of wrappers. Each wrapper has a
//! method of the same name under a bound, and the first one whose bound holds is called. The last has no bound: it
//! returns a type that implements nothing, and rustc reports this at the value, in this crate's words.

use std::fmt::{self, Debug, Display, Formatter};

use tracing::Value;
use tracing::field::{debug, display};

use crate::{Debugged, Displayed, NotText, Recordable, Returnable};

#[doc(inline)]
pub use crate::failure::LoggedError;

#[doc(hidden)]
pub use scorer_instrument_macros::{
    debug as judged_debug, error as judged_error, event as judged_event, info as judged_info,
    record as judged_record, trace as judged_trace, warn as judged_warn,
};

/// How values of a type are printed: one function for `{}` and one for `{:?}`.
#[doc(hidden)]
pub struct Forms<T: ?Sized> {
    pub(crate) display: Print<T>,
    pub(crate) debug: Print<T>,
}

type Print<T> = fn(&T, &mut Formatter<'_>) -> fmt::Result;

/// The type is [`Recordable`], so it needs no functions to print it.
#[doc(hidden)]
pub struct Fit;

/// The type may not be recorded.
pub struct Unfit;

/// A value, together with how it is printed.
#[doc(hidden)]
pub struct Known<'a, T: ?Sized, How> {
    pub(crate) value: &'a T,
    pub(crate) how: How,
}

/// A value that is printed by the functions of its [`Forms`].
#[doc(hidden)]
pub type Shown<'a, T> = Known<'a, T, Forms<T>>;

impl<T: ?Sized> Display for Shown<'_, T> {
    #[inline]
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        (self.how.display)(self.value, f)
    }
}

impl<T: ?Sized> Debug for Shown<'_, T> {
    #[inline]
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        (self.how.debug)(self.value, f)
    }
}

/// A value that an event may print.
#[cfg_attr(
    not(feature = "errors"),
    diagnostic::on_unimplemented(
        note = "an error is printed through the redactor with the feature `errors` of `scorer-instrument`"
    )
)]
#[diagnostic::on_unimplemented(
    message = "`{T}` is not known to be safe to record",
    label = "would be recorded",
    note = "leave it out, or record a part of it: `stamp_count = stamps.len()`",
    note = "or, for a type of your own: `#[derive(scorer_instrument::Recordable)]`, which checks each member",
    note = "or, for a type of another crate: its feature of scorer-instrument, such as `uuid` or `http`, or `[[recordable]]` in scorer-instrument.toml, with its whole path",
    note = "or, for one reviewed value: `reviewed!(x, reason = \"why it is safe\")` in its place"
)]
pub trait Logged<T: ?Sized>: Sized {
    /// What `%x` records.
    #[doc(hidden)]
    fn __display(known: Known<'_, T, Self>) -> impl Value;

    /// What `?x` records.
    #[doc(hidden)]
    fn __debug(known: Known<'_, T, Self>) -> impl Value;

    /// What an argument of a format string prints.
    #[doc(hidden)]
    fn __shown(known: Known<'_, T, Self>) -> Shown<'_, T>;
}

/// A value that an event may print under a name that says nothing about it.
#[diagnostic::on_unimplemented(
    message = "`{T}` may contain any text, and the name that it is recorded under does not say which",
    label = "would be recorded under a name that does not say what text it is",
    note = "leave it out (of a span with `skip(..)`, of a derived type with `#[recordable(skip)]`), or record an id or a count of it",
    note = "or, if it has one known content, name it after that: `cache_key`, `error_code`",
    note = "or, for one reviewed value: `reviewed!(x, reason = \"why it is safe\")` in its place"
)]
pub trait LoggedUnnamed<T: ?Sized>: Sized {
    /// What `%x` records.
    #[doc(hidden)]
    fn __display(known: Known<'_, T, Self>) -> impl Value;

    /// What `?x` records.
    #[doc(hidden)]
    fn __debug(known: Known<'_, T, Self>) -> impl Value;

    /// What an argument of a format string prints.
    #[doc(hidden)]
    fn __shown(known: Known<'_, T, Self>) -> Shown<'_, T>;
}

macro_rules! logged {
    ($($of:ident),*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T: Recordable + ?Sized> $of<T> for Fit {
            #[inline]
            fn __display(known: Known<'_, T, Fit>) -> impl Value {
                display(Displayed(known.value))
            }

            #[inline]
            fn __debug(known: Known<'_, T, Fit>) -> impl Value {
                debug(Debugged(known.value))
            }

            #[inline]
            fn __shown(known: Known<'_, T, Fit>) -> Shown<'_, T> {
                Known {
                    value: known.value,
                    how: Forms {
                        display: T::fmt_display,
                        debug: T::fmt_debug,
                    },
                }
            }
        }

        #[diagnostic::do_not_recommend]
        impl<T: ?Sized> $of<T> for Forms<T> {
            #[inline]
            fn __display(known: Shown<'_, T>) -> impl Value {
                display(known)
            }

            #[inline]
            fn __debug(known: Shown<'_, T>) -> impl Value {
                debug(known)
            }

            #[inline]
            fn __shown(known: Shown<'_, T>) -> Shown<'_, T> {
                known
            }
        }
    )*};
}

logged!(Logged, LoggedUnnamed);

/// A value whose own `to_string` may be called.
#[diagnostic::on_unimplemented(
    message = "the text that `{T}` prints is not known to be safe to record",
    label = "would be recorded by its own `Display`",
    note = "record the value itself, `%x` or `?x`, which prints its safe view",
    note = "for a type of your own: `#[derive(scorer_instrument::Recordable)]` with no member skipped"
)]
pub trait Spoken<T: ?Sized>: Sized {
    /// The value that the method is called on.
    #[doc(hidden)]
    type Own<'a>
    where
        T: 'a;

    /// Returns the value that the method is called on.
    #[doc(hidden)]
    fn __spoken(known: Known<'_, T, Self>) -> Self::Own<'_>;
}

/// The type's own `Display` prints nothing but recordable values.
#[doc(hidden)]
pub struct Own;

#[diagnostic::do_not_recommend]
impl<T: ?Sized> Spoken<T> for Own {
    type Own<'a>
        = &'a T
    where
        T: 'a;

    #[inline]
    fn __spoken(known: Known<'_, T, Own>) -> &T {
        known.value
    }
}

/// An error that derives `Recordable` and skips members prints only its safe view.
#[diagnostic::do_not_recommend]
impl<T: Recordable + ?Sized> Spoken<T> for Fit {
    type Own<'a>
        = Displayed<'a, T>
    where
        T: 'a;

    #[inline]
    fn __spoken(known: Known<'_, T, Fit>) -> Displayed<'_, T> {
        Displayed(known.value)
    }
}

#[diagnostic::do_not_recommend]
impl<T: ?Sized> Spoken<T> for Forms<T> {
    type Own<'a>
        = Shown<'a, T>
    where
        T: 'a;

    #[inline]
    fn __spoken(known: Shown<'_, T>) -> Shown<'_, T> {
        known
    }
}

/// Declares the links of a chain. Each link holds the next one and dereferences to it.
macro_rules! links {
    ($($(#[$doc:meta])* $link:ident => $next:ident;)*) => {$(
        $(#[$doc])*
        #[doc(hidden)]
        pub struct $link<'a, T: ?Sized>(pub(crate) $next<'a, T>);

        impl<'a, T: ?Sized> ::std::ops::Deref for $link<'a, T> {
            type Target = $next<'a, T>;

            #[inline]
            fn deref(&self) -> &$next<'a, T> {
                &self.0
            }
        }
    )*};
}

#[cfg(feature = "errors")]
pub(crate) use links;

#[cfg(not(feature = "errors"))]
use ByNone as Shielded;

#[cfg(feature = "errors")]
use crate::shielded::Shielded;

links! {
    /// A `Recordable` value prints its safe view.
    ByRecordable => Shielded;
    /// A value that holds no text may be printed under any name.
    ByNotText => ByRecordableError;
    /// An error that derives `Recordable` prints its safe view under any name.
    ByRecordableError => Shielded;
    /// A value whose own text consists of recordable values only.
    ByReturnable => ByRecordableError;
    /// The same, for a value that its `display` method prints.
    ByViewed => ByPath;
    /// A path, whose `display` method returns a value that is checked in turn.
    ByPath => ByNone;
}

/// The end of every chain.
#[doc(hidden)]
pub struct ByNone<'a, T: ?Sized>(pub(crate) &'a T);

impl<'a, T: ?Sized> ByNone<'a, T> {
    /// Returns that nothing is known of the type.
    #[doc(hidden)]
    #[inline]
    pub fn __known(&self) -> Known<'a, T, Unfit> {
        self.as_it_is(Unfit)
    }
}

impl<'a, T: ?Sized> ByNone<'a, T> {
    /// Returns the value, printed by these functions. The expansion calls this for a type that the team has allowed.
    #[doc(hidden)]
    #[inline]
    pub fn __reviewed(&self, display: Print<T>, debug: Print<T>) -> Shown<'a, T> {
        self.shown(display, debug)
    }

    /// Returns the value in the form that tracing records.
    #[inline]
    fn as_it_is<How>(&self, how: How) -> Known<'a, T, How> {
        Known { value: self.0, how }
    }

    /// Returns the value, printed by these functions.
    #[inline]
    pub(crate) fn shown(&self, display: Print<T>, debug: Print<T>) -> Shown<'a, T> {
        Known {
            value: self.0,
            how: Forms { display, debug },
        }
    }
}

impl<'a, T: Recordable + ?Sized> ByRecordable<'a, T> {
    #[doc(hidden)]
    #[inline]
    pub fn __known(&self) -> Known<'a, T, Fit> {
        self.as_it_is(Fit)
    }
}

impl<'a, T: NotText + ?Sized> ByNotText<'a, T> {
    #[doc(hidden)]
    #[inline]
    pub fn __known(&self) -> Known<'a, T, Fit> {
        self.as_it_is(Fit)
    }
}

impl<'a, T: Recordable + std::error::Error + ?Sized> ByRecordableError<'a, T> {
    #[doc(hidden)]
    #[inline]
    pub fn __known(&self) -> Known<'a, T, Fit> {
        self.as_it_is(Fit)
    }
}

impl<'a, T: Returnable + ?Sized> ByReturnable<'a, T> {
    #[doc(hidden)]
    #[inline]
    pub fn __known(&self) -> Known<'a, T, Own> {
        self.as_it_is(Own)
    }
}

impl<'a, T: Returnable + ?Sized> ByViewed<'a, T> {
    #[doc(hidden)]
    #[inline]
    pub fn __known(&self) -> Known<'a, T, Own> {
        self.as_it_is(Own)
    }
}

impl<'a, T: AsRef<std::path::Path> + ?Sized> ByPath<'a, T> {
    #[doc(hidden)]
    #[inline]
    pub fn __known(&self) -> Known<'a, T, Own> {
        self.as_it_is(Own)
    }
}

/// Prints what `via = "display"` asks for.
#[doc(hidden)]
pub fn by_display<T: Display + ?Sized>(value: &T, f: &mut Formatter<'_>) -> fmt::Result {
    Display::fmt(value, f)
}

/// The same, for a value that may be absent.
#[doc(hidden)]
pub fn by_display_of_some<T: Display>(value: &Option<T>, f: &mut Formatter<'_>) -> fmt::Result {
    value
        .as_ref()
        .map_or(Ok(()), |value| Display::fmt(value, f))
}

/// Prints what `via = "debug"` asks for.
#[doc(hidden)]
pub fn by_debug<T: Debug + ?Sized>(value: &T, f: &mut Formatter<'_>) -> fmt::Result {
    Debug::fmt(value, f)
}

/// Chooses how a value is printed under a name that describes it.
#[doc(hidden)]
#[inline]
pub fn logged<T: ?Sized>(value: &T) -> ByRecordable<'_, T> {
    ByRecordable(shielded(value))
}

/// Chooses how a value is printed under a name that says nothing about it.
#[doc(hidden)]
#[inline]
pub fn logged_unnamed<T: ?Sized>(value: &T) -> ByNotText<'_, T> {
    ByNotText(ByRecordableError(shielded(value)))
}

/// Chooses what `to_string` is called on.
#[doc(hidden)]
#[inline]
pub fn spoken<T: ?Sized>(value: &T) -> ByReturnable<'_, T> {
    ByReturnable(ByRecordableError(shielded(value)))
}

/// Chooses what `display` is called on.
#[doc(hidden)]
#[inline]
pub fn viewed<T: ?Sized>(value: &T) -> ByViewed<'_, T> {
    ByViewed(ByPath(ByNone(value)))
}

#[cfg(not(feature = "errors"))]
#[inline]
fn shielded<T: ?Sized>(value: &T) -> ByNone<'_, T> {
    ByNone(value)
}

#[cfg(feature = "errors")]
use crate::shielded::shielded;
