//! How deep a derived type prints values of its own kind.

use std::cell::RefCell;
use std::fmt::{self, Formatter};

/// What is within this many values of one type is printed as `..`.
const DEEPEST: usize = 4;

thread_local! {
    /// The types of the values that this thread is printing, from the outermost inward.
    static PRINTING: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
}

/// Prints a value of a type that may hold others of its kind: at once where it stands within few enough of them.
///
/// # Errors
///
/// Those of the formatter.
pub fn nested(
    of: &'static str,
    f: &mut Formatter<'_>,
    print: impl FnOnce(&mut Formatter<'_>) -> fmt::Result,
) -> fmt::Result {
    // Where the thread is ending, nothing is counted.
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

/// Takes the innermost type off again, also where printing it panics.
struct Leaves;

impl Drop for Leaves {
    fn drop(&mut self) {
        let _ = PRINTING.try_with(|printing| printing.borrow_mut().pop());
    }
}
