//! Values that print their own `Display` or `Debug` through the redactor: errors, because their text may come from
//! anywhere, and paths and network addresses.

mod foreign;

use std::error::Error;
use std::fmt::{self, Debug, Display, Formatter};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
use std::ops::Deref;
use std::path::{Path, PathBuf};

use scorer_instrument_policy::Class;
use scorer_redact::Cause;

use crate::logged::{ByNone, Shown, links};

links! {
    /// A value with a redacted form of its own.
    ByShield => ByReference;
    /// A reference to an error. An object behind it may live shorter than the program, and then nothing can ask for its type.
    ByReference => ByObject;
    /// A pointer to an error of any type, such as `Box<dyn Error>`, which may be one of those with a form of their own.
    ByObject => ByError;
    /// Errors, concrete or generic.
    ByError => ByTarget;
    /// A value that dereferences to an error: `Box<dyn Error>`, `Rc<E>`, the reports of `anyhow` and of `eyre`.
    ByTarget => ByInner;
    /// The same, behind a reference or a pointer.
    ByInner => ByInmost;
    /// The same, behind two references or pointers.
    ByInmost => ByOption;
    /// An error that may be absent: `?error.source()`.
    ByOption => ByOptionOfTarget;
    /// A value that dereferences to an error and may be absent.
    ByOptionOfTarget => ByNone;
}

/// The first link of this part of the chain.
pub(crate) use ByShield as Shielded;

/// Starts this part of the chain for a value.
#[inline]
pub(crate) fn shielded<T: ?Sized>(value: &T) -> Shielded<'_, T> {
    ByShield(ByReference(ByObject(ByError(ByTarget(ByInner(ByInmost(
        ByOption(ByOptionOfTarget(ByNone(value))),
    )))))))
}

/// Prints a value through the redactor, cut at the redactor's limit.
#[cold]
#[inline(never)]
fn redacted(text: fmt::Arguments<'_>, f: &mut Formatter<'_>) -> fmt::Result {
    Display::fmt(&scorer_redact::installed().display(text), f)
}

/// Prints what the value's `Display` writes, redacted.
#[cold]
pub(crate) fn display<T: Display + ?Sized>(value: &T, f: &mut Formatter<'_>) -> fmt::Result {
    if f.alternate() {
        redacted(format_args!("{value:#}"), f)
    } else {
        redacted(format_args!("{value}"), f)
    }
}

/// Prints what the value's `Debug` writes, redacted.
#[cold]
pub(crate) fn debug<T: Debug + ?Sized>(value: &T, f: &mut Formatter<'_>) -> fmt::Result {
    if f.alternate() {
        redacted(format_args!("{value:#?}"), f)
    } else {
        redacted(format_args!("{value:?}"), f)
    }
}

/// A type that can print itself without anything that an event may not hold.
pub trait Shield {
    /// Writes what `{}` prints.
    ///
    /// # Errors
    ///
    /// Returns the errors of the formatter.
    fn display(&self, f: &mut Formatter<'_>) -> fmt::Result;

    /// Writes what `{:?}` prints.
    ///
    /// # Errors
    ///
    /// Returns the errors of the formatter.
    fn debug(&self, f: &mut Formatter<'_>) -> fmt::Result;
}

impl<'a, T: Shield + ?Sized> ByShield<'a, T> {
    #[doc(hidden)]
    #[inline]
    pub fn __known(&self) -> Shown<'a, T> {
        self.shown(T::display, T::debug)
    }
}

impl<'a, 'b, T: Error + ?Sized> ByReference<'a, &'b T> {
    #[doc(hidden)]
    #[inline]
    pub fn __known(&self) -> Shown<'a, &'b T> {
        self.shown(display, debug)
    }
}

impl<'a, T: Deref<Target: AnyError> + Display + Debug> ByObject<'a, T> {
    #[doc(hidden)]
    #[inline]
    pub fn __known(&self) -> Shown<'a, T> {
        self.shown(display_of_any, debug_of_any)
    }
}

/// An error of a type that only the running program knows.
pub trait AnyError {
    /// Returns the error in the form that can be asked for its type.
    fn any(&self) -> &(dyn Error + 'static);
}

macro_rules! any_error {
    ($($object:ty),*) => {$(
        impl AnyError for $object {
            fn any(&self) -> &(dyn Error + 'static) {
                self
            }
        }
    )*};
}

any_error!(
    dyn Error + 'static,
    dyn Error + Send + 'static,
    dyn Error + Send + Sync + 'static
);

#[cold]
fn display_of_any<T: Deref<Target: AnyError> + Display>(
    value: &T,
    f: &mut Formatter<'_>,
) -> fmt::Result {
    match foreign::known(value.any()) {
        Some(shield) => shield.display(f),
        None => display(value, f),
    }
}

#[cold]
fn debug_of_any<T: Deref<Target: AnyError> + Debug>(
    value: &T,
    f: &mut Formatter<'_>,
) -> fmt::Result {
    match foreign::known(value.any()) {
        Some(shield) => shield.debug(f),
        None => debug(value, f),
    }
}

impl<'a, T: Error + ?Sized> ByError<'a, T> {
    #[doc(hidden)]
    #[inline]
    pub fn __known(&self) -> Shown<'a, T> {
        self.shown(display, debug)
    }
}

