//! Limits how deep a derived type prints values of its own type.

use std::cell::RefCell;
use std::fmt::{self, Formatter};

/// Values nested more than this many levels deep in values of the same type are printed as `..`.
const DEEPEST: usize = 4;

thread_local! {
    /// The types of the values that this thread is printing, from the outermost to the innermost.
    static PRINTING: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
}

/// Prints a value of a type that may contain others of its own type, or `..` if it is nested too deeply.
///
/// # Errors
///
/// Returns the errors of the formatter.
pub fn nested(
    of: &'static str,
    f: &mut Formatter<'_>,
    print: impl FnOnce(&mut Formatter<'_>) -> fmt::Result,
) -> fmt::Result {
    // While the thread is ending, the depth is not counted.
    let around = PRINTING
        .try_with(|printing| {
            let mut printing = printing.borrow_mut();
            let around = printing.iter().filter(|other| **other == of).count();
            printing.push(of);
            around
        })
        .ok();
    let _leaves = around.map(|_| Leaves);
    if around.is_some_and(|around| around >= DEEPEST) {
        return f.write_str("..");
    }
    print(f)
}

/// Removes the innermost type again when it is dropped, even if printing the value panics.
struct Leaves;

impl Drop for Leaves {
    fn drop(&mut self) {
        let _ = PRINTING.try_with(|printing| printing.borrow_mut().pop());
    }
}
