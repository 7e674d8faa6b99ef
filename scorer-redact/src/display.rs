//! Values that print themselves, redacted on the way.

use std::fmt::{self, Write as _};

use crate::{Redactor, text, watch};

impl Redactor {
    /// A value that prints what its `Display` writes, redacted, and cut at the bound.
    ///
    /// ```
    /// use scorer_instrument_policy::Policy;
    /// use scorer_redact::Redactor;
    ///
    /// let redactor = Redactor::new(Policy::default());
    /// let error = "connecting to postgres://scorer:hunter2@db/scores";
    /// assert_eq!(
    ///     format!("failed: {}", redactor.display(&error)),
    ///     "failed: connecting to postgres://[redacted:credential]@db/scores"
    /// );
    /// ```
    pub fn display<T: fmt::Display>(&self, value: T) -> Redacted<'_, T> {
        Redacted {
            redactor: self,
            value,
        }
    }

    /// A value that prints what its `Debug` writes, likewise.
    pub fn debug<T: fmt::Debug>(&self, value: T) -> Redacted<'_, Debugged<T>> {
        self.display(Debugged(value))
    }
}

/// A value that is redacted while it is printed: made by [`Redactor::display`].
#[derive(Clone, Copy)]
pub struct Redacted<'a, T> {
    redactor: &'a Redactor,
    value: T,
}

impl<T: fmt::Display> fmt::Display for Redacted<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut written = Bounded {
            text: String::new(),
            // A letter more than is read, so that a longer text is known to go on.
            limit: self.redactor.read_at_most().saturating_add(4),
        };
        if f.alternate() {
            write!(written, "{:#}", self.value)?;
        } else {
            write!(written, "{}", self.value)?;
        }
        f.write_str(&self.redactor.text_with(&written.text, watch::note))
    }
}

/// The same by either formatting: nothing of the value is printed past the redactor.
impl<T: fmt::Display> fmt::Debug for Redacted<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A value whose `Display` is its `Debug`.
#[derive(Clone, Copy)]
pub struct Debugged<T>(T);

impl<T: fmt::Debug> fmt::Display for Debugged<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Keeps the beginning of what is written. It never fails: a value may not expect that.
struct Bounded {
    text: String,
    limit: usize,
}

impl fmt::Write for Bounded {
    fn write_str(&mut self, part: &str) -> fmt::Result {
        let room = self.limit.saturating_sub(self.text.len());
        self.text.push_str(text::upto(part, room));
        Ok(())
    }
}