impl<'a, T: Deref<Target: Error> + Display + Debug + ?Sized> ByTarget<'a, T> {
    #[doc(hidden)]
    #[inline]
    pub fn __known(&self) -> Shown<'a, T> {
        self.shown(display, debug)
    }
}

impl<'a, T: Deref<Target: Deref<Target: Error>> + Display + Debug + ?Sized> ByInner<'a, T> {
    #[doc(hidden)]
    #[inline]
    pub fn __known(&self) -> Shown<'a, T> {
        self.shown(display, debug)
    }
}

impl<'a, T> ByInmost<'a, T>
where
    T: Deref<Target: Deref<Target: Deref<Target: Error>>> + Display + Debug + ?Sized,
{
    #[doc(hidden)]
    #[inline]
    pub fn __known(&self) -> Shown<'a, T> {
        self.shown(display, debug)
    }
}

impl<'a, T: Error> ByOption<'a, Option<T>> {
    #[doc(hidden)]
    #[inline]
    pub fn __known(&self) -> Shown<'a, Option<T>> {
        self.shown(present, debug)
    }
}

impl<'a, T: Deref<Target: Error> + Display + Debug> ByOptionOfTarget<'a, Option<T>> {
    #[doc(hidden)]
    #[inline]
    pub fn __known(&self) -> Shown<'a, Option<T>> {
        self.shown(present, debug)
    }
}

/// `Option` has no `Display`: `%` prints the value, or nothing.
#[cold]
#[expect(clippy::ref_option, reason = "the form of a function that prints")]
fn present<T: Display>(value: &Option<T>, f: &mut Formatter<'_>) -> fmt::Result {
    value.as_ref().map_or(Ok(()), |value| display(value, f))
}

/// A path may contain a person's name or anything else, so it passes through the redactor as the text of an error does.
impl Shield for std::path::Display<'_> {
    fn display(&self, f: &mut Formatter<'_>) -> fmt::Result {
        display(self, f)
    }

    fn debug(&self, f: &mut Formatter<'_>) -> fmt::Result {
        debug(self, f)
    }
}

impl Shield for Path {
    // A path has no `Display`: `%` prints what its `display()` prints.
    fn display(&self, f: &mut Formatter<'_>) -> fmt::Result {
        display(&Self::display(self), f)
    }

    fn debug(&self, f: &mut Formatter<'_>) -> fmt::Result {
        debug(self, f)
    }
}

impl Shield for PathBuf {
    fn display(&self, f: &mut Formatter<'_>) -> fmt::Result {
        Shield::display(&**self, f)
    }

    fn debug(&self, f: &mut Formatter<'_>) -> fmt::Result {
        debug(self, f)
    }
}

/// The text that replaces a network address that may be a person's.
fn personal() -> &'static str {
    scorer_redact::replaced(Class::Pii, Cause::Shape)
}

/// Whether an address belongs to this host or to a network that cannot be reached from the internet. Such an address
/// says nothing about a person.
fn is_local(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            v4.is_unspecified() || v4.is_loopback() || v4.is_private() || v4.is_link_local()
        }
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => is_local(IpAddr::V4(v4)),
            None => {
                v6.is_unspecified()
                    || v6.is_loopback()
                    || v6.is_unique_local()
                    || v6.is_unicast_link_local()
            }
        },
    }
}

/// Any address on the internet may be a person's, so only the port is printed.
macro_rules! addresses {
    ($($address:ty: $ip:expr, $port:expr;)*) => {$(
        impl Shield for $address {
            fn display(&self, f: &mut Formatter<'_>) -> fmt::Result {
                let (ip, port): (fn(&Self) -> IpAddr, fn(&Self) -> Option<u16>) = ($ip, $port);
                match port(self) {
                    _ if is_local(ip(self)) => Display::fmt(self, f),
                    Some(port) => write!(f, "{}:{port}", personal()),
                    None => f.write_str(personal()),
                }
            }

            fn debug(&self, f: &mut Formatter<'_>) -> fmt::Result {
                Shield::display(self, f)
            }
        }
    )*};
}

addresses! {
    IpAddr: |ip| *ip, |_| None;
    Ipv4Addr: |ip| IpAddr::V4(*ip), |_| None;
    Ipv6Addr: |ip| IpAddr::V6(*ip), |_| None;
    SocketAddr: SocketAddr::ip, |at| Some(at.port());
    SocketAddrV4: |at| IpAddr::V4(*at.ip()), |at| Some(at.port());
    SocketAddrV6: |at| IpAddr::V6(*at.ip()), |at| Some(at.port());
}

impl<T: Shield + ?Sized> Shield for &T {
    fn display(&self, f: &mut Formatter<'_>) -> fmt::Result {
        T::display(self, f)
    }

    fn debug(&self, f: &mut Formatter<'_>) -> fmt::Result {
        T::debug(self, f)
    }
}

impl<T: Shield> Shield for Option<T> {
    fn display(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.as_ref().map_or(Ok(()), |value| value.display(f))
    }

    fn debug(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Some(value) => {
                f.write_str("Some(")?;
                value.debug(f)?;
                f.write_str(")")
            }
            None => f.write_str("None"),
        }
    }
}
