//! What values that redact themselves replace while somebody prints them: for a runtime that counts what was replaced.

use std::cell::RefCell;

use scorer_instrument_policy::Class;

use crate::{Cause, marker};

/// How many replacements of one value are told apart; a text is cut long before.
const MOST: usize = 256;

thread_local! {
    /// What was replaced since the innermost [`watched`] on this thread began.
    static SEEN: RefCell<Option<Vec<(Class, Cause)>>> = const { RefCell::new(None) };
}

/// Runs something, and says what values that were printed in it on this thread replaced in their own text.
///
/// ```
/// use scorer_instrument_policy::Policy;
/// use scorer_redact::Redactor;
///
/// let redactor = Redactor::new(Policy::default());
/// let error = redactor.display("no user with password=hunter2");
/// let (text, replaced) = scorer_redact::watched(|| error.to_string());
/// assert_eq!(text, "no user with password=[redacted:credential]");
/// assert_eq!(replaced.len(), 1);
/// ```
pub fn watched<T>(work: impl FnOnce() -> T) -> (T, Vec<(Class, Cause)>) {
    /// Puts back what was watched around this, also when the work panics.
    struct Around(Option<Vec<(Class, Cause)>>);

    impl Drop for Around {
        fn drop(&mut self) {
            exchange(self.0.take());
        }
    }

    let around = Around(exchange(Some(Vec::new())));
    let result = work();
    let seen = exchange(None).unwrap_or_default();
    drop(around);
    (result, seen)
}

/// What stands in the place of a value of this class, noted for whoever watches.
pub fn replaced(class: Class, cause: Cause) -> &'static str {
    note(class, cause);
    marker(class)
}

/// Notes a replacement, if it is watched.
pub(crate) fn note(class: Class, cause: Cause) {
    // On a thread that ends nobody watches.
    let _ = SEEN.try_with(|seen| {
        if let Some(seen) = seen.borrow_mut().as_mut().filter(|seen| seen.len() < MOST) {
            seen.push((class, cause));
        }
    });
}

fn exchange(with: Option<Vec<(Class, Cause)>>) -> Option<Vec<(Class, Cause)>> {
    SEEN.try_with(|seen| seen.replace(with)).ok().flatten()
}
