//! How the command ends: its exit codes, and why it ends early.

use std::io::{self, Write};

use crate::init;

/// The exit code when nothing that counts as `deny` was found.
pub const CLEAN: u8 = 0;
/// The exit code when something was.
pub const FOUND: u8 = 1;
/// The exit code when something could not be read, or nothing could be done.
pub const FAILED: u8 = 2;

/// Why the command ends early.
pub(super) enum Failure {
    /// Whoever read the output has seen enough: `cargo scorer-lint | head`.
    ReaderGone,
    /// What to tell.
    Message(String),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::ReaderGone,
            _ => Self::Message(format!("the output cannot be written: {error}")),
        }
    }
}

impl From<init::Stop> for Failure {
    fn from(stop: init::Stop) -> Self {
        match stop {
            init::Stop::Output(error) => Self::from(error),
            init::Stop::Message(message) => Self::Message(message),
        }
    }
}

impl From<String> for Failure {
    fn from(message: String) -> Self {
        Self::Message(message)
    }
}

/// Says what went wrong.
pub(super) fn tell(stderr: &mut dyn Write, message: &str) {
    // There is nobody to tell when standard error is closed, too.
    let _ = writeln!(stderr, "error: {message}");
}
