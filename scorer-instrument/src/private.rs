//! What the expansions name. Not for use by hand, and not under semantic versioning.

use std::fmt;

use tracing::Value;
use tracing::field::{DebugValue, DisplayValue};

use crate::recordable::{Debugged, Displayed, Recordable, Returnable};

pub use scorer_instrument_macros::{
    debug as judged_debug, error as judged_error, event as judged_event, info as judged_info,
    record as judged_record, trace as judged_trace, warn as judged_warn,
};
pub use tracing;

/// The value as what it is.
#[inline]
pub fn value<T: Recordable + ?Sized>(value: &T) -> T::Value<'_> {
    value.value()
}

/// `%value`.
#[inline]
pub fn display<T: Recordable + ?Sized>(value: &T) -> DisplayValue<Displayed<'_, T>> {
    tracing::field::display(Displayed(value))
}

/// `?value`.
#[inline]
pub fn debug<T: Recordable + ?Sized>(value: &T) -> DebugValue<Debugged<'_, T>> {
    tracing::field::debug(Debugged(value))
}

/// A reviewed value, as tracing takes it.
#[inline]
pub fn reviewed_value<T: Value + ?Sized>(value: &T) -> &T {
    value
}

/// A reviewed value's own `Display`.
#[inline]
pub fn reviewed_display<T: fmt::Display + ?Sized>(value: &T) -> DisplayValue<&T> {
    tracing::field::display(value)
}

/// A reviewed value's own `Debug`.
#[inline]
pub fn reviewed_debug<T: fmt::Debug + ?Sized>(value: &T) -> DebugValue<&T> {
    tracing::field::debug(value)
}

/// An argument of a format string, in its proven forms.
#[inline]
pub fn shown<T: Recordable + ?Sized>(value: &T) -> Shown<'_, T> {
    Shown(value)
}

/// What [`shown`] returns: `{}` prints what `%` does, `{:?}` what `?` does, and a number keeps its
/// other forms.
#[derive(Clone, Copy)]
pub struct Shown<'a, T: ?Sized>(&'a T);

impl<T: Recordable + ?Sized> fmt::Display for Shown<'_, T> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt_display(f)
    }
}

impl<T: Recordable + ?Sized> fmt::Debug for Shown<'_, T> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt_debug(f)
    }
}

/// A primitive number: what has forms such as `{:x}` that show no more than the number.
pub trait Number {}

macro_rules! numbers {
    ($($number:ty),*) => { $(impl Number for $number {})* };
}

numbers!(
    u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize, f32, f64
);

impl<T: Number + ?Sized> Number for &T {}

macro_rules! number_forms {
    ($($form:ident),*) => {$(
        impl<T: Number + fmt::$form + ?Sized> fmt::$form for Shown<'_, T> {
            #[inline]
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

number_forms!(LowerHex, UpperHex, Octal, Binary, LowerExp, UpperExp);

/// A value whose own method turns it into text, proven.
#[inline]
pub fn proven<T: Recordable + Returnable + ?Sized>(operand: &T) -> &T {
    operand
}

/// The same for a function's argument.
#[inline]
pub fn proven_as_is<T: Recordable + Returnable>(operand: T) -> T {
    operand
}

/// Stands for the returned value where its type is proven; never called.
pub fn returned<T: Returnable>() -> T {
    unreachable!("stands behind `if false`")
}

/// The same for a `Result`, of which `ret` beside `err` prints what stands in `Ok`.
pub fn returned_ok<T: Returnable, E>() -> Result<T, E> {
    unreachable!("stands behind `if false`")
}
