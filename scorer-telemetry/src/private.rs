//! What the expansions of the macros name. Not for use by hand, and not under semantic versioning.

pub use crate::trace::running::{Running, running};
