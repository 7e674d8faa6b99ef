//! The text of an error and its causes.

use std::error::Error;
use std::fmt;

/// How many causes of an error are shown.
const LONGEST_CHAIN: usize = 16;

/// Prints an error and its causes.
pub(super) struct Causes<'a>(pub(super) &'a (dyn Error + 'static));

impl fmt::Display for Causes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        let mut cause = self.0.source();
        // A chain of causes that loops must end.
        for _ in 0..LONGEST_CHAIN {
            let Some(error) = cause else { break };
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}
