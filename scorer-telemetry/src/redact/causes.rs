//! An error and its causes as text.

use std::error::Error;
use std::fmt;

/// How many causes of an error are shown.
const LONGEST_CHAIN: usize = 16;

/// An error and what caused it.
pub(super) struct Causes<'a>(pub(super) &'a (dyn Error + 'static));

impl fmt::Display for Causes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        let mut cause = self.0.source();
        // A chain that leads back to itself must end.
        for _ in 0..LONGEST_CHAIN {
            let Some(error) = cause else { break };
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}
