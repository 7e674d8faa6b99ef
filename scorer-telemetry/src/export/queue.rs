//! The queue of finished spans: it is bounded, one thread exports its batches, and all losses are counted.

mod attempts;
#[cfg(feature = "lambda")]
mod breaker;
mod exported;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use opentelemetry_sdk::trace::SpanData;

use crate::config::limits::Batches;
use crate::error::Error;
use crate::lost::Lost;
use crate::trace::entered;

use attempts::Attempts;
#[cfg(feature = "lambda")]
use breaker::Breaker;
use exported::Exported;

use super::sink::{Batch, Report, Sink};

/// The handle for adding spans to the queue.
#[derive(Clone)]
pub(crate) struct Queue(Arc<QueueState>);

impl fmt::Debug for Queue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Queue").finish_non_exhaustive()
    }
}

struct QueueState {
    batches: Batches,
    inner: Mutex<Inner>,
    /// The thread waits here for work.
    work: Condvar,
    /// Flushes wait here until they are done.
    done: Condvar,
    dropped: AtomicU64,
    failed: AtomicU64,
    exported: AtomicU64,
}

#[derive(Default)]
struct Inner {
    /// Boxed, so that under the lock only a pointer is moved and not a whole span.
    spans: VecDeque<Box<SpanData>>,
    in_flight: usize,
    /// How many spans have come in so far, and how many have left the queue, exported or not.
    arrived: u64,
    departed: u64,
    /// The number of the last span that a flush waits for.
    wanted: u64,
    attempts: Attempts,
    /// Set if nothing is exported by the clock.
    frozen: Option<Frozen>,
    /// Whether the thread waits for a batch.
    sleeps: bool,
    stop: bool,
    ended: bool,
    /// The last failure, kept until a flush or a shutdown reports it.
    failure: Option<String>,
    closing_failure: Option<String>,
}

/// The process is frozen between its requests. Spans are exported at a flush or in full batches, and an export that a
/// freeze interrupted is tried again at the next one.
struct Frozen {
    #[cfg(feature = "lambda")]
    breaker: Breaker,
    /// How long a flush waits.
    patience: Duration,
}

impl Queue {
    /// Starts a queue and the thread that exports its spans to the sink.
    ///
    /// # Errors
    ///
    /// Returns an error if the thread cannot be started.
    pub(crate) fn start(
        batches: Batches,
        sink: Box<dyn Sink>,
        report: Report,
    ) -> Result<Self, Error> {
        let queue = Self(Arc::new(QueueState {
            batches,
            inner: Mutex::new(Inner::default()),
            work: Condvar::new(),
            done: Condvar::new(),
            dropped: AtomicU64::new(0),
            failed: AtomicU64::new(0),
            exported: AtomicU64::new(0),
        }));
        let shared = Arc::clone(&queue.0);
        std::thread::Builder::new()
            .name("telemetry-export".into())
            .spawn(move || {
                // The exporter's own records must not end up in the queue.
                entered::on_exporter_thread();
                let end = End(&shared);
                shared.run(sink, &report);
                drop(end);
            })
            .map_err(Error::Thread)?;
        Ok(queue)
    }

    /// Adds a finished span, or counts it as dropped. It waits for nothing but the lock.
    pub(crate) fn push(&self, span: Box<SpanData>) {
        let shared = &self.0;
        let mut inner = shared.lock();
        if inner.stop || inner.spans.len() >= shared.batches.queue {
            drop(inner);
            shared.dropped.fetch_add(1, Ordering::Relaxed);
            return;
        }
        inner.spans.push_back(span);
        inner.arrived += 1;
        // Checked only while the thread sleeps: an awake thread looks for work by itself, and waking it is a system
        // call.
        let wakes = inner.sleeps && inner.has_a_batch(shared.batches);
        inner.sleeps &= !wakes;
        drop(inner);
        if wakes {
            shared.work.notify_one();
        }
    }

