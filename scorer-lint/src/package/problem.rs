//! Bad input: said once on standard error, and no reason to leave the rest unread.

use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, Read};
use std::path::{Path, PathBuf};

/// Something that could not be read. The run goes on and ends with exit code 2.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Problem {
    /// The file or folder, as the user named it.
    pub path: Option<PathBuf>,
    /// The line, counted from one.
    pub line: Option<usize>,
    /// What is wrong with it.
    pub message: String,
}

impl Problem {
    /// A problem with a file or a folder.
    pub fn at(path: impl Into<PathBuf>, message: impl Into<String>) -> Self {
        Self {
            path: Some(path.into()),
            line: None,
            message: message.into(),
        }
    }

    /// A problem with the run itself.
    pub fn of_run(message: impl Into<String>) -> Self {
        Self {
            path: None,
            line: None,
            message: message.into(),
        }
    }

    /// The same at a line.
    #[must_use]
    pub fn line(mut self, line: usize) -> Self {
        self.line = Some(line);
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(path) = &self.path {
            write!(f, "{}:", path.display())?;
            if let Some(line) = self.line {
                write!(f, "{line}:")?;
            }
            f.write_str(" ")?;
        }
        f.write_str(&self.message)
    }
}

/// The largest file that is read, in bytes: what is larger was not written by hand, and places fit 32 bits.
const LARGEST: u64 = 32 << 20;

/// A file's text.
///
/// # Errors
///
/// When it cannot be read, is larger than 32 MiB, is no regular file or is not UTF-8.
pub fn read_source(path: &Path) -> Result<String, Problem> {
    let unreadable =
        |error: io::Error| Problem::at(path, format!("cannot be read: {}", reason(&error)));
    // Looked at before it is opened: opening a pipe would wait for its other end.
    let metadata = std::fs::metadata(path).map_err(unreadable)?;
    if !metadata.is_file() {
        return Err(Problem::at(path, "is not a file"));
    }
    if metadata.len() > LARGEST {
        return Err(too_large(path));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0) + 1);
    // A file that grows while it is read stays within the bound.
    File::open(path)
        .and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes))
        .map_err(unreadable)?;
    text(path, bytes)
}

/// What is handed over as a file's text, under the same bounds.
///
/// # Errors
///
/// When it cannot be read, is larger than 32 MiB or is not UTF-8.
pub fn read_given(path: &Path, from: &mut dyn BufRead) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    from.take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| {
            let message = format!("standard input cannot be read: {}", reason(&error));
            Problem::at(path, message)
        })?;
    text(path, bytes)
}

fn text(path: &Path, bytes: Vec<u8>) -> Result<String, Problem> {
    if bytes.len() as u64 > LARGEST {
        return Err(too_large(path));
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let before = error.as_bytes().get(..valid).unwrap_or_default();
        let line = before.split(|byte| *byte == b'\n').count();
        Problem::at(path, "is not UTF-8").line(line)
    })
}

fn too_large(path: &Path) -> Problem {
    let message = format!("is larger than {} MiB, and left out", LARGEST >> 20);
    Problem::at(path, message)
}

/// An error of the system without its number.
pub fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}
