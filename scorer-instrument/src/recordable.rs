//! [`Recordable`]: the types whose values are safe to record.

use std::borrow::Cow;
use std::cell::{Ref, RefMut};
use std::fmt::{self, Debug, Display, Formatter};
use std::num::{NonZero, Saturating, Wrapping};
use std::rc::Rc;
use std::sync::{Arc, MutexGuard, RwLockReadGuard, RwLockWriteGuard};
use std::time::Duration;

use tracing::Value;
use tracing::field::{DebugValue, DisplayValue, debug, display};

/// A type whose values are safe to record in a span or an event: their size is bounded, and they contain no secrets.
///
/// It is implemented for scalars, strings and [`Duration`], for `Option`, references and smart pointers of recordable
/// types, and, behind features, for types of other crates. It is not implemented for collections, paths, network
/// addresses, bodies or errors: record a part of those instead. Events print errors, paths and addresses through the
/// redactor ([`error!`](crate::error)).
///
/// For a type of your own, derive it: the derive checks every member by name and by type. You can also implement it by
/// hand; the lint's inventory lists such implementations.
///
/// ```
/// use scorer_instrument::{Recordable, scorer_span};
///
/// #[derive(Recordable)]
/// struct Community {
///     id: i64,
///     #[recordable(skip)]
///     weights: Vec<f64>,
/// }
///
/// #[scorer_span]
/// fn score(community: &Community) -> usize {
///     community.weights.len()
/// }
/// # score(&Community { id: 1, weights: vec![1.0] });
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not known to be safe to record",
    label = "would be recorded",
    note = "for a member of a derived type: `#[recordable(skip)]` leaves it out",
    note = "for a type of your own: `#[derive(scorer_instrument::Recordable)]`, which checks each member",
    note = "for a type of another crate: its feature of scorer-instrument, such as `uuid` or `http`, or `[[recordable]]` in scorer-instrument.toml"
)]
pub trait Recordable {
    /// The value that is passed to tracing: a number for a number, a `&str` for a string.
    type Value<'a>: Value
    where
        Self: 'a;

    /// Returns the value in the form that tracing records.
    fn value(&self) -> Self::Value<'_>;

    /// Writes what `%x` prints.
    ///
    /// # Errors
    ///
    /// Returns the errors of the formatter.
    fn fmt_display(&self, f: &mut Formatter<'_>) -> fmt::Result;

    /// Writes what `?x` prints.
    ///
    /// # Errors
    ///
    /// Returns the errors of the formatter.
    fn fmt_debug(&self, f: &mut Formatter<'_>) -> fmt::Result;

    /// The expansion of `%x` calls this. It is a method of this trait so that a type that does not implement it causes
    /// a single error, which points at the value.
    #[doc(hidden)]
    #[inline]
    fn __display(&self) -> impl Value {
        display(Displayed(self))
    }

    /// The same as `__display`, for `?x`.
    #[doc(hidden)]
    #[inline]
    fn __debug(&self) -> impl Value {
        debug(Debugged(self))
    }

    /// The same as `__display`, for an argument of a format string.
    #[doc(hidden)]
    #[inline]
    fn __shown(&self) -> impl Display + Debug {
        Shown(self)
    }
}

/// A type whose own `Debug` and `Display` print nothing but recordable values.
///
/// `ret` needs it, because tracing prints a returned value by its own `Debug`. Converting a value to text needs it too
/// (`String::from(x)`).
///
/// `#[derive(Recordable)]` implements it when no member is skipped and every member implements it. It does not when a
/// member points to another type (`Box<Owner>`), because that type may point back.
#[diagnostic::on_unimplemented(
    message = "the text that `{Self}` prints is not known to be safe to record",
    label = "would be recorded by its own `Debug` or `Display`",
    note = "for `ret`: leave it out, or declare `fields(n)` and fill it with `scorer_instrument::record!(n = ..)`",
    note = "for a `Result`: write `err` as well as `ret`, and the value in `Ok` is recorded",
    note = "for a type of your own: `#[derive(scorer_instrument::Recordable)]` with no member skipped, and none behind a pointer to another type",
    note = "for text: record the value itself, `%x` or `?x`, which prints its safe view"
)]
pub trait Returnable {
    /// Stands for the returned value where rustc checks its type for `ret`. It is never called.
    #[doc(hidden)]
    fn __returned() -> Self
    where
        Self: Sized,
    {
        unreachable!("stands behind `if false`")
    }
}

