//! Which requests are exported: a parent-based ratio that can change while the service runs, and what is kept
//! although the ratio dropped it.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use opentelemetry::trace::{SpanId, Status, TraceId};
use opentelemetry_sdk::trace::SpanData;

use crate::config::sampling::{Keep, Sampling};

/// How many spans of requests that are not sampled wait in the process for their request's end, beside the first span of
/// each.
const BUFFERED_SPANS: usize = 16_384;

/// From how many on a request may have no more of them than its share.
const PLENTY: usize = BUFFERED_SPANS / 2;

/// How many of them one request may have at most.
const BUFFERED_SPANS_OF_A_REQUEST: usize = 1_024;

/// The head decision, and what is kept against it.
#[derive(Debug)]
pub(crate) struct Sampler {
    /// A trace is sampled when the lower 63 bits of its id are below this: the standard's rule, so that services
    /// with one ratio choose the same traces.
    bound: AtomicU64,
    parent_based: bool,
    pub(crate) keep: Option<Keep>,
    pub(crate) gate: bool,
    room: Arc<Room>,
    /// Whether it was said that spans had no room.
    said: AtomicBool,
}

/// What all requests that are not sampled have together.
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

    /// Whether a request is exported, before anything is built for it; its caller may have decided.
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

    /// Where a request that is not sampled keeps its spans until its end; none when nothing is kept. However many there are,
    /// each has a place for its first span.
    pub(crate) fn buffer(&self) -> Option<Buffer> {
        self.keep.is_some().then(|| Buffer::new(&self.room))
    }

    /// Buffers a finished span until its request ends. Gives it back when the request has ended and is kept; counts it
    /// as lost when there is no room.
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
        // What failed says more than what did not.
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

    /// Decides on a request at its end: its spans and how many had no room, or nothing when it is dropped.
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

    /// Whether it has still to be said that spans had no room: once in the life of the process.
    pub(crate) fn has_to_say_lost(&self) -> bool {
        !self.said.swap(true, Ordering::Relaxed)
    }
}

impl Room {
    /// How many spans a request may have now. While there is plenty, that is no matter of how many requests there are.
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

/// What became of a span of a request that is not sampled.
pub(crate) enum Buffered {
    Waiting,
    /// The request ended before and is kept: to be exported at once.
    Kept(Box<SpanData>),
    Dropped,
}

/// The spans of one request that is not sampled, until its end.
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
    /// Whether the request is kept, once it has ended.
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

    /// A span of the request has failed.
    pub(crate) fn fail(&self) {
        self.failed.store(true, Ordering::Relaxed);
    }

    /// Whether a span of the request has failed, its first one aside.
    pub(crate) fn has_failed(&self) -> bool {
        self.failed.load(Ordering::Relaxed)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        // Of a request whose end never came.
        let spans = std::mem::take(&mut self.lock().spans);
        self.room.give_back(spans.len());
        self.room.requests.fetch_sub(1, Ordering::Relaxed);
    }
}
