//! Values that are redacted while they are printed.

use std::fmt::{self, Write as _};

use crate::{Redactor, text, watch};

impl Redactor {
    /// Returns a value that prints what the `Display` of `value` writes, redacted and cut at the limit.
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

    /// Returns a value that prints what the `Debug` of `value` writes, redacted and cut at the limit.
    pub fn debug<T: fmt::Debug>(&self, value: T) -> Redacted<'_, Debugged<T>> {
        self.display(Debugged(value))
    }
}

/// A value that is redacted while it is printed. [`Redactor::display`] returns it.
#[derive(Clone, Copy)]
pub struct Redacted<'a, T> {
    redactor: &'a Redactor,
    value: T,
}

impl<T: fmt::Display> fmt::Display for Redacted<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut written = Bounded {
            text: String::new(),
            // One more character is read, to tell whether the text goes on.
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

/// Prints the same as `Display`, so that no part of the value bypasses the redactor.
impl<T: fmt::Display> fmt::Debug for Redacted<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A value whose `Display` prints its `Debug`.
#[derive(Clone, Copy)]
pub struct Debugged<T>(T);

impl<T: fmt::Debug> fmt::Display for Debugged<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Keeps the beginning of what is written. It never returns an error, because a value may not expect one.
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
