//! What a review asks of findings: which of them were there before, which a change brings, and what they are known by.

pub(crate) mod baseline;
mod context;
mod diff;
pub(crate) mod identity;
mod items;
mod select;

pub use select::{Request, Selection, select};
