//! [`Recordable`]: the closed world of types that are proven fit to record.

use std::borrow::Cow;
use std::cell::{Ref, RefMut};
use std::fmt::{self, Debug, Display, Formatter};
use std::num::{NonZero, Saturating, Wrapping};
use std::rc::Rc;
use std::sync::{Arc, MutexGuard, RwLockReadGuard, RwLockWriteGuard};
use std::time::Duration;

use tracing::Value;
use tracing::field::{DebugValue, DisplayValue, debug, display};

/// A type whose values are fit to record in a span or an event: bounded, and free of secrets.
///
/// Implemented for scalars, strings, [`Duration`], `Option`, references and smart pointers of
/// recordable types, and behind features for types of other crates. Not for collections, paths,
/// network addresses, bodies or errors: record a part of those. In an event, errors, paths and addresses are printed
/// through the redactor ([`error!`](crate::error)).
///
/// For a type of your own, derive it: the derive checks every member by name and by type. An
/// implementation by hand is possible and shows up in the lint's inventory.
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
    message = "`{Self}` is not proven fit to record",
    label = "would be recorded",
    note = "for a member of a derived type: `#[recordable(skip)]` leaves it out",
    note = "for a type of yours: `#[derive(scorer_instrument::Recordable)]`, which checks each member",
    note = "for a type of another crate: `[[recordable]]` in scorer-instrument.toml"
)]
pub trait Recordable {
    /// What tracing is given: a number for a number, a `&str` for a string.
    type Value<'a>: Value
    where
        Self: 'a;

    /// The value as what it is.
    fn value(&self) -> Self::Value<'_>;

    /// What `%x` prints.
    ///
    /// # Errors
    ///
    /// Those of the formatter.
    fn fmt_display(&self, f: &mut Formatter<'_>) -> fmt::Result;

    /// What `?x` prints.
    ///
    /// # Errors
    ///
    /// Those of the formatter.
    fn fmt_debug(&self, f: &mut Formatter<'_>) -> fmt::Result;

    /// What the expansion of `%x` calls: a method of this trait, so that a type which is not
    /// proven is one error, at the value.
    #[doc(hidden)]
    #[inline]
    fn __display(&self) -> impl Value {
        display(Displayed(self))
    }

    /// The same for `?x`.
    #[doc(hidden)]
    #[inline]
    fn __debug(&self) -> impl Value {
        debug(Debugged(self))
    }

    /// The same for an argument of a format string.
    #[doc(hidden)]
    #[inline]
    fn __shown(&self) -> impl Display + Debug {
        Shown(self)
    }
}

/// A type whose own `Debug` and `Display` show nothing that is not recordable: what `ret` needs,
/// since tracing prints a returned value by its own `Debug`, and what turning a value into text
/// (`x.to_string()`) needs.
///
/// `#[derive(Recordable)]` implements it when no member is skipped and every member has it; not where a member points to
/// another type (`Box<Owner>`), which may point back.
#[diagnostic::on_unimplemented(
    message = "what `{Self}` prints of itself is not proven fit to record",
    label = "would be recorded by its own `Debug` or `Display`",
    note = "for `ret`: leave it out, or declare `fields(n)` and fill it with `scorer_instrument::record!(n = ..)`",
    note = "for a `Result`: write `err` beside `ret`, and what stands in `Ok` is recorded",
    note = "for a type of yours: `#[derive(scorer_instrument::Recordable)]` with no member skipped, and none behind a pointer to another type",
    note = "for text: record the value itself, `%x` or `?x`, which prints its safe view"
)]
pub trait Returnable {
    /// Stands for the returned value where `ret` has its type proven; never called.
    #[doc(hidden)]
    fn __returned() -> Self
    where
        Self: Sized,
    {
        unreachable!("stands behind `if false`")
    }

    /// A value that its own method turns into text.
    #[doc(hidden)]
    #[inline]
    fn __proven(&self) -> &Self {
        self
    }

    /// The same for the argument of a function.
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

/// A value's `%` form.
#[derive(Clone, Copy)]
pub struct Displayed<'a, T: ?Sized>(pub &'a T);

/// A value's `?` form.
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

/// Both forms of a value: `{}` prints what `%` does, `{:?}` what `?` does.
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

/// `Recordable` for a type that is recorded by its own `Display`, whatever the sigil prints.
macro_rules! by_display {
    ($($(#[$meta:meta])* $type:ty),* $(,)?) => {$(
        $(#[$meta])*
        #[diagnostic::do_not_recommend]
        impl $crate::Recordable for $type {
            type Value<'a> = ::tracing::field::DisplayValue<&'a Self>;

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

/// `Recordable` for a type that has no `Display` of its own: `%` prints what `?` prints, `1.5s`.
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

/// `%` and `?` as the type's own `Display` and `Debug`.
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

/// `Recordable` for what tracing takes as it is, by reference: a copy would cost an instruction.
macro_rules! by_value {
    ($($type:ty),* $(,)?) => {$(
        #[diagnostic::do_not_recommend]
        impl Recordable for $type {
            type Value<'a> = &'a Self;

            #[inline]
            fn value(&self) -> &Self {
                self
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

/// `Recordable` for a number that has an arithmetic of its own, as the number that it is.
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

/// What tracing's own helpers make of a value that prints nothing which is not recordable: `display(x)`, `debug(x)`.
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

            // Its `Debug` is what it stands for.
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

    // An option has no `Display` of its own: `%` prints the value, or nothing.
    #[inline]
    fn fmt_display(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.as_ref().map_or(Ok(()), |value| value.fmt_display(f))
    }

    #[inline]
    fn fmt_debug(&self, f: &mut Formatter<'_>) -> fmt::Result {
        Debug::fmt(&self.as_ref().map(Debugged), f)
    }
}

/// `Recordable` for what dereferences to a recordable value.
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

/// `Returnable` for what prints as its inside.
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
