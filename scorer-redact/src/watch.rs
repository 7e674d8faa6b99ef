//! Records what values replace in their own text while they are printed, for a runtime that counts replacements.

use std::cell::RefCell;

use scorer_instrument_policy::Class;

use crate::{Cause, marker};

/// How many replacements in one value are recorded. A text is cut long before it has so many.
const MOST: usize = 256;

thread_local! {
    /// What was replaced on this thread since the innermost [`watched`] began.
    static SEEN: RefCell<Option<Vec<(Class, Cause)>>> = const { RefCell::new(None) };
}

/// Runs a closure, and returns what the values that it printed on this thread replaced in their own text.
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
    /// Restores the outer record on drop, even if the work panics.
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

/// Returns the marker for a value of this class, and records the replacement.
pub fn replaced(class: Class, cause: Cause) -> &'static str {
    note(class, cause);
    marker(class)
}

/// Records a replacement, if anything is watching.
pub(crate) fn note(class: Class, cause: Cause) {
    // On a thread that is ending, nothing is watching.
    let _ = SEEN.try_with(|seen| {
        if let Some(seen) = seen.borrow_mut().as_mut().filter(|seen| seen.len() < MOST) {
            seen.push((class, cause));
        }
    });
}

fn exchange(with: Option<Vec<(Class, Cause)>>) -> Option<Vec<(Class, Cause)>> {
    SEEN.try_with(|seen| seen.replace(with)).ok().flatten()
}
