//! The line of a panic.

use opentelemetry::trace::{SpanId, TraceId};
use tracing::Level;

use crate::scratch::Scratch;

use super::json;
use super::line::{Shape, ended};

/// What is known of a panic, redacted.
pub(crate) struct Panicked<'a> {
    pub(crate) message: &'a str,
    pub(crate) thread: Option<&'a str>,
    pub(crate) location: Option<(&'a str, u32)>,
    /// The span that the thread was in.
    pub(crate) ids: Option<(TraceId, SpanId)>,
}

impl Panicked<'_> {
    pub(super) fn line(&self, shape: Shape, target: &str) -> Scratch {
        let mut line = shape.line(Level::ERROR, target);
        line.push_str(",\"message\":\"a thread panicked\"");
        if let Some((trace, span)) = self.ids {
            shape.push_ids(&mut line, trace, span);
        }
        line.push_str(",\"fields\":{\"exception.type\":\"panic\"");
        json::push_key(&mut line, "exception.message");
        json::push_text(&mut line, self.message);
        if let Some(thread) = self.thread {
            json::push_key(&mut line, "thread.name");
            json::push_text(&mut line, thread);
        }
        if let Some((file, number)) = self.location {
            json::push_key(&mut line, "code.file.path");
            json::push_text(&mut line, file);
            json::push_key(&mut line, "code.line.number");
            line.push_str(&number.to_string());
        }
        line.push('}');
        ended(line)
    }
}