/// A [`Returnable`] value that other code turns into text: `String::from(x)`, `x.join(", ")`.
///
/// Every `Returnable` type implements it. It is a trait of its own for the compiler's message, because such a place has
/// nothing to do with `ret`.
#[diagnostic::on_unimplemented(
    message = "the text that `{Self}` prints is not known to be safe to record",
    label = "would be turned into text by its own code",
    note = "record the value itself, `%x` or `?x`, which prints its safe view",
    note = "for a type of your own: `#[derive(scorer_instrument::Recordable)]` with no member skipped, and none behind a pointer to another type",
    note = "if the text is one of a few that the program contains: `<&'static str>::from(x)`, with an `impl From` for it"
)]
pub trait Converted {
    /// Returns the value whose own method turns it into text.
    #[doc(hidden)]
    #[inline]
    fn __proven(&self) -> &Self {
        self
    }

    /// The same, for the argument of a function.
    #[doc(hidden)]
    #[must_use]
    #[inline]
    fn __proven_as_is(self) -> Self
    where
        Self: Sized,
    {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<T: Returnable + ?Sized> Converted for T {}

/// Prints a value as `%` does.
#[derive(Clone, Copy)]
pub struct Displayed<'a, T: ?Sized>(pub &'a T);

/// Prints a value as `?` does.
#[derive(Clone, Copy)]
pub struct Debugged<'a, T: ?Sized>(pub &'a T);

impl<T: Recordable + ?Sized> Display for Displayed<'_, T> {
    #[inline]
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.0.fmt_display(f)
    }
}

impl<T: Recordable + ?Sized> Debug for Debugged<'_, T> {
    #[inline]
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.0.fmt_debug(f)
    }
}

/// Prints a value in both forms: `{}` prints what `%` does, `{:?}` what `?` does.
pub(crate) struct Shown<'a, T: ?Sized>(pub(crate) &'a T);

impl<T: Recordable + ?Sized> Display for Shown<'_, T> {
    #[inline]
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.0.fmt_display(f)
    }
}

impl<T: Recordable + ?Sized> Debug for Shown<'_, T> {
    #[inline]
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.0.fmt_debug(f)
    }
}

