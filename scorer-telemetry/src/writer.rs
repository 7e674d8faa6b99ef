//! [`Writer`]: writes lines to stdout or to a writer of the user's, which may block, panic or log while it writes.
//!
//! A thread of its own writes them, one after the other. A caller that logs puts its line into a bounded queue and goes
//! on; lines without room are counted. So if nobody reads the pipe, lines are lost, but no request is delayed.

mod stdout;

use std::cell::Cell;
use std::fmt;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::error::Error;
use crate::redact::forget;

use stdout::Stdout;

/// How many times in a row the thread accepts lines that the writer logged while it wrote. A writer that logs each line
/// would never end.
const ROUNDS: u32 = 8;

/// How long a panic, or a line after the shutdown, waits until it is written, because the process may be about to end.
const MOMENT: Duration = Duration::from_millis(500);

/// How long the thread waits for more lines after it has written one. A caller that logs during this time need not wake
/// it, which would be a system call. So under load lines are written at this interval, and in a service with little to
/// log they are written at once.
const LINGER: Duration = Duration::from_millis(1);

thread_local! {
    /// On a writing thread: how many writes led to the line that is being written.
    static ROUND: Cell<Option<u32>> = const { Cell::new(None) };
}

/// Writes whole texts, in the order in which they were passed to it.
pub(crate) struct Writer(Arc<WriterState>);

struct WriterState {
    /// How many bytes may wait.
    room: usize,
    inner: Mutex<Inner>,
    /// The thread waits for texts here.
    work: Condvar,
    /// Others wait for the thread here.
    done: Condvar,
    lost: AtomicU64,
    /// How many texts had no room since that was last reported.
    unsaid: AtomicU64,
    /// Whether the process is ending, so that each caller waits for its text.
    at_once: AtomicBool,
}

#[derive(Default)]
struct Inner {
    waiting: Batch,
    /// The size of the texts that wait or are being written.
    bytes: usize,
    /// How many texts came in so far, and how many have left the queue, written or not.
    came: u64,
    went: u64,
    /// How many texts in the queue were logged by the writing thread.
    own: usize,
    thread: Thread,
    /// How many callers wait for texts to be written.
    awaited: usize,
    /// Whether a caller has waited in vain since the last write.
    stuck: bool,
    closed: bool,
}

/// What the thread is doing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Thread {
    #[default]
    Works,
    /// It waits briefly and continues by itself.
    Lingers,
    /// It sleeps until it is woken.
    Sleeps,
}

/// Texts stored one after the other, in memory that is used again.
#[derive(Default)]
struct Batch {
    text: String,
    ends: Vec<End>,
}

/// Where a text of a batch ends, and how many writes led to it.
#[derive(Clone, Copy)]
struct End {
    at: usize,
    round: u32,
}

/// How many bytes of memory are kept for further batches.
const ROOM_KEPT: usize = 256 * 1024;

impl Batch {
    fn push(&mut self, text: &str, round: u32) {
        self.text.push_str(text);
        let at = self.text.len();
        self.ends.push(End { at, round });
    }

    /// Returns the texts from this one on.
    fn texts(&self, from: usize) -> impl Iterator<Item = (&str, u32)> {
        let start = |place: usize| match place.checked_sub(1) {
            Some(former) => self.ends[former].at,
            None => 0,
        };
        let ends = self.ends.iter().enumerate().skip(from);
        ends.map(move |(place, end)| (&self.text[start(place)..end.at], end.round))
    }

    fn clear(&mut self) {
        if self.text.capacity() > ROOM_KEPT {
            *self = Self::default();
        }
        self.text.clear();
        self.ends.clear();
    }
}

/// The destination of texts.
enum Sink {
    Stdout(Stdout),
    /// A writer of the user's, which receives each text with one call.
    Users(Box<dyn Write + Send>),
}

impl fmt::Debug for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer").finish_non_exhaustive()
    }
}

impl Writer {
    /// Creates a writer to the process's stdout. At most `room` bytes may wait for it.
    ///
    /// # Errors
    ///
    /// Returns an error if the thread cannot be started.
    pub(crate) fn stdout(room: usize) -> Result<Self, Error> {
        Self::start(Sink::Stdout(Stdout::default()), room)
    }

