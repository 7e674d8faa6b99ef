//! The items that the macros' expansions refer to. They are not meant to be used by hand, and semantic versioning does
//! not cover them.

pub use crate::trace::running::{Running, running};
