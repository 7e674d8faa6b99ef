//! The line of a panic.

use std::io::{self, Write as _};

use opentelemetry::trace::{SpanId, TraceId};
use tracing::Level;

use super::{Logs, Output, TARGET, ended, json};

/// What is known of a panic, redacted.
pub(crate) struct Panicked<'a> {
    pub(crate) message: &'a str,
    pub(crate) thread: Option<&'a str>,
    pub(crate) location: Option<(&'a str, u32)>,
    /// The span that the thread is in.
    pub(crate) ids: Option<(TraceId, SpanId)>,
}

impl Logs {
    /// Writes the line of a panic, from the hook: to stderr where the log takes no errors, for it is never silent.
    pub(crate) fn panicked(&self, panicked: &Panicked<'_>) {
        let line = self.panic_line(panicked);
        if !self.filter.takes_level(TARGET, Level::ERROR) {
            return to_stderr(&line);
        }
        match &self.output {
            // A writer that panics would end the process from here.
            Output::Writer(writer) => writer.write_later(line),
            Output::Stdout => {
                if to_stdout(&line).is_err() {
                    to_stderr(&line);
                }
            }
            Output::Memory(_) => self.write(line),
        }
    }

    fn panic_line(&self, panicked: &Panicked<'_>) -> String {
        let mut line = self.line(Level::ERROR, TARGET);
        line.push_str(",\"message\":\"a thread panicked\"");
        if let Some(ids) = panicked.ids {
            self.push_ids(&mut line, ids);
        }
        line.push_str(",\"fields\":{\"exception.type\":\"panic\"");
        json::push_key(&mut line, "exception.message");
        json::push_text(&mut line, panicked.message);
        if let Some(thread) = panicked.thread {
            json::push_key(&mut line, "thread.name");
            json::push_text(&mut line, thread);
        }
        if let Some((file, number)) = panicked.location {
            json::push_key(&mut line, "code.file.path");
            json::push_text(&mut line, file);
            json::push_key(&mut line, "code.line.number");
            line.push_str(&number.to_string());
        }
        line.push('}');
        ended(line)
    }
}

/// Past the lock of stdout, which a thread may have that waits for this one. Its buffer holds no whole line.
#[cfg(unix)]
fn to_stdout(line: &str) -> io::Result<()> {
    use std::os::fd::AsFd as _;

    let stdout = io::stdout().as_fd().try_clone_to_owned()?;
    std::fs::File::from(stdout).write_all(line.as_bytes())
}

#[cfg(not(unix))]
fn to_stdout(line: &str) -> io::Result<()> {
    io::stdout().lock().write_all(line.as_bytes())
}

fn to_stderr(line: &str) {
    // Where stderr is gone too, nobody is left to be told.
    let _ = io::stderr().lock().write_all(line.as_bytes());
}