/// Implements `Recordable` for types that are recorded by their own `Display`, with `%` and with `?`.
macro_rules! by_display {
    ($($(#[$meta:meta])* $type:ty),* $(,)?) => {$(
        $(#[$meta])*
        #[diagnostic::do_not_recommend]
        impl $crate::Recordable for $type {
            type Value<'a>
                = ::tracing::field::DisplayValue<&'a Self>
            where
                Self: 'a;

            #[inline]
            fn value(&self) -> Self::Value<'_> {
                ::tracing::field::display(self)
            }

            $crate::recordable::own_forms!();
        }

        $(#[$meta])*
        #[diagnostic::do_not_recommend]
        impl $crate::Returnable for $type {}
    )*};
}

/// Implements `Recordable` for types without a `Display`: `%` prints what `?` prints, such as `1.5s`.
macro_rules! by_debug {
    ($($type:ty),* $(,)?) => {$(
        #[diagnostic::do_not_recommend]
        impl Recordable for $type {
            type Value<'a> = DebugValue<&'a Self>;

            #[inline]
            fn value(&self) -> Self::Value<'_> {
                debug(self)
            }

            #[inline]
            fn fmt_display(&self, f: &mut Formatter<'_>) -> fmt::Result {
                Debug::fmt(self, f)
            }

            #[inline]
            fn fmt_debug(&self, f: &mut Formatter<'_>) -> fmt::Result {
                Debug::fmt(self, f)
            }
        }

        #[diagnostic::do_not_recommend]
        impl Returnable for $type {}
    )*};
}

/// Lets `%` and `?` use the type's own `Display` and `Debug`.
macro_rules! own_forms {
    () => {
        #[inline]
        fn fmt_display(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            ::std::fmt::Display::fmt(self, f)
        }

        #[inline]
        fn fmt_debug(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            ::std::fmt::Debug::fmt(self, f)
        }
    };
}

/// Implements `Recordable` for what tracing accepts as it is. It is passed as a copy, because a reference would have to be
/// stored, too.
macro_rules! by_value {
    ($($type:ty),* $(,)?) => {$(
        #[diagnostic::do_not_recommend]
        impl Recordable for $type {
            type Value<'a> = Self;

            #[inline]
            fn value(&self) -> Self {
                *self
            }

            own_forms!();
        }

        #[diagnostic::do_not_recommend]
        impl Returnable for $type {}
    )*};
}

#[cfg(any(
    feature = "uuid",
    feature = "rust_decimal",
    feature = "chrono",
    feature = "time",
    feature = "http",
    feature = "fingerprint",
    feature = "ulid",
    feature = "jiff",
    feature = "semver",
    feature = "alloy-primitives"
))]
pub(crate) use by_display;
pub(crate) use own_forms;

by_value!(
    bool, u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize, f32, f64
);
by_value!(
    NonZero<u8>,
    NonZero<u16>,
    NonZero<u32>,
    NonZero<u64>,
    NonZero<u128>,
    NonZero<usize>
);
by_value!(
    NonZero<i8>,
    NonZero<i16>,
    NonZero<i32>,
    NonZero<i64>,
    NonZero<i128>,
    NonZero<isize>
);
by_display!(tracing::Level, std::io::ErrorKind, std::process::ExitStatus);
by_debug!(
    Duration,
    std::num::IntErrorKind,
    std::cmp::Ordering,
    std::thread::ThreadId
);

#[diagnostic::do_not_recommend]
impl Recordable for char {
    type Value<'a> = DisplayValue<&'a Self>;

    #[inline]
    fn value(&self) -> Self::Value<'_> {
        display(self)
    }

    own_forms!();
}

#[diagnostic::do_not_recommend]
impl Recordable for str {
    type Value<'a> = &'a str;

    #[inline]
    fn value(&self) -> &str {
        self
    }

    own_forms!();
}

#[diagnostic::do_not_recommend]
impl Recordable for String {
    type Value<'a> = &'a str;

    #[inline]
    fn value(&self) -> &str {
        self
    }

    own_forms!();
}

/// Implements `Recordable` for wrappers that give a number another arithmetic; the number inside is recorded.
macro_rules! by_inside {
    ($($wrapper:ident<T>),*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T: Recordable> Recordable for $wrapper<T> {
            type Value<'a>
                = T::Value<'a>
            where
                Self: 'a;

            #[inline]
            fn value(&self) -> Self::Value<'_> {
                self.0.value()
            }

            #[inline]
            fn fmt_display(&self, f: &mut Formatter<'_>) -> fmt::Result {
                self.0.fmt_display(f)
            }

            #[inline]
            fn fmt_debug(&self, f: &mut Formatter<'_>) -> fmt::Result {
                self.0.fmt_debug(f)
            }
        }
    )*};
}

