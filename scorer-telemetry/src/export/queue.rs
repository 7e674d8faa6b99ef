//! Finished spans on their way out: a bounded queue, one thread that exports batches, and a count of all that is lost.

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

use super::sink::{Report, Sink};

/// The queue's near end.
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
    /// The thread waits for work here.
    work: Condvar,
    /// Flushes wait for their end here.
    done: Condvar,
    dropped: AtomicU64,
    failed: AtomicU64,
    exported: AtomicU64,
}

#[derive(Default)]
struct Inner {
    /// Boxed, so that the lock is held for a pointer and not for a whole span.
    spans: VecDeque<Box<SpanData>>,
    in_flight: usize,
    /// How many spans ever came in, and how many of them departed, whichever way.
    arrived: u64,
    departed: u64,
    /// Up to which span a flush wants them out.
    wanted: u64,
    attempts: Attempts,
    /// Where nothing is exported by the clock.
    frozen: Option<Frozen>,
    /// Whether the thread waits for a batch.
    sleeps: bool,
    stop: bool,
    ended: bool,
    /// The last failure, kept until a flush or a shutdown reports it.
    failure: Option<String>,
    closing_failure: Option<String>,
}

/// The process stands still between its requests: spans go out at a flush or in full batches, and what a freeze tore is tried
/// again at the next one.
struct Frozen {
    #[cfg(feature = "lambda")]
    breaker: Breaker,
    /// How long a flush waits.
    patience: Duration,
}

impl Queue {
    /// A queue and the thread that empties it into the sink.
    ///
    /// # Errors
    ///
    /// When there is no thread to be had.
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
                // What the exporter says of its own work must not come back as work.
                entered::on_exporter_thread();
                let end = End(&shared);
                shared.run(sink, &report);
                drop(end);
            })
            .map_err(Error::Thread)?;
        Ok(queue)
    }

    /// Takes a finished span, or counts it as dropped. Never blocks beyond the lock.
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
        // Asked only where the thread sleeps: it looks itself when it comes back, and waking it is a call of the system.
        let wakes = inner.sleeps && inner.has_a_batch(shared.batches);
        inner.sleeps &= !wakes;
        drop(inner);
        if wakes {
            shared.work.notify_one();
        }
    }

    /// Counts spans that were lost before they came here.
    pub(crate) fn lose(&self, spans: u64) {
        self.0.dropped.fetch_add(spans, Ordering::Relaxed);
    }

    /// Waits until every span that came before is out, or lost, or until one export has failed whose spans wait for another.
    ///
    /// # Errors
    ///
    /// What went wrong since the last flush, in a few words.
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

    /// From now on nothing is exported by the clock: the process stands still between its requests, and an export that
    /// was torn by that would be lost.
    #[cfg(feature = "lambda")]
    pub(crate) fn export_at_flushes_alone(&self, patience: Duration) {
        self.0.lock().frozen.get_or_insert_with(|| Frozen {
            breaker: Breaker::default(),
            patience,
        });
    }

    /// As [`flush`](Self::flush), but leaves a collector alone for a while that did not answer. Then spans wait, and
    /// those without room are dropped.
    ///
    /// # Errors
    ///
    /// As for [`flush`](Self::flush), when it was tried.
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

    /// Whether nothing waits.
    #[cfg(feature = "lambda")]
    pub(crate) fn is_empty(&self) -> bool {
        let inner = self.0.lock();
        inner.departed == inner.arrived || inner.ended
    }

    /// Whether a flush may be tried. Each time that it may not counts.
    #[cfg(feature = "lambda")]
    pub(crate) fn admits_a_flush(&self) -> bool {
        let admits = |it: &mut Frozen| it.breaker.admits(Instant::now());
        self.0.lock().frozen.as_mut().is_none_or(admits)
    }

    /// Lets the thread export what is there and end.
    ///
    /// # Errors
    ///
    /// What went wrong since the last flush, and what the sink says of its own end.
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
                    // The thread finds nothing more to do when its export comes back.
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
    /// Whether a batch is full, and may go.
    fn has_a_batch(&self, batches: Batches) -> bool {
        self.spans.len() >= batches.size
            && (self.stop
                || match &self.frozen {
                    Some(_) => self.attempts.go_well(),
                    None => self.attempts.pause(Instant::now()).is_none(),
                })
    }

    /// Whether a batch goes that is not full.
    fn is_due(&self, late: bool) -> bool {
        let wanted = self.wanted > self.departed && self.attempts.serves_a_flush();
        let by_the_clock =
            late && self.frozen.is_none() && self.attempts.pause(Instant::now()).is_none();
        self.stop || wanted || by_the_clock
    }

    /// Puts a batch that failed back into the queue; how many spans have no room any more, the newest first. None where it
    /// is given up: at the end, when nobody would wait for it, and where a frozen process has tried it often enough.
    fn put_back(&mut self, batch: Vec<SpanData>, reason: &str, room: usize) -> Option<u64> {
        if self.stop {
            return None;
        }
        if self.attempts.wait(reason) {
            if self.frozen.is_some() {
                self.attempts.given_up();
                return None;
            }
            self.spans.extend(batch.into_iter().map(Box::new));
        } else {
            for span in batch.into_iter().rev() {
                self.spans.push_front(Box::new(span));
            }
        }
        let too_many = self.spans.len().saturating_sub(room);
        self.spans.truncate(self.spans.len() - too_many);
        Some(u64::try_from(too_many).unwrap_or(u64::MAX))
    }
}

/// Marks the thread's end even when the sink panics, so that nobody waits for it.
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

    /// Waits for the thread to be done with something; gives the lock back as an error when it is too late.
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
                // A shutdown has counted them as dropped, and they arrived nevertheless.
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
            // Before anybody who waits goes on, so that a flush that failed finds the reason in the log.
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
            // What a collector takes at no time says nothing of the next batch.
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
                let until = if kept {
                    "wait until they can, and those without room are lost"
                } else {
                    "are lost until they can"
                };
                report(&format!("spans cannot be exported, and {until}: {reason}"));
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

    /// The next batch, once there is one; none when the queue was stopped and is empty.
    fn next(&self) -> Option<Vec<SpanData>> {
        let mut inner = self.lock();
        let mut deadline = Instant::now().checked_add(self.batches.delay);
        loop {
            let now = Instant::now();
            let late = deadline.is_some_and(|it| it <= now);
            if inner.has_a_batch(self.batches) || (inner.is_due(late) && !inner.spans.is_empty()) {
                let size = inner.spans.len().min(self.batches.size);
                let batch: Vec<Box<SpanData>> = inner.spans.drain(..size).collect();
                inner.in_flight = batch.len();
                inner.attempts.begin_export();
                drop(inner);
                return Some(batch.into_iter().map(|it| *it).collect());
            }
            if inner.stop {
                return None;
            }
            let pause = inner.attempts.pause(now);
            if late && pause.is_none() {
                deadline = now.checked_add(self.batches.delay);
            }
            inner.sleeps = true;
            // What is late goes when the pause is over.
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
