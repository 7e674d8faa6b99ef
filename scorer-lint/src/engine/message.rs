//! A sentence of a finding: made once by a rule, shown by the outputs, and read by nothing in between.

use std::fmt;

use scorer_instrument_syntax::words;
use serde::Serialize;

/// A sentence. It can be shown and nothing else: what a finding is about travels beside it, as data.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Message(String);

impl From<String> for Message {
    fn from(text: String) -> Self {
        Self(words::sentence(text))
    }
}

impl From<&str> for Message {
    fn from(text: &str) -> Self {
        Self(words::sentence(text))
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