/// Implements the traits for what tracing's own helpers, `display(x)` and `debug(x)`, return, where the value prints
/// nothing but recordable values.
macro_rules! by_helper {
    ($($helper:ident: $form:ident),*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T: Returnable + $form> Recordable for $helper<T> {
            type Value<'a>
                = &'a Self
            where
                Self: 'a;

            #[inline]
            fn value(&self) -> &Self {
                self
            }

            // The `Debug` of such a value is the value that it stands for.
            #[inline]
            fn fmt_display(&self, f: &mut Formatter<'_>) -> fmt::Result {
                Debug::fmt(self, f)
            }

            #[inline]
            fn fmt_debug(&self, f: &mut Formatter<'_>) -> fmt::Result {
                Debug::fmt(self, f)
            }
        }
    )*};
}

by_helper!(DisplayValue: Display, DebugValue: Debug);

#[diagnostic::do_not_recommend]
impl<T: Recordable> Recordable for Option<T> {
    type Value<'a>
        = Option<T::Value<'a>>
    where
        Self: 'a;

    #[expect(
        clippy::redundant_closure_for_method_calls,
        reason = "by its path Rust 1.85 does not accept the method here"
    )]
    #[inline]
    fn value(&self) -> Self::Value<'_> {
        self.as_ref().map(|inside| inside.value())
    }

    // `Option` has no `Display`: `%` prints the value, or nothing.
    #[inline]
    fn fmt_display(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.as_ref().map_or(Ok(()), |value| value.fmt_display(f))
    }

    #[inline]
    fn fmt_debug(&self, f: &mut Formatter<'_>) -> fmt::Result {
        Debug::fmt(&self.as_ref().map(Debugged), f)
    }
}

/// Implements `Recordable` for types that dereference to a recordable value.
macro_rules! by_target {
    ($([$($generics:tt)*] $type:ty => $target:ty),* $(,)?) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> Recordable for $type {
            type Value<'a> = <$target as Recordable>::Value<'a> where Self: 'a;

            #[inline]
            fn value(&self) -> Self::Value<'_> {
                <$target as Recordable>::value(self)
            }

            #[inline]
            fn fmt_display(&self, f: &mut Formatter<'_>) -> fmt::Result {
                <$target as Recordable>::fmt_display(self, f)
            }

            #[inline]
            fn fmt_debug(&self, f: &mut Formatter<'_>) -> fmt::Result {
                <$target as Recordable>::fmt_debug(self, f)
            }
        }
    )*};
}

by_inside!(Wrapping<T>, Saturating<T>);

by_target! {
    [T: Recordable + ?Sized] &T => T,
    [T: Recordable + ?Sized] &mut T => T,
    [T: Recordable + ?Sized] Box<T> => T,
    [T: Recordable + ?Sized] Rc<T> => T,
    [T: Recordable + ?Sized] Arc<T> => T,
    [T: Recordable + ToOwned + ?Sized] Cow<'_, T> => T,
}

/// Implements `Returnable` for types that print as the value inside them.
macro_rules! returnable {
    ($([$($generics:tt)*] $type:ty),* $(,)?) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> Returnable for $type {}
    )*};
}

returnable! {
    [] (), [] char, [] str, [] String,
    [T: Returnable] Option<T>,
    [T: Returnable] Wrapping<T>,
    [T: Returnable] Saturating<T>,
    [T: Returnable + Display] DisplayValue<T>,
    [T: Returnable + Debug] DebugValue<T>,
    [T: Returnable, E: Returnable] Result<T, E>,
    [T: Returnable + ?Sized] &T,
    [T: Returnable + ?Sized] &mut T,
    [T: Returnable + ?Sized] Box<T>,
    [T: Returnable + ?Sized] Rc<T>,
    [T: Returnable + ?Sized] Arc<T>,
    [T: Returnable + ToOwned + ?Sized] Cow<'_, T>,
    [T: Returnable + ?Sized] MutexGuard<'_, T>,
    [T: Returnable + ?Sized] RwLockReadGuard<'_, T>,
    [T: Returnable + ?Sized] RwLockWriteGuard<'_, T>,
    [T: Returnable + ?Sized] Ref<'_, T>,
    [T: Returnable + ?Sized] RefMut<'_, T>,
}
