//! [`Writer`]: lines on their way to stdout or to a writer of the user's, which may block, panic or log while it writes.
//!
//! A thread of its own writes them, one after the other. Whoever logs leaves its line in a bounded queue and goes on; what
//! has no room is counted. So a pipe that nobody reads costs lines, and no request.

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

/// How often in a row lines are taken that the writer made while it wrote: one that logs each line has no end.
const ROUNDS: u32 = 8;

/// How long a panic, or a line after the shutdown, waits until it is written: the process may be about to end.
const MOMENT: Duration = Duration::from_millis(500);

/// How long more lines are waited for after one was written. Whoever logs meanwhile wakes nobody, which is a call of the
/// system; so under load lines are written that often, and in a service that does little at once.
const LINGER: Duration = Duration::from_millis(1);

thread_local! {
    /// On a thread that writes: how many writes led to the line that it writes now.
    static ROUND: Cell<Option<u32>> = const { Cell::new(None) };
}

/// Where whole texts are written, in the order in which they came.
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
    /// How many texts had no room since that was last said.
    unsaid: AtomicU64,
    /// Whether the process is ending, so that each text is waited for.
    at_once: AtomicBool,
}

#[derive(Default)]
struct Inner {
    waiting: Batch,
    /// Of what waits and of what is being written.
    bytes: usize,
    /// How many texts came in, and how many went, whichever way.
    came: u64,
    went: u64,
    /// How many of those that have not gone yet were made by a thread that writes.
    own: usize,
    thread: Thread,
    /// How many wait for texts to be written.
    awaited: usize,
    /// Whether somebody has waited in vain since the last write.
    stuck: bool,
    closed: bool,
}

/// What the thread does now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Thread {
    #[default]
    Works,
    /// It comes back by itself soon.
    Lingers,
    /// It sleeps until it is woken.
    Sleeps,
}

/// Texts one behind the other, in room that is used again.
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

/// How much room stays for further batches.
const ROOM_KEPT: usize = 256 * 1024;

impl Batch {
    fn push(&mut self, text: &str, round: u32) {
        self.text.push_str(text);
        let at = self.text.len();
        self.ends.push(End { at, round });
    }

    /// The texts from this one on.
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

/// What writes.
enum Sink {
    Stdout(Stdout),
    /// Each text with one call.
    Users(Box<dyn Write + Send>),
}

impl fmt::Debug for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer").finish_non_exhaustive()
    }
}

impl Writer {
    /// A writer to the process's stdout, for which so many bytes may wait.
    ///
    /// # Errors
    ///
    /// When there is no thread to be had.
    pub(crate) fn stdout(room: usize) -> Result<Self, Error> {
        Self::start(Sink::Stdout(Stdout::default()), room)
    }

    /// A writer to one of the user's.
    ///
    /// # Errors
    ///
    /// As [`stdout`](Self::stdout).
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

    /// Leaves a text to the thread, or counts it as lost. Waits for nothing, unless the process is ending.
    pub(crate) fn write(&self, text: &str) {
        let shared = &self.0;
        let place = shared.leave(text);
        if shared.at_once.load(Ordering::Relaxed) {
            shared.wait_a_moment(place);
        }
    }

    /// Leaves a text to the thread and waits until it is written, for a moment at most: for a panic hook, after which
    /// the process may end. Whether nothing was lost meanwhile.
    pub(crate) fn write_now(&self, text: &str) -> bool {
        let before = self.lost();
        let place = self.0.leave(text);
        self.0.wait_a_moment(place);
        self.lost() == before
    }

    /// Waits until all is written that came before, and what the writer made of it; whether that came in time.
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

    /// From now on each text is waited for, a moment at most: the process is about to end, and would end the thread too.
    pub(crate) fn write_at_once(&self) {
        self.0.at_once.store(true, Ordering::Relaxed);
    }

    /// Whether nothing waits.
    #[cfg(feature = "lambda")]
    pub(crate) fn is_empty(&self) -> bool {
        let inner = self.0.lock();
        inner.went == inner.came
    }

    /// How many texts were lost: they had no room, the writer refused them or panicked, or made more of them without end.
    pub(crate) fn lost(&self) -> u64 {
        self.0.lost.load(Ordering::Relaxed)
    }

    /// How many texts had no room since this was last asked, once there is room again to say it.
    pub(crate) fn news(&self) -> Option<u64> {
        // Asked for each line, and there is hardly ever any.
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
    /// Whether the thread is to be woken now. Each time that it waits, it is woken once.
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

    /// Puts a text into the queue, if there is room; where in it.
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
        // Where the last one waited in vain, so would this one, and a service with many panics would stand still.
        if !self.lock().stuck && !self.wait(place, MOMENT) {
            self.lock().stuck = true;
        }
    }

    /// Waits until so many texts went.
    fn wait(&self, place: u64, bound: Duration) -> bool {
        // A thread that writes cannot wait for itself.
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

    /// Waits for more texts, unless somebody waits for those that there are.
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

    /// Takes all texts that wait, once there are some; false when nobody will write any more.
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

    /// Writes texts; how many of them were lost.
    fn write(&mut self, batch: &Batch, from: usize, count: usize) -> u64 {
        let texts = batch.texts(from).take(count);
        match self {
            Self::Stdout(stdout) => stdout.write(texts.map(|(text, _)| text)),
            Self::Users(writer) => texts.map(|(text, round)| put(writer, text, round)).sum(),
        }
    }
}

/// Writes a text by the user's writer; whether it was lost, as a number.
fn put(writer: &mut Box<dyn Write + Send>, text: &str, round: u32) -> u64 {
    let _ = ROUND.try_with(|it| it.set(Some(round)));
    // Behind this is the writer, which decides itself what it is after a panic. It is flushed so that a line is seen when
    // it was waited for.
    let written = catch_unwind(AssertUnwindSafe(|| {
        writer.write_all(text.as_bytes())?;
        writer.flush()
    }));
    match written {
        Ok(Ok(())) => 0,
        // A reader that left is no reason to fail.
        Ok(Err(_)) => 1,
        Err(payload) => {
            forget(payload);
            1
        }
    }
}

/// On a thread that writes, the round of the text that it writes.
fn own_round() -> Option<u32> {
    ROUND.try_with(Cell::get).ok().flatten()
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::mpsc::{Receiver, Sender, channel};

    use super::*;

    const PATIENCE: Duration = Duration::from_secs(60);

    /// Writes one text each time that it may.
    struct Gate {
        may: Receiver<()>,
        written: Sender<String>,
    }

    impl Write for Gate {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            // Once nobody holds it back, it writes everything.
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
