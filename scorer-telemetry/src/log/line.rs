//! What every line contains: its time, its level, and the ids of its span.

use std::time::{Duration, SystemTime};

use opentelemetry::trace::{SpanId, TraceId};
use tracing::Level;

use crate::scratch::Scratch;

use super::digits::{self, Template};
use super::json;
use super::time;

/// Which parts every line shows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    pub(crate) target: bool,
    /// Whether the trace id is also written in X-Ray's form, which `CloudWatch` looks for.
    pub(crate) xray: bool,
}

impl Shape {
    /// Begins a line.
    pub(super) fn line(self, level: Level, target: &str) -> Scratch {
        let mut line = Scratch::with_room();
        line.reserve(512);
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
        const IDS: Template<75> = Template(
            *b",\"trace_id\":\"00000000000000000000000000000000\",\"span_id\":\"0000000000000000\"",
        );
        const XRAY: Template<54> =
            Template(*b",\"xray_trace_id\":\"1-00000000-000000000000000000000000\"");
        let trace = trace.to_bytes();
        let mut ids = IDS;
        ids.hex(13, &trace);
        ids.hex(58, &span.to_bytes());
        ids.push_to(line);
        if self.xray {
            let mut ids = XRAY;
            ids.hex(20, &trace[..4]);
            ids.hex(29, &trace[4..]);
            ids.push_to(line);
        }
    }
}

/// Completes a line.
pub(super) fn ended(mut line: Scratch) -> Scratch {
    line.push_str("}\n");
    line
}

pub(super) fn push_duration(line: &mut String, duration: Duration) {
    push_milliseconds(line, "duration_ms", duration);
}

/// Writes milliseconds as a decimal number. Its resolution is a microsecond, because a clock reading is not more
/// precise.
pub(super) fn push_milliseconds(line: &mut String, key: &'static str, duration: Duration) {
    json::push_key(line, key);
    let microseconds = duration.as_nanos().saturating_add(500) / 1_000;
    let microseconds = u64::try_from(microseconds).unwrap_or(u64::MAX);
    digits::push(line, microseconds / 1_000);
    let mut thousandths = Template(*b".0000");
    thousandths.number(1, 4, microseconds % 1_000 * 10);
    thousandths.push_to(line);
    // One digit is kept after the decimal point.
    let zeros = line.bytes().rev().take_while(|it| *it == b'0').count();
    line.truncate(line.len() - zeros.min(3));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn milliseconds_are_the_shortest_number_that_holds_the_microseconds(
            nanos in prop_oneof![any::<u64>(), 0..10_000_000_u64],
        ) {
            let mut line = String::new();
            push_milliseconds(&mut line, "ms", Duration::from_nanos(nanos));
            let microseconds = u128::from(nanos).div_euclid(1_000) + u128::from(nanos % 1_000 >= 500);
            let (whole, part) = (microseconds / 1_000, microseconds % 1_000);
            let part = format!("{part:03}");
            let part = part.trim_end_matches('0');
            let part = if part.is_empty() { "0" } else { part };
            prop_assert_eq!(line, format!(",\"ms\":{whole}.{part}"));
        }
    }
}