    /// Creates a writer to a writer of the user's.
    ///
    /// # Errors
    ///
    /// Returns the same error as [`stdout`](Self::stdout).
    pub(crate) fn users(writer: Box<dyn Write + Send>, room: usize) -> Result<Self, Error> {
        Self::start(Sink::Users(writer), room)
    }

    fn start(sink: Sink, room: usize) -> Result<Self, Error> {
        let shared = Arc::new(WriterState {
            room,
            inner: Mutex::new(Inner::default()),
            work: Condvar::new(),
            done: Condvar::new(),
            lost: AtomicU64::new(0),
            unsaid: AtomicU64::new(0),
            at_once: AtomicBool::new(false),
        });
        let own = Arc::clone(&shared);
        thread::Builder::new()
            .name("telemetry-log".into())
            .spawn(move || own.run(sink))
            .map_err(Error::Thread)?;
        Ok(Self(shared))
    }

    /// Passes a text to the thread, or counts it as lost. It waits for nothing unless the process is ending.
    pub(crate) fn write(&self, text: &str) {
        let shared = &self.0;
        let place = shared.leave(text);
        if shared.at_once.load(Ordering::Relaxed) {
            shared.wait_a_moment(place);
        }
    }

    /// Passes a text to the thread and waits until it is written, a moment at most. It is for the panic hook, after
    /// which the process may end. Returns whether nothing was lost meanwhile.
    pub(crate) fn write_now(&self, text: &str) -> bool {
        let before = self.lost();
        let place = self.0.leave(text);
        self.0.wait_a_moment(place);
        self.lost() == before
    }

    /// Waits until every earlier text is written, including what the writer logged meanwhile. Returns whether that
    /// succeeded in time.
    pub(crate) fn drain(&self, bound: Duration) -> bool {
        let began = Instant::now();
        for _ in 0..=ROUNDS {
            let came = self.0.lock().came;
            if !self.0.wait(came, bound.saturating_sub(began.elapsed())) {
                return false;
            }
            if self.0.lock().own == 0 {
                break;
            }
        }
        true
    }

    /// From now on each text is waited for, a moment at most: the process is about to end, and the thread with it.
    pub(crate) fn write_at_once(&self) {
        self.0.at_once.store(true, Ordering::Relaxed);
    }

    /// Whether no text waits.
    #[cfg(feature = "lambda")]
    pub(crate) fn is_empty(&self) -> bool {
        let inner = self.0.lock();
        inner.went == inner.came
    }

    /// How many texts were lost, because they had no room, because the writer returned an error or panicked, or because
    /// it kept logging more of them.
    pub(crate) fn lost(&self) -> u64 {
        self.0.lost.load(Ordering::Relaxed)
    }

    /// Returns how many texts had no room since the last call, once there is room to report it.
    pub(crate) fn news(&self) -> Option<u64> {
        // This is asked for each line, and there is rarely anything to report.
        if self.0.unsaid.load(Ordering::Relaxed) == 0 || self.0.lock().bytes > self.0.room / 2 {
            return None;
        }
        Some(self.0.unsaid.swap(0, Ordering::Relaxed)).filter(|unsaid| *unsaid > 0)
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.0.lock().closed = true;
        self.0.work.notify_one();
    }
}

impl Inner {
    /// Whether the thread has to be woken. Each time it sleeps, it is woken once.
    fn wakes(&mut self, room: usize) -> bool {
        let wakes = match self.thread {
            Thread::Works => false,
            Thread::Lingers => self.awaited > 0 || self.bytes > room / 2,
            Thread::Sleeps => true,
        };
        if wakes {
            self.thread = Thread::Works;
        }
        wakes
    }
}

