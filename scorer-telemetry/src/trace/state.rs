//! The state that the layer keeps for an open span.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use opentelemetry::baggage::KeyValueMetadata;
use opentelemetry::trace::{Link, SpanContext, SpanId, TraceFlags, TraceId, TraceState};
use opentelemetry_sdk::trace::SpanData;

use crate::config::limits::Limits;
use crate::propagation::xray_header::Caller;
use crate::scratch::Scratch;
use crate::sql::Repeats;
use crate::trace::attributes::Special;
use crate::trace::sampling::Buffer;

use super::clock::TimeAtBase;
use super::outcome::Outcome;
use super::remote::Remote;

/// The ids of a span, and the decisions about it that its children inherit.
#[derive(Clone, Debug)]
pub(crate) struct Ids {
    pub(crate) trace: TraceId,
    pub(crate) span: SpanId,
    pub(crate) sampled: bool,
    /// What the request's times of day are computed from, if its spans are built.
    pub(crate) time_at_base: TimeAtBase,
    /// Where spans of a request that is not sampled wait, if such requests may be kept.
    pub(crate) buffer: Option<Arc<Buffer>>,
    /// What the caller passes on to the next service. Most requests have none.
    pub(crate) carried: Option<Arc<Carried>>,
}

/// What a caller passes on through this service, besides its ids.
#[derive(Debug)]
pub(crate) struct Carried {
    trace_state: TraceState,
    lineage: Option<Arc<str>>,
    baggage: Vec<KeyValueMetadata>,
}

impl Ids {
    /// Returns the baggage of the caller.
    pub(crate) fn baggage(&self) -> &[KeyValueMetadata] {
        self.carried.as_ref().map_or(&[], |it| &it.baggage)
    }

    pub(crate) fn context(&self) -> SpanContext {
        let flags = TraceFlags::default().with_sampled(self.sampled);
        let state = self.carried.as_ref().map(|it| it.trace_state.clone());
        let state = state.unwrap_or_default();
        SpanContext::new(self.trace, self.span, flags, false, state)
    }

    /// Whether its spans are built, because the request is or may be exported.
    pub(crate) fn is_recorded(&self) -> bool {
        self.sampled || self.buffer.is_some()
    }

    /// Returns the caller that the next service sees.
    pub(crate) fn caller(&self) -> Caller {
        Caller {
            trace: self.trace,
            parent: self.span,
            sampled: Some(self.sampled),
            lineage: self.carried.as_ref().and_then(|it| it.lineage.clone()),
        }
    }
}

/// An open span.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is asked alone, and all fit into a word"
)]
pub(crate) struct SpanState {
    pub(crate) ids: Ids,
    pub(crate) parent: SpanId,
    pub(crate) remote_parent: bool,
    pub(crate) is_root: bool,
    /// Whether the span exists only for the log. In the trace, the span around it takes its place.
    pub(crate) transparent: bool,
    /// Whether the log accepts the span's own line.
    pub(crate) logged: bool,
    /// Its `otel.name`, where it has one.
    pub(crate) name: Option<String>,
    pub(crate) outcome: Outcome,
    pub(crate) started: Instant,
    /// When it was last left.
    pub(crate) left: Option<Instant>,
    /// When its body ended. A thread of a database may enter the span once more after that, to clean up.
    pub(crate) body_ended: Option<Instant>,
    /// When it ended, if that is known from elsewhere.
    pub(crate) ended: Option<Instant>,
    /// The time from its start to the head of its response, if a body followed.
    pub(crate) head: Option<Duration>,
    /// Whether its body was dropped when the span was last left. It had not ended then, or the span would have been
    /// entered once more.
    pub(crate) is_dropped: bool,
    /// Whether it was entered while a panic was already unwinding, which did not start in this span.
    pub(crate) entered_in_panic: bool,
    /// The time of the spans and statements directly within it.
    pub(crate) children: Duration,
    /// The fields as JSON, ready for a line of the log.
    pub(crate) log_fields: Scratch,
    pub(crate) recording: Option<Recording>,
    /// The statements within it.
    pub(crate) repeats: Option<Box<Repeats>>,
}