    /// Counts spans that were lost before they reached the queue.
    pub(crate) fn lose(&self, spans: u64) {
        self.0.dropped.fetch_add(spans, Ordering::Relaxed);
    }

    /// Waits until every earlier span is exported or lost, or until one export has failed and its spans wait for
    /// another attempt.
    ///
    /// # Errors
    ///
    /// Returns a short message about what went wrong since the last flush.
    pub(crate) fn flush(&self, bound: Duration) -> Result<(), String> {
        let shared = &self.0;
        let deadline = Instant::now().checked_add(bound);
        let mut inner = shared.lock();
        let target = inner.arrived;
        inner.wanted = inner.wanted.max(target);
        let mark = inner.attempts.begin_flush();
        shared.work.notify_one();
        while inner.departed < target && !inner.ended && !inner.attempts.has_failed_since(mark) {
            match shared.wait(inner, deadline) {
                Ok(again) => inner = again,
                Err(_) => return Err(crate::error::too_late("the export of spans", bound)),
            }
        }
        let failure = inner.failure.take();
        match failure.or_else(|| inner.attempts.torn().map(ToOwned::to_owned)) {
            Some(failure) => Err(failure),
            None => Ok(()),
        }
    }

    /// From now on nothing is exported by the clock. The process is frozen between its requests, and an export that a
    /// freeze interrupts would be lost.
    #[cfg(feature = "lambda")]
    pub(crate) fn export_at_flushes_alone(&self, patience: Duration) {
        self.0.lock().frozen.get_or_insert_with(|| Frozen {
            breaker: Breaker::default(),
            patience,
        });
    }

    /// Does the same as [`flush`](Self::flush), but skips a collector for a while after it did not answer. During that
    /// time spans wait, and those without room are dropped.
    ///
    /// # Errors
    ///
    /// Returns the same errors as [`flush`](Self::flush), if the flush was tried.
    #[cfg(feature = "lambda")]
    pub(crate) fn flush_unless_away(&self, bound: Duration) -> Result<(), String> {
        if self.is_empty() {
            return Ok(());
        }
        let result = self.flush(bound);
        if let Some(frozen) = &mut self.0.lock().frozen {
            match result {
                Ok(()) => frozen.breaker.succeeded(),
                Err(_) => {
                    frozen.breaker.failed(Instant::now());
                }
            }
        }
        result
    }

    /// Whether no span waits.
    #[cfg(feature = "lambda")]
    pub(crate) fn is_empty(&self) -> bool {
        let inner = self.0.lock();
        inner.departed == inner.arrived || inner.ended
    }

    /// Whether a flush may be tried. Each refusal is counted.
    #[cfg(feature = "lambda")]
    pub(crate) fn admits_a_flush(&self) -> bool {
        let admits = |it: &mut Frozen| it.breaker.admits(Instant::now());
        self.0.lock().frozen.as_mut().is_none_or(admits)
    }

    /// Lets the thread export what is in the queue and end.
    ///
    /// # Errors
    ///
    /// Returns what went wrong since the last flush, and what the sink reports at its own end.
    pub(crate) fn shutdown(&self, bound: Duration) -> Result<(), String> {
        let shared = &self.0;
        let deadline = Instant::now().checked_add(bound);
        let mut inner = shared.lock();
        if inner.ended {
            return Ok(());
        }
        inner.stop = true;
        shared.work.notify_one();
        while !inner.ended {
            match shared.wait(inner, deadline) {
                Ok(again) => inner = again,
                Err(mut inner) => {
                    // When the thread's export returns, it finds nothing more to do.
                    inner.departed += u64::try_from(inner.spans.len()).unwrap_or(u64::MAX);
                    let remaining = inner.spans.len() + inner.in_flight;
                    inner.spans.clear();
                    inner.in_flight = 0;
                    drop(inner);
                    shared.dropped.fetch_add(
                        u64::try_from(remaining).unwrap_or(u64::MAX),
                        Ordering::Relaxed,
                    );
                    return Err(crate::error::too_late("the export of spans", bound));
                }
            }
        }
        let failures: Vec<String> = [inner.failure.take(), inner.closing_failure.take()]
            .into_iter()
            .flatten()
            .collect();
        if failures.is_empty() {
            Ok(())
        } else {
            Err(failures.join("; "))
        }
    }

