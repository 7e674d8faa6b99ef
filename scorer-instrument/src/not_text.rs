//! The proofs that a value holds no text: [`NotText`], for a name that says nothing about the value, and what rustc
//! checks with it elsewhere.
//!
//! The expansions and rustc's error messages refer to the items of this module. None of them but [`NotText`] is meant to
//! be used by hand.

use std::borrow::Cow;
use std::fmt::{Debug, Display};
use std::num::{NonZero, Saturating, Wrapping};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use tracing::Value;
use tracing::field::{debug, display};

use crate::{Debugged, Displayed, Recordable};

/// A type that holds no text. It may be recorded under a name that could mean anything, such as `key`, `code` or
/// `value`.
///
/// It is implemented for numbers, `bool`, `char`, times and ids, for references, smart pointers and `Option` of these,
/// and by `#[derive(Recordable)]` for a type all of whose recorded members implement it. A type whose `Recordable` is
/// written by hand does not get it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` may contain any text, and the name that it is recorded under does not say which",
    label = "would be recorded under a name that does not say what text it is",
    note = "rename it after what it holds: `cache_key`, `error_code`",
    note = "or leave it out: a member of a derived type with `#[recordable(skip)]`",
    note = "or write that it was reviewed: `reviewed!(.., reason = \"why it is safe\")`"
)]
pub trait NotText: Recordable {
    /// Returns the value in the form that tracing records.
    #[doc(hidden)]
    #[inline]
    fn __named(&self) -> Self::Value<'_> {
        self.value()
    }

    /// Returns what `%x` prints.
    #[doc(hidden)]
    #[inline]
    fn __named_display(&self) -> impl Value {
        display(Displayed(self))
    }

    /// Returns what `?x` prints.
    #[doc(hidden)]
    #[inline]
    fn __named_debug(&self) -> impl Value {
        debug(Debugged(self))
    }

    /// Lets rustc check a member of a derived type.
    #[doc(hidden)]
    fn __member(&self) {}

    /// Returns what an argument of a format string prints.
    #[doc(hidden)]
    #[inline]
    fn __named_shown(&self) -> impl Display + Debug {
        crate::recordable::Shown(self)
    }
}

/// The value that `ret` records of a function whose name says nothing about it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` may contain any text, and the function's name does not say which",
    label = "would be recorded under the name of a function that does not say what text it is",
    note = "leave `ret` out, or rename the function after what it returns"
)]
pub trait ReturnedUnnamed {
    /// Stands for the returned value where rustc checks its type for `ret`. It is never called.
    #[doc(hidden)]
    fn __returned() -> Self
    where
        Self: Sized,
    {
        unreachable!("stands behind `if false`")
    }
}

#[diagnostic::do_not_recommend]
impl<T: NotText + crate::Returnable> ReturnedUnnamed for T {}

#[diagnostic::do_not_recommend]
impl ReturnedUnnamed for () {}

#[diagnostic::do_not_recommend]
impl<T: ReturnedUnnamed, E: crate::Returnable> ReturnedUnnamed for Result<T, E> {}

/// A value that says nothing about the input it was computed from, as the name of the call promises: a number, a time
/// or an id, but no text.
#[diagnostic::on_unimplemented(
    message = "`{Self}` may contain text, but the name of this call promises a value that reveals nothing about its input",
    label = "would be recorded as if it were a number, a flag or a time",
    note = "bind it to a name that says what it contains; that name is then judged"
)]
pub trait Scalar: Sized {
    /// Returns the value as it is.
    #[doc(hidden)]
    #[inline]
    #[must_use]
    fn __scalar(self) -> Self {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<T: NotText> Scalar for T {}

/// A value that is a `bool`, as the name of the call promises: `is_valid(..)`, `has_token(..)`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` may contain anything, but the name of this call promises a `bool`",
    label = "would be recorded as if it were `true` or `false`",
    note = "bind it to a name that says what it contains; that name is then judged"
)]
pub trait Flag: Sized {
    /// Returns the value as it is.
    #[doc(hidden)]
    #[inline]
    #[must_use]
    fn __flag(self) -> Self {
        self
    }
}

#[diagnostic::do_not_recommend]
impl Flag for bool {}

// With a single implementation, rustc would expect a `bool` and not ask for the trait.
#[diagnostic::do_not_recommend]
impl Flag for crate::place::Unproven {}

