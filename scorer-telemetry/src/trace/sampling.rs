//! Which requests are exported: a parent-based ratio that can change while the service runs, and requests that are kept
//! although the ratio dropped them.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use opentelemetry::trace::{SpanId, Status, TraceId};
use opentelemetry_sdk::trace::SpanData;

use crate::config::sampling::{Keep, Sampling};

/// How many spans of requests that are not sampled may wait in the process for the end of their request. The first span
/// of each request comes on top.
const BUFFERED_SPANS: usize = 16_384;

/// From this number on, a request may have no more of them than its share.
const PLENTY: usize = BUFFERED_SPANS / 2;

/// The most of them that one request may have.
const BUFFERED_SPANS_OF_A_REQUEST: usize = 1_024;

/// The head decision, and which requests are kept against it.
#[derive(Debug)]
pub(crate) struct Sampler {
    /// A trace is sampled if the lower 63 bits of its id are below this. This is the standard's rule, so services with
    /// the same ratio choose the same traces.
    bound: AtomicU64,
    parent_based: bool,
    pub(crate) keep: Option<Keep>,
    pub(crate) gate: bool,
    room: Arc<Room>,
    /// Whether it was already reported that spans had no room.
    said: AtomicBool,
}

/// What all requests that are not sampled share.
#[derive(Debug, Default)]
struct Room {
    spans: AtomicUsize,
    requests: AtomicUsize,
}

impl Sampler {
    pub(crate) fn new(sampling: Sampling) -> Self {
        let sampler = Self {
            bound: AtomicU64::new(0),
            parent_based: sampling.parent_based,
            keep: sampling.keep,
            gate: sampling.gate && sampling.keep.is_none(),
            room: Arc::default(),
            said: AtomicBool::new(false),
        };
        sampler.set_ratio(sampling.ratio);
        sampler
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "the ratio is within 0 and 1, and 2^63 is a float"
    )]
    pub(crate) fn set_ratio(&self, ratio: f64) {
        let bound = (ratio.clamp(0.0, 1.0) * (1_u64 << 63) as f64) as u64;
        self.bound.store(bound, Ordering::Relaxed);
    }

    /// Whether a request is exported. This is decided before anything is built for it; the caller may have decided
    /// already.
    pub(crate) fn samples(&self, caller: Option<bool>, trace: TraceId) -> bool {
        match caller {
            Some(sampled) if self.parent_based => sampled,
            _ => self.samples_root(trace),
        }
    }

    fn samples_root(&self, trace: TraceId) -> bool {
        let low = u128::from_be_bytes(trace.to_bytes()) & u128::from(u64::MAX);
        let low = u64::try_from(low >> 1).unwrap_or(u64::MAX);
        low < self.bound.load(Ordering::Relaxed)
    }

    /// Returns the buffer in which a request that is not sampled keeps its spans until its end, or `None` if no such
    /// request is kept. However many requests there are, each has room for its first span.
    pub(crate) fn buffer(&self) -> Option<Buffer> {
        self.keep.is_some().then(|| Buffer::new(&self.room))
    }

    /// Buffers a finished span until its request ends. Returns the span if the request has already ended and is kept,
    /// and counts it as lost if there is no room.
    pub(crate) fn buffer_span(&self, buffer: &Buffer, span: Box<SpanData>) -> Buffered {
        let mut inner = buffer.lock();
        match inner.outcome {
            Some(true) => return Buffered::Kept(span),
            Some(false) => return Buffered::Dropped,
            None => {}
        }
        let is_first = span.parent_span_is_remote || span.parent_span_id == SpanId::INVALID;
        if is_first {
            inner.first = Some(span);
            return Buffered::Waiting;
        }
        if inner.spans.len() < self.room.share() && self.room.take_one() {
            inner.spans.push_back(span);
            return Buffered::Waiting;
        }
        inner.lost += 1;
        // A failed span is more useful than one that succeeded.
        let is_failed = |it: &SpanData| matches!(it.status, Status::Error { .. });
        if is_failed(&span) {
            if let Some(place) = inner.spans.iter().position(|it| !is_failed(it)) {
                inner.spans.remove(place);
                inner.spans.push_back(span);
                return Buffered::Waiting;
            }
        }
        Buffered::Dropped
    }

    /// Decides on a request at its end. Returns its spans and how many had no room, or `None` if it is dropped.
    pub(crate) fn decide(
        &self,
        buffer: &Buffer,
        end: RequestEnd,
    ) -> Option<(VecDeque<Box<SpanData>>, u64)> {
        let keep = self.keep.unwrap_or_default();
        let is_slow = keep.slow.is_some_and(|bound| end.total > bound);
        let is_kept = keep.errors && end.failed || keep.cancelled && end.cancelled || is_slow;
        let mut inner = buffer.lock();
        let mut spans = std::mem::take(&mut inner.spans);
        self.room.give_back(spans.len());
        spans.extend(inner.first.take());
        inner.outcome = Some(is_kept);
        is_kept.then_some((spans, inner.lost))
    }

    /// Whether to report now that spans had no room, which happens once in the life of the process.
    pub(crate) fn has_to_say_lost(&self) -> bool {
        !self.said.swap(true, Ordering::Relaxed)
    }
}

impl Room {
    /// How many spans a request may have now. While there is plenty of room, this does not depend on the number of
    /// requests.
    fn share(&self) -> usize {
        if self.spans.load(Ordering::Relaxed) < PLENTY {
            return BUFFERED_SPANS_OF_A_REQUEST;
        }
        let requests = self.requests.load(Ordering::Relaxed).max(1);
        (PLENTY / requests).clamp(1, BUFFERED_SPANS_OF_A_REQUEST)
    }

    fn take_one(&self) -> bool {
        let taken = self.spans.fetch_add(1, Ordering::Relaxed) < BUFFERED_SPANS;
        if !taken {
            self.give_back(1);
        }
        taken
    }

    fn give_back(&self, spans: usize) {
        self.spans.fetch_sub(spans, Ordering::Relaxed);
    }
}

/// How a request ended.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RequestEnd {
    pub(crate) total: Duration,
    pub(crate) failed: bool,
    pub(crate) cancelled: bool,
}

/// What happened to a span of a request that is not sampled.
pub(crate) enum Buffered {
    Waiting,
    /// The request has ended and is kept, so this span is exported at once.
    Kept(Box<SpanData>),
    Dropped,
}

/// The buffered spans of one request that is not sampled.
#[derive(Debug)]
pub(crate) struct Buffer {
    room: Arc<Room>,
    failed: AtomicBool,
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    /// The request's first span, which ends last.
    first: Option<Box<SpanData>>,
    spans: VecDeque<Box<SpanData>>,
    lost: u64,
    /// Whether the request is kept. `None` until it has ended.
    outcome: Option<bool>,
}

impl Buffer {
    fn new(room: &Arc<Room>) -> Self {
        room.requests.fetch_add(1, Ordering::Relaxed);
        Self {
            room: Arc::clone(room),
            failed: AtomicBool::new(false),
            inner: Mutex::default(),
        }
    }

    /// Notes that a span of the request has failed.
    pub(crate) fn fail(&self) {
        self.failed.store(true, Ordering::Relaxed);
    }

    /// Whether a span of the request has failed, other than its first one.
    pub(crate) fn has_failed(&self) -> bool {
        self.failed.load(Ordering::Relaxed)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        // These belong to a request that never ended.
        let spans = std::mem::take(&mut self.lock().spans);
        self.room.give_back(spans.len());
        self.room.requests.fetch_sub(1, Ordering::Relaxed);
    }
}