    pub(crate) fn lost(&self) -> Lost {
        Lost {
            dropped: self.0.dropped.load(Ordering::Relaxed),
            failed: self.0.failed.load(Ordering::Relaxed),
        }
    }

    pub(crate) fn exported(&self) -> u64 {
        self.0.exported.load(Ordering::Relaxed)
    }
}

impl Inner {
    /// Whether a batch is full and may be exported.
    fn has_a_batch(&self, batches: Batches) -> bool {
        self.spans.len() >= batches.size
            && (self.stop
                || match &self.frozen {
                    Some(_) => self.attempts.go_well(),
                    None => self.attempts.pause(Instant::now()).is_none(),
                })
    }

    /// Whether a batch is exported although it is not full.
    fn is_due(&self, late: bool) -> bool {
        let wanted = self.wanted > self.departed && self.attempts.serves_a_flush();
        let by_the_clock =
            late && self.frozen.is_none() && self.attempts.pause(Instant::now()).is_none();
        self.stop || wanted || by_the_clock
    }

    /// Puts a failed batch back into the queue. Returns how many spans no longer have room, the newest first. Returns
    /// `None` if the batch is given up: at the end, when nobody would wait for it, or when a frozen process has tried
    /// it often enough.
    fn put_back(&mut self, batch: Batch, reason: &str, room: usize) -> Option<u64> {
        if self.stop {
            return None;
        }
        if self.attempts.wait(reason) {
            if self.frozen.is_some() {
                self.attempts.given_up();
                return None;
            }
            self.spans.extend(batch);
        } else {
            for span in batch.into_iter().rev() {
                self.spans.push_front(span);
            }
        }
        let too_many = self.spans.len().saturating_sub(room);
        self.spans.truncate(self.spans.len() - too_many);
        Some(u64::try_from(too_many).unwrap_or(u64::MAX))
    }
}

/// Marks the end of the thread, even if the sink panics, so that nobody waits for it.
struct End<'a>(&'a QueueState);

impl Drop for End<'_> {
    fn drop(&mut self) {
        let mut inner = self.0.lock();
        inner.ended = true;
        inner.stop = true;
        let remaining = inner.spans.len() + inner.in_flight;
        inner.spans.clear();
        inner.in_flight = 0;
        if std::thread::panicking() {
            inner.failure = Some("the exporter panicked".into());
        }
        drop(inner);
        self.0.dropped.fetch_add(
            u64::try_from(remaining).unwrap_or(u64::MAX),
            Ordering::Relaxed,
        );
        self.0.done.notify_all();
    }
}

