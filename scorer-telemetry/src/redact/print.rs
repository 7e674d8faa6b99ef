//! Runs a value's own `Debug` or `Display`. Its length and depth are limited, and its panics are caught.
//!
//! This is user code and may do anything: log, open spans, panic, or print itself through an event. So it is called
//! while the runtime holds no lock and has borrowed no thread-local.

use std::cell::Cell;
use std::fmt::{self, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};

use scorer_instrument_policy::Class;
use scorer_redact::{Cause, upto, watched};

/// How deep values may be printed within each other on one thread. Without a limit, a value that logs itself would
/// never end.
const DEEPEST: u16 = 8;

/// How many values may be printed within one. If each of them logs several more, eight levels would be millions.
const MOST_WITHIN: u16 = 4096;

/// Whether the current record comes from values that are printed within each other, so deep that they may never end.
/// Such a record is dropped and counted.
pub(crate) fn is_too_deep() -> bool {
    NESTED.try_with(Cell::get).is_ok_and(Nested::is_too_deep)
}

/// Whether a value is being printed on this thread.
pub(crate) fn is_printing() -> bool {
    NESTED
        .try_with(Cell::get)
        .is_ok_and(|nested| nested.depth > 0)
}

/// Why a value was not printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    Panicked,
    TooDeep,
}

impl Failure {
    /// Returns the text that replaces the value.
    pub(super) fn marker(self) -> &'static str {
        match self {
            Self::Panicked => "[panicked while formatting]",
            Self::TooDeep => "[nested too deep]",
        }
    }
}

thread_local! {
    /// The buffer that values write to. A value that records something while it is printed gets another one.
    static SCRATCH: Cell<String> = const { Cell::new(String::new()) };
    static NESTED: Cell<Nested> = const { Cell::new(Nested { depth: 0, within: 0 }) };
}

/// How deep values are being printed on this thread.
#[derive(Clone, Copy)]
struct Nested {
    depth: u16,
    /// How many values were printed within the outermost one.
    within: u16,
}

impl Nested {
    fn is_too_deep(self) -> bool {
        self.depth >= DEEPEST || self.within >= MOST_WITHIN
    }
}

/// What a value printed.
pub(super) struct Written<'a> {
    /// The beginning of its text.
    pub(super) text: &'a str,
    /// What the value replaced in its own text, as an error in an event does.
    pub(super) replaced: Vec<(Class, Cause)>,
}

/// Prints at most a given number of bytes of a value, and passes the text on.
///
/// If the value panics, nothing is passed on, because the beginning of a secret may not be recognisable as one.
pub(super) fn printed<T>(
    value: fmt::Arguments<'_>,
    limit: usize,
    then: impl FnOnce(Result<Written<'_>, Failure>) -> T,
) -> T {
    // While a thread is ending, neither the depth nor the buffer is available.
    let before = NESTED.try_with(Cell::get).unwrap_or(Nested {
        depth: 0,
        within: 0,
    });
    // The runtime's own layer records nothing this deep, but another subscriber may.
    if before.is_too_deep() {
        return then(Err(Failure::TooDeep));
    }
    let _ = NESTED.try_with(|nested| {
        nested.set(Nested {
            depth: before.depth + 1,
            within: before.within + u16::from(before.depth > 0),
        });
    });
    let mut written = SCRATCH.try_with(Cell::take).unwrap_or_default();
    written.clear();
    let mut bounded = Bounded {
        text: &mut written,
        limit,
    };
    // A panic can leave only two things in an inconsistent state: the buffer, which is not read in that case, and the
    // value, which belongs to the user.
    let (caught, replaced) = watched(|| {
        catch_unwind(AssertUnwindSafe(|| {
            // If a value fails to print itself, what it has printed so far is kept.
            let _ = bounded.write_fmt(value);
        }))
    });
    let _ = NESTED.try_with(|nested| {
        nested.set(Nested {
            depth: before.depth,
            within: if before.depth == 0 {
                0
            } else {
                nested.get().within
            },
        });
    });
    let result = match caught {
        Ok(()) => then(Ok(Written {
            text: &written,
            replaced,
        })),
        Err(payload) => {
            forget(payload);
            then(Err(Failure::Panicked))
        }
    };
    // While a thread is ending, the buffer cannot be kept.
    let _ = SCRATCH.try_with(|scratch| scratch.set(written));
    result
}

/// Returns the beginning of a value's text without redacting it. Use it only for text that is compared and never
/// written.
pub(crate) fn bounded(value: fmt::Arguments<'_>, limit: usize) -> String {
    printed(value, limit, |printed| match printed {
        Ok(written) => written.text.to_owned(),
        Err(failure) => failure.marker().to_owned(),
    })
}

/// Drops the payload of a panic, which may itself panic.
pub(crate) fn forget(payload: Box<dyn std::any::Any + Send>) {
    if let Err(again) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        // The payload of that panic is leaked, because dropping it could panic again, without end.
        std::mem::forget(again);
    }
}

/// Keeps the beginning of what is written. It never returns an error, because a `Debug` may not expect one.
struct Bounded<'a> {
    text: &'a mut String,
    limit: usize,
}

impl fmt::Write for Bounded<'_> {
    fn write_str(&mut self, part: &str) -> fmt::Result {
        let room = self.limit.saturating_sub(self.text.len());
        self.text.push_str(upto(part, room));
        Ok(())
    }
}
