//! Errors of the standard library and of tokio that carry the value that was refused, and print it: [`VarError`],
//! [`SendError`].

use std::env::VarError;
use std::error::Error;
use std::ffi::{FromVecWithNulError, IntoStringError, NulError};
use std::fmt::{self, Display, Formatter};
use std::string::FromUtf8Error;
use std::sync::mpsc::{SendError, TrySendError};
use std::sync::{PoisonError, TryLockError};

#[cfg(feature = "tokio")]
use tokio::sync::SetError;

use super::Shield;

/// What failed is printed, in the words of the standard library, and the value is not.
macro_rules! without_value {
    ($([$($generics:tt)*] $error:ty: |$it:pat_param| $text:expr;)*) => {$(
        impl<$($generics)*> Shield for $error {
            fn display(&self, f: &mut Formatter<'_>) -> fmt::Result {
                let $it = self;
                Display::fmt(&$text, f)
            }

            fn debug(&self, f: &mut Formatter<'_>) -> fmt::Result {
                Shield::display(self, f)
            }
        }
    )*};
}

without_value! {
    [] VarError: |it| match it {
        VarError::NotPresent => "environment variable not found",
        VarError::NotUnicode(_) => "environment variable was not valid unicode",
    };
    [] FromUtf8Error: |it| it.utf8_error();
    [] NulError: |it| format_args!("nul byte found in data at position {}", it.nul_position());
    [] FromVecWithNulError: |_| "data contains a nul byte before its end, or none at all";
    [] IntoStringError: |_| "C string contained non-utf8 bytes";
    [T] SendError<T>: |_| "sending on a closed channel";
    [T] TrySendError<T>: |it| match it {
        TrySendError::Full(_) => "sending on a full channel",
        TrySendError::Disconnected(_) => "sending on a closed channel",
    };
    [T] PoisonError<T>: |_| "poisoned lock: another task failed inside";
    [T] TryLockError<T>: |it| match it {
        TryLockError::Poisoned(_) => "poisoned lock: another task failed inside",
        TryLockError::WouldBlock => "try_lock failed because the operation would block",
    };
}

#[cfg(feature = "tokio")]
without_value! {
    [T] tokio::sync::broadcast::error::SendError<T>: |_| "channel closed";
    [T] SetError<T>: |it| match it {
        SetError::AlreadyInitializedError(_) => "already initialized",
        SetError::InitializingError(_) => "already being initialized",
    };
}

/// Returns the form of an error of any type, if it is one of those above. Those that carry a value of any type are not
/// found, because there is no asking for them.
pub(super) fn known<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a dyn Shield> {
    fn one_of<'a, T: Error + Shield + 'static>(
        error: &'a (dyn Error + 'static),
    ) -> Option<&'a dyn Shield> {
        error.downcast_ref::<T>().map(|error| error as &dyn Shield)
    }
    one_of::<VarError>(error)
        .or_else(|| one_of::<FromUtf8Error>(error))
        .or_else(|| one_of::<NulError>(error))
        .or_else(|| one_of::<FromVecWithNulError>(error))
        .or_else(|| one_of::<IntoStringError>(error))
        .or_else(|| one_of::<SendError<String>>(error))
        .or_else(|| one_of::<TrySendError<String>>(error))
}