/// What comes from a credential or from a place that keeps credentials, where its name does not say that it is
/// something else: `credentials.second`, `vault.get("stripe")`, `sign(request)`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` may contain any text, and it comes from a credential or from something that keeps or makes credentials",
    label = "would be recorded, and may be the secret itself",
    note = "record something that is known to be safe: an id, a count, a kind, a state or a time",
    note = "or, for one reviewed value: `scorer_instrument::reviewed!(x, reason = \"why it is safe\")` in its place"
)]
pub trait NotTextPart {
    /// Returns the value as it is.
    #[doc(hidden)]
    #[inline]
    fn __part(&self) -> &Self {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<T: NotText + ?Sized> NotTextPart for T {}

/// What a call may return whose name is all that says it is safe: `mask(email)`, `redact(body)`. It holds no text.
#[diagnostic::on_unimplemented(
    message = "`{Self}` may contain any text, and only the name of this call says that it is safe to record",
    label = "would be recorded because of a function's name",
    note = "to tell values apart: `scorer_instrument::fingerprint(..)`, which needs the feature `fingerprint`",
    note = "for a function that somebody has reviewed: `%scorer_instrument::reviewed!(mask(&x), reason = \"what it leaves\")`"
)]
pub trait MadeFit: Sized {
    /// Returns the value as it is.
    #[doc(hidden)]
    #[inline]
    #[must_use]
    fn __made_fit(self) -> Self {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<T: NotText> MadeFit for T {}

/// A primitive number. Forms such as `{:x}` print nothing but the number.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not known to be safe to print in this form",
    label = "would be printed by its own formatting",
    note = "print it with `{{}}` or `{{:?}}`, which show its safe view"
)]
pub trait Number {
    /// Returns the number.
    #[inline]
    fn number(&self) -> &Self {
        self
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl Number for $number {}
    )*};
}

numbers!(
    u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize, f32, f64
);

#[diagnostic::do_not_recommend]
impl<T: Number + ?Sized> Number for &T {}

macro_rules! not_text {
    ($($(#[$meta:meta])* [$($generics:tt)*] $type:ty),* $(,)?) => {$(
        $(#[$meta])*
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> NotText for $type {}
    )*};
}

not_text! {
    [] bool, [] char, [] Duration, [] tracing::Level,
    [] u8, [] u16, [] u32, [] u64, [] u128, [] usize,
    [] i8, [] i16, [] i32, [] i64, [] i128, [] isize, [] f32, [] f64,
    [] NonZero<u8>, [] NonZero<u16>, [] NonZero<u32>, [] NonZero<u64>, [] NonZero<u128>, [] NonZero<usize>,
    [] NonZero<i8>, [] NonZero<i16>, [] NonZero<i32>, [] NonZero<i64>, [] NonZero<i128>, [] NonZero<isize>,
    [] std::io::ErrorKind, [] std::process::ExitStatus, [] std::num::IntErrorKind, [] std::cmp::Ordering,
    [] std::thread::ThreadId,
    [T: NotText] Option<T>,
    [T: NotText] Wrapping<T>,
    [T: NotText] Saturating<T>,
    [T: NotText + ?Sized] &T,
    [T: NotText + ?Sized] &mut T,
    [T: NotText + ?Sized] Box<T>,
    [T: NotText + ?Sized] Rc<T>,
    [T: NotText + ?Sized] Arc<T>,
    [T: NotText + ToOwned + ?Sized] Cow<'_, T>,
}

#[cfg(feature = "uuid")]
not_text!([] uuid::Uuid);

#[cfg(feature = "rust_decimal")]
not_text!([] rust_decimal::Decimal);

#[cfg(feature = "chrono")]
not_text! {
    [] chrono::DateTime<chrono::Utc>,
    [] chrono::DateTime<chrono::FixedOffset>,
    [] chrono::NaiveDate,
    [] chrono::NaiveTime,
    [] chrono::NaiveDateTime,
    [] chrono::TimeDelta,
    [] chrono::format::DelayedFormat<chrono::format::StrftimeItems<'_>>,
}

#[cfg(feature = "time")]
not_text! {
    [] time::OffsetDateTime,
    [] time::PrimitiveDateTime,
    [] time::Date,
    [] time::Time,
    [] time::Duration,
}

#[cfg(feature = "http")]
not_text!([] http::Method, [] http::StatusCode, [] http::Version);

#[cfg(feature = "fingerprint")]
not_text!([] scorer_redact::Fingerprint);
#[cfg(feature = "ulid")]
not_text!([] ulid::Ulid);

#[cfg(feature = "jiff")]
not_text! {
    [] jiff::Timestamp,
    [] jiff::ZonedDateTime,
    [] jiff::civil::Date,
    [] jiff::civil::Time,
    [] jiff::civil::DateTime,
    [] jiff::Span,
    [] jiff::SignedDuration,
}

#[cfg(feature = "semver")]
not_text!([] semver::Version);

#[cfg(feature = "alloy-primitives")]
not_text!([] alloy_primitives::Address);
