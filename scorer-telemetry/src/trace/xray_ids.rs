//! Ids that X-Ray's daemon accepts as well. The first four bytes of a trace id are the second in which the trace began.

use std::time::{SystemTime, UNIX_EPOCH};

use opentelemetry::trace::{SpanId, TraceId};
use opentelemetry_sdk::trace::{IdGenerator, RandomIdGenerator};

/// Random ids. Trace ids begin with the time.
#[derive(Clone, Debug, Default)]
pub(crate) struct XrayIds(RandomIdGenerator);

impl IdGenerator for XrayIds {
    fn new_trace_id(&self) -> TraceId {
        let seconds = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |it| it.as_secs());
        dated(self.0.new_trace_id(), seconds)
    }

    fn new_span_id(&self) -> SpanId {
        self.0.new_span_id()
    }
}

/// The last 63 bits stay random, so that sampling by ratio works as with any ids.
fn dated(id: TraceId, seconds: u64) -> TraceId {
    let mut bytes = id.to_bytes();
    bytes[..4].copy_from_slice(&seconds.to_be_bytes()[4..]);
    TraceId::from_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_stands_in_front() {
        let id = TraceId::from(u128::MAX);
        assert_eq!(
            dated(id, 0x5759_e988).to_string(),
            "5759e988ffffffffffffffffffffffff"
        );
    }

    #[test]
    fn no_id_comes_twice() {
        let ids = XrayIds::default();
        assert_ne!(ids.new_trace_id(), ids.new_trace_id());
        assert_ne!(ids.new_span_id(), ids.new_span_id());
    }
}