impl WriterState {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a text into the queue if there is room. Returns its number.
    fn leave(&self, text: &str) -> u64 {
        let round = own_round().map_or(0, |round| round + 1);
        let mut inner = self.lock();
        let size = text.len();
        let full = inner.bytes > 0 && inner.bytes.saturating_add(size) > self.room;
        if full || round >= ROUNDS {
            self.unsaid.fetch_add(u64::from(full), Ordering::Relaxed);
            self.lost.fetch_add(1, Ordering::Relaxed);
            return inner.went;
        }
        inner.bytes = inner.bytes.saturating_add(size);
        inner.came += 1;
        inner.own += usize::from(round > 0);
        inner.waiting.push(text, round);
        let place = inner.came;
        let wakes = inner.wakes(self.room);
        drop(inner);
        if wakes {
            self.work.notify_one();
        }
        place
    }

    fn wait_a_moment(&self, place: u64) {
        // If the last caller waited in vain, this one would too, and a service with many panics would stall.
        if !self.lock().stuck && !self.wait(place, MOMENT) {
            self.lock().stuck = true;
        }
    }

    /// Waits until this many texts have left the queue.
    fn wait(&self, place: u64, bound: Duration) -> bool {
        // The writing thread cannot wait for itself.
        if own_round().is_some() {
            return true;
        }
        let deadline = Instant::now().checked_add(bound);
        let mut inner = self.lock();
        inner.awaited += 1;
        let wakes = inner.wakes(self.room);
        if wakes {
            self.work.notify_one();
        }
        let mut in_time = true;
        while in_time && inner.went < place {
            let left = deadline.map_or(MOMENT, |it| it.saturating_duration_since(Instant::now()));
            in_time = !left.is_zero();
            if in_time {
                inner = self
                    .done
                    .wait_timeout(inner, left)
                    .unwrap_or_else(PoisonError::into_inner)
                    .0;
            }
        }
        inner.awaited -= 1;
        in_time
    }

    fn run(&self, mut sink: Sink) {
        let _ = ROUND.try_with(|it| it.set(Some(0)));
        let mut batch = Batch::default();
        while self.next(&mut batch) {
            let mut from = 0;
            while from < batch.ends.len() {
                let count = sink.at_once(&batch, from);
                let lost = sink.write(&batch, from, count);
                self.lost.fetch_add(lost, Ordering::Relaxed);
                let now = || batch.texts(from).take(count);
                let bytes: usize = now().map(|(text, _)| text.len()).sum();
                let own = now().filter(|(_, round)| *round > 0).count();
                let mut inner = self.lock();
                inner.bytes = inner.bytes.saturating_sub(bytes);
                inner.own = inner.own.saturating_sub(own);
                inner.went += u64::try_from(count).unwrap_or(u64::MAX);
                inner.stuck = false;
                let is_awaited = inner.awaited > 0;
                drop(inner);
                if is_awaited {
                    self.done.notify_all();
                }
                from += count;
            }
            batch.clear();
            self.linger();
        }
    }

    /// Waits for more texts, unless a caller waits for those that are there.
    fn linger(&self) {
        let mut inner = self.lock();
        if inner.awaited > 0 || inner.closed || inner.bytes > self.room / 2 {
            return;
        }
        inner.thread = Thread::Lingers;
        let mut inner = self
            .work
            .wait_timeout(inner, LINGER)
            .unwrap_or_else(PoisonError::into_inner)
            .0;
        inner.thread = Thread::Works;
    }

    /// Waits for texts and takes all of them. Returns false once no more will be written.
    fn next(&self, batch: &mut Batch) -> bool {
        let mut inner = self.lock();
        loop {
            if !inner.waiting.ends.is_empty() {
                std::mem::swap(&mut inner.waiting, batch);
                return true;
            }
            if inner.closed {
                return false;
            }
            inner.thread = Thread::Sleeps;
            inner = self
                .work
                .wait(inner)
                .unwrap_or_else(PoisonError::into_inner);
            inner.thread = Thread::Works;
        }
    }
}

impl Sink {
    /// How many of these texts are written with one call.
    fn at_once(&self, batch: &Batch, from: usize) -> usize {
        match self {
            Self::Stdout(_) => stdout::fitting(batch.texts(from).map(|(text, _)| text.len())),
            Self::Users(_) => 1,
        }
    }

    /// Writes texts. Returns how many of them were lost.
    fn write(&mut self, batch: &Batch, from: usize, count: usize) -> u64 {
        let texts = batch.texts(from).take(count);
        match self {
            Self::Stdout(stdout) => stdout.write(texts.map(|(text, _)| text)),
            Self::Users(writer) => texts.map(|(text, round)| put(writer, text, round)).sum(),
        }
    }
}

