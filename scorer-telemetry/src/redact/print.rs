//! Runs a value's own `Debug` or `Display`: bounded in length and in depth, and with its panics caught.
//!
//! It is the user's code and may do anything: log, open spans, panic, print itself through an event. It is called while
//! the runtime holds no lock and lends out no thread-local.

use std::cell::Cell;
use std::fmt::{self, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};

use scorer_instrument_policy::Class;
use scorer_redact::{Cause, upto, watched};

/// How many values are printed within each other on one thread: one that logs itself while it is printed has no end.
const DEEPEST: u16 = 8;

/// How many values are printed within one: where each of them logs several more, eight levels are millions.
const MOST_WITHIN: u16 = 4096;

/// Whether what is recorded now comes from values that are printed within each other, and so deep that there is no end to
/// be expected. It is to be dropped then, and counted.
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
    /// What stands in the value's place.
    pub(super) fn marker(self) -> &'static str {
        match self {
            Self::Panicked => "[panicked while formatting]",
            Self::TooDeep => "[nested too deep]",
        }
    }
}

thread_local! {
    /// Where values write. One that records something itself while it is printed finds another.
    static SCRATCH: Cell<String> = const { Cell::new(String::new()) };
    static NESTED: Cell<Nested> = const { Cell::new(Nested { depth: 0, within: 0 }) };
}

/// The values that are being printed on this thread.
#[derive(Clone, Copy)]
struct Nested {
    depth: u16,
    /// How many were printed within the outermost one.
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
    /// What it replaced in its text by itself, as an error in an event does.
    pub(super) replaced: Vec<(Class, Cause)>,
}

/// Prints a value, at most so many bytes of it, and hands the text on.
///
/// Of a value that panics nothing is handed on: the beginning of a secret is not known to be one.
pub(super) fn printed<T>(
    value: fmt::Arguments<'_>,
    limit: usize,
    then: impl FnOnce(Result<Written<'_>, Failure>) -> T,
) -> T {
    // On a thread that ends there is no nesting to be known, and no buffer.
    let before = NESTED.try_with(Cell::get).unwrap_or(Nested {
        depth: 0,
        within: 0,
    });
    // Our own layer records nothing so deep; another subscriber may.
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
    // What a panic can leave half done is the buffer, which is not read then, and the value, which is the user's: nothing
    // of the runtime's is behind this.
    let (caught, replaced) = watched(|| {
        catch_unwind(AssertUnwindSafe(|| {
            // A value that fails to print itself keeps what it has printed.
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
    // On a thread that ends there is nothing to keep it for.
    let _ = SCRATCH.try_with(|scratch| scratch.set(written));
    result
}

/// The beginning of a value's text as it is: for what is compared, and goes nowhere.
pub(crate) fn bounded(value: fmt::Arguments<'_>, limit: usize) -> String {
    printed(value, limit, |printed| match printed {
        Ok(written) => written.text.to_owned(),
        Err(failure) => failure.marker().to_owned(),
    })
}

/// Drops what a panic carried, which may panic in turn.
pub(crate) fn forget(payload: Box<dyn std::any::Any + Send>) {
    if let Err(again) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        // Nobody could drop the payload of the payload and so on without end.
        std::mem::forget(again);
    }
}

/// Keeps the beginning of what is written. It never fails: a `Debug` may not expect that.
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
