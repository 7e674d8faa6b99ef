//! The request that every pipeline sees: a handler, three functions in it, a field each.

use std::hint::black_box;

use tracing::instrument;

#[instrument(skip_all, fields(community_id = id))]
pub fn handle(id: i64) -> i64 {
    validate(id) + load(id) + score(id)
}

#[instrument(skip_all, fields(attempt = id))]
fn validate(id: i64) -> i64 {
    black_box(id)
}

#[instrument(skip_all, fields(table = "community"))]
fn load(id: i64) -> i64 {
    black_box(id)
}

#[instrument(skip_all, fields(stamp_count = id))]
fn score(id: i64) -> i64 {
    black_box(id)
}

/// The same with one event in its last function.
#[instrument(name = "handle", skip_all, fields(community_id = id))]
pub fn handle_with_event(id: i64) -> i64 {
    validate(id) + load(id) + score_with_event(id)
}

#[instrument(name = "score", skip_all, fields(stamp_count = id))]
fn score_with_event(id: i64) -> i64 {
    tracing::info!(
        weight = id,
        address = "0x71c7656ec7ab88b098defb751b7401b5f6d8976f",
        "scored"
    );
    black_box(id)
}

/// The same for fastrace.
pub mod fast {
    use std::hint::black_box;

    use fastrace::local::LocalSpan;
    use fastrace::prelude::{Span, SpanContext, SpanId, TraceId};

    pub fn handle(id: i64, sampled: bool) -> i64 {
        let context = SpanContext::new(TraceId::random(), SpanId::random()).sampled(sampled);
        let root = Span::root("handle", context).with_property(|| ("community_id", id.to_string()));
        let _root = root.set_local_parent();
        part("validate", "attempt", id)
            + part("load", "table", id)
            + part("score", "stamp_count", id)
    }

    fn part(name: &'static str, key: &'static str, id: i64) -> i64 {
        let _span =
            LocalSpan::enter_with_local_parent(name).with_property(|| (key, id.to_string()));
        black_box(id)
    }
}