impl QueueState {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until the thread is done with something. On a timeout, it returns the lock as an error.
    fn wait<'a>(
        &self,
        inner: MutexGuard<'a, Inner>,
        deadline: Option<Instant>,
    ) -> Result<MutexGuard<'a, Inner>, MutexGuard<'a, Inner>> {
        let Some(deadline) = deadline else {
            return Ok(self
                .done
                .wait(inner)
                .unwrap_or_else(PoisonError::into_inner));
        };
        let remaining = deadline.saturating_duration_since(Instant::now());
        if remaining.is_zero() {
            return Err(inner);
        }
        let (inner, _) = self
            .done
            .wait_timeout(inner, remaining)
            .unwrap_or_else(PoisonError::into_inner);
        Ok(inner)
    }

    fn run(&self, mut sink: Box<dyn Sink>, report: &Report) {
        let mut failing = false;
        while let Some(batch) = self.next() {
            let count = exported::length(batch.len());
            let patience = self.lock().frozen.as_ref().map(|it| it.patience);
            let Exported {
                result,
                again,
                mut lost,
            } = exported::export(&mut *sink, batch, patience);
            let waiting = exported::length(again.len());
            let arrived = count - lost - waiting;
            let mut inner = self.lock();
            let given_up = inner.in_flight == 0;
            inner.in_flight = 0;
            let no_room = match &result {
                Err(reason) if !again.is_empty() && !given_up => {
                    inner.put_back(again, reason, self.batches.queue)
                }
                _ => None,
            };
            self.exported.fetch_add(arrived, Ordering::Relaxed);
            if given_up {
                // A shutdown counted them as dropped, but they arrived after all.
                self.dropped.fetch_sub(arrived, Ordering::Relaxed);
                lost = 0;
            } else if no_room.is_none() {
                lost += waiting;
            }
            self.failed.fetch_add(lost, Ordering::Relaxed);
            self.dropped
                .fetch_add(no_room.unwrap_or(0), Ordering::Relaxed);
            if let (Err(reason), None) = (&result, no_room) {
                inner.failure = Some(reason.clone());
            }
            drop(inner);
            // Logged before waiting callers continue, so that a failed flush finds the reason in the log.
            if let Some(notice) = sink.notice() {
                report(&notice);
            }
            let failed = result.is_err();
            self.tell(result, &mut failing, report, no_room.is_some());
            let mut inner = self.lock();
            inner.departed += match no_room {
                Some(no_room) => count - waiting + no_room,
                None => count,
            };
            // If the collector never accepts this batch, that says nothing about the next one.
            if no_room.is_some() || (failed && inner.frozen.is_some()) {
                inner.attempts.failed(Instant::now());
            } else {
                inner.attempts.succeeded();
            }
            drop(inner);
            self.done.notify_all();
        }
        if let Err(reason) = sink.shutdown() {
            self.lock().closing_failure = Some(reason);
        }
    }

    fn tell(&self, result: Result<(), String>, failing: &mut bool, report: &Report, kept: bool) {
        match result {
            Err(reason) if !*failing => {
                *failing = true;
                let fate = if kept {
                    "they wait, and those without room are lost"
                } else {
                    "they are lost"
                };
                report(&format!("spans cannot be exported; {fate}: {reason}"));
            }
            Ok(()) if *failing => {
                *failing = false;
                let lost =
                    self.failed.load(Ordering::Relaxed) + self.dropped.load(Ordering::Relaxed);
                report(&format!("spans are exported again; lost so far: {lost}"));
            }
            _ => {}
        }
    }

    /// Waits for the next batch. Returns `None` once the queue is stopped and empty.
    fn next(&self) -> Option<Batch> {
        let mut inner = self.lock();
        let mut deadline = Instant::now().checked_add(self.batches.delay);
        loop {
            let now = Instant::now();
            let late = deadline.is_some_and(|it| it <= now);
            if inner.has_a_batch(self.batches) || (inner.is_due(late) && !inner.spans.is_empty()) {
                let size = inner.spans.len().min(self.batches.size);
                let batch: Batch = inner.spans.drain(..size).collect();
                inner.in_flight = batch.len();
                inner.attempts.begin_export();
                drop(inner);
                return Some(batch);
            }
            if inner.stop {
                return None;
            }
            let pause = inner.attempts.pause(now);
            if late && pause.is_none() {
                deadline = now.checked_add(self.batches.delay);
            }
            inner.sleeps = true;
            // A batch that is due is exported when the pause is over.
            inner = match pause.or(deadline) {
                Some(until) => {
                    self.work
                        .wait_timeout(inner, until.saturating_duration_since(now))
                        .unwrap_or_else(PoisonError::into_inner)
                        .0
                }
                None => self
                    .work
                    .wait(inner)
                    .unwrap_or_else(PoisonError::into_inner),
            };
            inner.sleeps = false;
        }
    }
}
