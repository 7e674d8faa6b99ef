//! What every line has: its time, its level, and the ids of its span.

use std::time::{Duration, SystemTime};

use opentelemetry::trace::{SpanId, TraceId};
use tracing::Level;

use super::json;
use super::time;

/// What a line shows, whatever it is about.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    pub(crate) target: bool,
    /// Whether a trace's id stands there in X-Ray's form too, in which `CloudWatch` looks for it.
    pub(crate) xray: bool,
}

impl Shape {
    /// A line's beginning.
    pub(super) fn line(self, level: Level, target: &str) -> String {
        let mut line = String::with_capacity(512);
        line.push_str("{\"timestamp\":\"");
        time::push(&mut line, SystemTime::now());
        line.push_str("\",\"level\":\"");
        line.push_str(level.as_str());
        line.push('"');
        if self.target {
            line.push_str(",\"target\":");
            json::push_text(&mut line, target);
        }
        line
    }

    pub(super) fn push_ids(self, line: &mut String, trace: TraceId, span: SpanId) {
        let trace = trace.to_bytes();
        line.push_str(",\"trace_id\":\"");
        push_hex(line, &trace);
        line.push_str("\",\"span_id\":\"");
        push_hex(line, &span.to_bytes());
        if self.xray {
            line.push_str("\",\"xray_trace_id\":\"1-");
            push_hex(line, &trace[..4]);
            line.push('-');
            push_hex(line, &trace[4..]);
        }
        line.push('"');
    }
}

/// A whole line.
pub(super) fn ended(mut line: String) -> String {
    line.push_str("}\n");
    line
}

pub(super) fn push_duration(line: &mut String, duration: Duration) {
    push_milliseconds(line, "duration_ms", duration);
}

/// Milliseconds; microseconds are as fine as a clock read is sure of.
pub(super) fn push_milliseconds(line: &mut String, key: &str, duration: Duration) {
    json::push_key(line, key);
    let microseconds = (duration.as_secs_f64() * 1_000_000.0).round();
    json::push_float(line, microseconds / 1_000.0);
}

fn push_hex(line: &mut String, bytes: &[u8]) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    for byte in bytes {
        line.push(char::from(DIGITS[usize::from(byte >> 4)]));
        line.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
}
