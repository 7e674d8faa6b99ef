//! [`Writer`]: a writer of the user's, which may log, panic or block while it writes.
//!
//! It is taken out of its lock while it is used. What it logs itself waits until it has come back, and so does what is
//! written from a panic hook, where a writer that panics would end the process.

use std::fmt;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};

use crate::redact::forget;
use crate::trace::entered;

/// How many lines wait for the writer at most.
const WAITING: usize = 1024;

/// How often in a row lines are written that the writer made while it wrote: one that logs each line has no end.
const ROUNDS: usize = 8;

/// Whole texts, one after the other, each with one call.
pub(crate) struct Writer {
    shared: Mutex<Shared>,
    /// Threads wait here until the writer is back.
    back: Condvar,
    lost: AtomicU64,
    /// Whether each text is to be seen at once.
    flushes: bool,
}

struct Shared {
    /// None while somebody writes.
    writer: Option<Box<dyn Write + Send>>,
    /// Who writes.
    owner: Option<ThreadId>,
    waiting: Vec<String>,
}

impl fmt::Debug for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer").finish_non_exhaustive()
    }
}

impl Writer {
    pub(crate) fn new(writer: Box<dyn Write + Send>, flushes: bool) -> Self {
        Self {
            flushes,
            shared: Mutex::new(Shared {
                writer: Some(writer),
                owner: None,
                waiting: Vec::new(),
            }),
            back: Condvar::new(),
            lost: AtomicU64::new(0),
        }
    }

    /// Writes a text, and what waits; leaves it to this thread's own call where it comes out of one.
    pub(crate) fn write(&self, text: String) {
        let own = thread::current().id();
        let mut shared = self.lock();
        if shared.owner == Some(own) {
            self.leave(&mut shared, text);
            return;
        }
        let mut writer = loop {
            match shared.writer.take() {
                Some(writer) => break writer,
                None => {
                    shared = self
                        .back
                        .wait(shared)
                        .unwrap_or_else(PoisonError::into_inner);
                }
            }
        };
        shared.owner = Some(own);
        let mut texts = std::mem::take(&mut shared.waiting);
        texts.push(text);
        for _ in 0..ROUNDS {
            drop(shared);
            for text in &texts {
                self.put(&mut writer, text);
            }
            shared = self.lock();
            texts = std::mem::take(&mut shared.waiting);
            if texts.is_empty() {
                break;
            }
        }
        self.lose(texts.len());
        shared.owner = None;
        shared.writer = Some(writer);
        drop(shared);
        self.back.notify_one();
    }

    /// Leaves a text to a thread of its own, and waits for nothing: for a panic hook.
    pub(crate) fn write_later(self: &Arc<Self>, text: String) {
        self.leave(&mut self.lock(), text);
        let own = Arc::clone(self);
        // Where there is no thread to be had, whoever writes next writes this too.
        let _ = thread::Builder::new()
            .name("telemetry-log".into())
            .spawn(move || {
                entered::on_exporter_thread();
                own.write_waiting();
            });
    }

    /// Writes what waits.
    pub(crate) fn write_waiting(&self) {
        if !self.lock().waiting.is_empty() {
            self.write(String::new());
        }
    }

    /// How many texts were lost: the writer refused them or panicked, or made more of them without end.
    pub(crate) fn lost(&self) -> u64 {
        self.lost.load(Ordering::Relaxed)
    }

    fn put(&self, writer: &mut Box<dyn Write + Send>, text: &str) {
        if text.is_empty() {
            return;
        }
        // Behind this is the writer, which is the user's; it decides itself what it is after a panic.
        let written = catch_unwind(AssertUnwindSafe(|| {
            writer.write_all(text.as_bytes())?;
            if self.flushes { writer.flush() } else { Ok(()) }
        }));
        match written {
            Ok(Ok(())) => {}
            // A reader that left is no reason to fail a request.
            Ok(Err(_)) => self.lose(1),
            Err(payload) => {
                self.lose(1);
                forget(payload);
            }
        }
    }

    fn leave(&self, shared: &mut Shared, text: String) {
        if shared.waiting.len() < WAITING {
            shared.waiting.push(text);
        } else {
            self.lose(1);
        }
    }

    fn lose(&self, texts: usize) {
        let texts = u64::try_from(texts).unwrap_or(u64::MAX);
        self.lost.fetch_add(texts, Ordering::Relaxed);
    }

    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