impl SpanState {
    pub(super) fn root(
        trace: TraceId,
        span: SpanId,
        remote: Remote,
        sampled: bool,
        buffer: Option<Arc<Buffer>>,
    ) -> Self {
        let Remote {
            span: remote,
            lineage,
            baggage,
            ..
        } = remote;
        let parent = remote
            .as_ref()
            .map_or(SpanId::INVALID, SpanContext::span_id);
        let trace_state = remote.as_ref().map(|it| it.trace_state().clone());
        let trace_state = trace_state.unwrap_or_default();
        let hands_on = trace_state != TraceState::NONE || lineage.is_some() || !baggage.is_empty();
        let carried = hands_on.then(|| {
            Arc::new(Carried {
                trace_state,
                lineage,
                baggage,
            })
        });
        let ids = Ids {
            trace,
            span,
            sampled,
            time_at_base: TimeAtBase::default(),
            buffer,
            carried,
        };
        Self {
            remote_parent: remote.is_some_and(|it| it.is_remote()),
            is_root: true,
            ..Self::new(ids, parent)
        }
    }

    pub(crate) fn child(around: Ids, span: SpanId, traced: bool) -> Self {
        let parent = around.span;
        let mut state = Self::new(around, parent);
        state.ids.span = span;
        state.transparent = !traced;
        state
    }

    fn new(ids: Ids, parent: SpanId) -> Self {
        Self {
            ids,
            parent,
            remote_parent: false,
            is_root: false,
            transparent: false,
            logged: false,
            name: None,
            outcome: Outcome::default(),
            started: Instant::now(),
            left: None,
            body_ended: None,
            ended: None,
            head: None,
            is_dropped: false,
            entered_in_panic: false,
            children: Duration::ZERO,
            log_fields: Scratch::default(),
            recording: None,
            repeats: None,
        }
    }

    /// Whether the span is built, because its request is or may be exported.
    pub(crate) fn is_recorded(&self) -> bool {
        self.ids.is_recorded()
    }

    /// Applies what fields say about the span itself.
    pub(crate) fn apply(&mut self, special: Special) {
        self.outcome.declare(special.declared, special.description);
        if special.cancelled {
            self.outcome.cancel();
        }
        if let Some(kind) = special.kind {
            if let Some(recording) = &mut self.recording {
                recording.data.span_kind = kind;
            }
        }
        if special.name.is_some() {
            self.name = special.name;
        }
    }

    /// The time from its start to its end. It ended with its body if the body says when, and otherwise when it was last
    /// left. A handle that is still held does not make a span longer.
    pub(crate) fn total(&self) -> Duration {
        match self.ended.or(self.body_ended).or(self.left) {
            Some(end) => end.saturating_duration_since(self.started),
            None => self.started.elapsed(),
        }
    }
}

/// A span that is built.
pub(crate) struct Recording {
    pub(crate) data: Box<SpanData>,
}

impl fmt::Debug for Recording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recording").finish_non_exhaustive()
    }
}

impl Recording {
    pub(crate) fn new(data: SpanData) -> Self {
        Self {
            data: Box::new(data),
        }
    }

    /// Adds a link, or counts it as dropped if there is no room.
    pub(crate) fn link(&mut self, link: Link, limits: Limits) {
        let links = &mut self.data.links;
        if links.links.len() < limits.links {
            links.links.push(link);
        } else {
            links.dropped_count += 1;
        }
    }
}

/// Marks a span as sampled if it is exported although its request was not sampled. Collectors and their samplers have
/// to treat it like any other.
/// that was.
pub(crate) fn sampled(mut data: Box<SpanData>) -> Box<SpanData> {
    let context = &data.span_context;
    data.span_context = SpanContext::new(
        context.trace_id(),
        context.span_id(),
        TraceFlags::SAMPLED,
        context.is_remote(),
        context.trace_state().clone(),
    );
    data
}