/// Writes a text with the user's writer. Returns 1 if it was lost, and 0 otherwise.
fn put(writer: &mut Box<dyn Write + Send>, text: &str, round: u32) -> u64 {
    let _ = ROUND.try_with(|it| it.set(Some(round)));
    // A panic can leave only the writer in an inconsistent state, and that is the writer's own concern. It is flushed,
    // so that a line that was waited for is visible.
    let written = catch_unwind(AssertUnwindSafe(|| {
        writer.write_all(text.as_bytes())?;
        writer.flush()
    }));
    match written {
        Ok(Ok(())) => 0,
        // A reader that has closed the pipe is not an error.
        Ok(Err(_)) => 1,
        Err(payload) => {
            forget(payload);
            1
        }
    }
}

/// On a writing thread, returns how many writes led to the text that is being written.
fn own_round() -> Option<u32> {
    ROUND.try_with(Cell::get).ok().flatten()
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::mpsc::{Receiver, Sender, channel};

    use super::*;

    const PATIENCE: Duration = Duration::from_secs(60);

    /// Writes one text each time it is allowed to.
    struct Gate {
        may: Receiver<()>,
        written: Sender<String>,
    }

    impl Write for Gate {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            // Once the other end is dropped, it writes everything.
            let _ = self.may.recv();
            let text = String::from_utf8_lossy(bytes).into_owned();
            self.written.send(text).map_err(io::Error::other)?;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn gate(room: usize) -> (Writer, Sender<()>, Receiver<String>) {
        let (open, may) = channel();
        let (written, read) = channel();
        let writer = Writer::users(Box::new(Gate { may, written }), room).expect("a thread");
        (writer, open, read)
    }

    #[test]
    fn a_writer_that_blocks_holds_up_nobody_and_loses_what_has_no_room() {
        let (writer, open, read) = gate(40);
        for at in 0..10 {
            writer.write(&format!("line {at:03}\n"));
        }
        assert_eq!(writer.lost(), 6);
        assert!(!writer.drain(Duration::from_millis(10)));
        assert_eq!(writer.news(), None, "it would have no room either");
        drop(open);
        assert!(writer.drain(PATIENCE));
        assert_eq!(writer.news(), Some(6));
        assert_eq!(writer.news(), None);
        let lines: Vec<String> = read.try_iter().collect();
        assert_eq!(
            lines,
            ["line 000\n", "line 001\n", "line 002\n", "line 003\n"]
        );
    }

    #[test]
    fn a_text_that_is_larger_than_the_room_is_written_when_nothing_waits() {
        let (writer, open, read) = gate(4);
        drop(open);
        writer.write("larger than four\n");
        assert!(writer.drain(PATIENCE));
        assert_eq!(read.try_recv().as_deref(), Ok("larger than four\n"));
        assert_eq!(writer.lost(), 0);
    }

    #[test]
    fn of_many_panics_only_the_first_waits_for_a_writer_that_blocks() {
        let (writer, open, read) = gate(1024);
        for at in 0..20 {
            writer.write_now(&format!("{at}\n"));
        }
        assert!(writer.0.lock().stuck);
        drop(open);
        assert!(writer.drain(PATIENCE));
        assert!(!writer.0.lock().stuck);
        assert_eq!(read.try_iter().count(), 20);
    }

    #[test]
    fn texts_that_wait_are_written_although_the_writer_is_gone() {
        let (writer, open, read) = gate(1024);
        writer.write("said\n");
        drop(writer);
        drop(open);
        assert_eq!(read.recv_timeout(PATIENCE).as_deref(), Ok("said\n"));
    }

    #[test]
    fn after_the_shutdown_a_text_is_written_when_the_call_returns() {
        let (writer, open, read) = gate(1024);
        drop(open);
        writer.write_at_once();
        for at in 0..100 {
            writer.write(&format!("{at}\n"));
            assert_eq!(read.try_recv(), Ok(format!("{at}\n")));
        }
    }
}
