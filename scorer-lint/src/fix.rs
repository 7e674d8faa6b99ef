//! `--fix`: what findings say to write instead is written.
//!
//! `choose` says which fixes of a file go together, `file` makes them, `verify` holds the result against what stood there,
//! `passes` goes on until nothing changes; all in memory. `write` puts whole files in place, `diff` shows them instead.

mod apply;
mod choose;
mod file;
mod fixed;
mod manifest;
mod passes;
mod texts;
mod tidy;
mod vcs;
mod verify;
mod write;

pub use apply::apply;
pub use fixed::{Changed, Fixed, Left};
pub use passes::{fix, fix_text};
pub use vcs::{Unsaved, unsaved};
pub use write::{replace, replaceable};
