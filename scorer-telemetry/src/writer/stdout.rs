//! The process's stdout, without Rust's lock on it: a thread that holds the lock must not delay the log.

use std::io::{self, ErrorKind, Write};
use std::thread;
use std::time::Duration;

/// The most bytes that are written with one call.
const CHUNK: usize = 64 * 1024;

/// The pause after a non-blocking stdout was full.
const PAUSE: Duration = Duration::from_millis(5);

/// How many texts of these lengths are written with one call. It is at least one.
pub(super) fn fitting(lengths: impl Iterator<Item = usize>) -> usize {
    let mut bytes = 0_usize;
    let fitting = lengths.take_while(|length| {
        bytes = bytes.saturating_add(*length);
        bytes <= CHUNK
    });
    fitting.count().max(1)
}

/// Writes whole lines.
#[derive(Debug, Default)]
pub(super) struct Stdout {
    buffer: Vec<u8>,
    /// Whether the last line was written only in part, so that the next one has to begin on a new line.
    torn: bool,
}

impl Stdout {
    /// Writes texts with one call. Returns how many of them were lost.
    pub(super) fn write<'a>(&mut self, texts: impl Iterator<Item = &'a str>) -> u64 {
        match stdout() {
            Ok(mut stdout) => self.write_to(&mut stdout, texts),
            Err(_) => u64::try_from(texts.count()).unwrap_or(u64::MAX),
        }
    }

    fn write_to<'a>(&mut self, out: &mut dyn Write, texts: impl Iterator<Item = &'a str>) -> u64 {
        self.buffer.clear();
        if self.torn {
            self.buffer.push(b'\n');
        }
        let mut ends = Vec::new();
        for text in texts {
            self.buffer.extend_from_slice(text.as_bytes());
            ends.push(self.buffer.len());
        }
        let written = write_all(out, &self.buffer);
        let lost = ends.iter().filter(|end| **end > written).count();
        if lost > 0 {
            let whole = written == 0 || ends.contains(&written);
            self.torn = (self.torn && written == 0) || !whole;
        } else {
            self.torn = false;
        }
        u64::try_from(lost).unwrap_or(u64::MAX)
    }
}

/// Writes as much as possible. Returns how many bytes were written.
fn write_all(out: &mut dyn Write, bytes: &[u8]) -> usize {
    let mut written = 0;
    while let Some(rest) = bytes.get(written..).filter(|rest| !rest.is_empty()) {
        match out.write(rest) {
            Ok(0) => break,
            Ok(count) => written += count,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            // A process that shares the pipe may have made it non-blocking.
            Err(error) if error.kind() == ErrorKind::WouldBlock => thread::sleep(PAUSE),
            Err(_) => break,
        }
    }
    written
}

/// Opened each time, because the program may have replaced it with another file.
#[cfg(unix)]
fn stdout() -> io::Result<std::fs::File> {
    use std::os::fd::AsFd as _;

    Ok(io::stdout().as_fd().try_clone_to_owned()?.into())
}

#[cfg(not(unix))]
#[expect(
    clippy::unnecessary_wraps,
    reason = "the same call as where it can fail"
)]
fn stdout() -> io::Result<Flushed> {
    Ok(Flushed)
}

/// Rust's own stdout, which keeps text back until a line ends.
#[cfg(not(unix))]
struct Flushed;

#[cfg(not(unix))]
impl Write for Flushed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        io::stdout().lock().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stdout().lock().flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A disk with room for a number of bytes, and a signal or a full pipe before each write.
    struct Disk {
        room: usize,
        bytes: Vec<u8>,
        hindered: u32,
    }

    impl Write for Disk {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.hindered += 1;
            match self.hindered % 3 {
                1 => return Err(ErrorKind::Interrupted.into()),
                2 => return Err(ErrorKind::WouldBlock.into()),
                _ => {}
            }
            let count = bytes.len().min(self.room).min(3);
            if count == 0 {
                return Err(ErrorKind::StorageFull.into());
            }
            self.room -= count;
            self.bytes.extend_from_slice(&bytes[..count]);
            Ok(count)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn wherever_a_write_ends_the_next_line_is_whole() {
        let lines = ["first\n", "second\n", "third\n"];
        let total: usize = lines.iter().map(|it| it.len()).sum();
        for room in 0..=total {
            let mut disk = Disk {
                room,
                bytes: Vec::new(),
                hindered: 0,
            };
            let mut stdout = Stdout::default();
            let lost = stdout.write_to(&mut disk, lines.into_iter());
            disk.room = 100;
            assert_eq!(stdout.write_to(&mut disk, ["after\n"].into_iter()), 0);
            let text = String::from_utf8(disk.bytes).expect("text");
            let whole = lines.iter().filter(|it| text.contains(**it)).count();
            // A line that lacks only its end becomes whole when the next one begins on a new line.
            let ended = text.lines().filter(|it| !it.is_empty()).count();
            assert!(text.ends_with("\nafter\n") || text == "after\n", "{text}");
            assert!(ended >= whole, "{text}");
            let counted = u64::try_from(lines.len()).expect("three") - lost;
            let written = u64::try_from(whole).expect("three");
            assert!(
                counted == written || counted + 1 == written,
                "{text} {lost}"
            );
        }
    }

    #[test]
    fn a_chunk_is_bounded_and_never_empty() {
        assert_eq!(fitting([CHUNK + 1, 1].into_iter()), 1);
        assert_eq!(fitting([CHUNK - 1, 1, 1].into_iter()), 2);
        assert_eq!(fitting([1, 2, 3].into_iter()), 3);
    }
}
