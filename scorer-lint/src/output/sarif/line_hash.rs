//! The hash of a line and what follows it, as code scanning makes it when a report has none: the same alert stays the same
//! whoever computes it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

/// How many letters a line's hash covers, white space aside.
const BLOCK: usize = 100;
const FACTOR: u64 = 37;
/// What stands behind the last letter.
const END: u16 = u16::MAX;

/// A window that slides over a text.
struct Window<'a> {
    letters: [u16; BLOCK],
    /// The line that begins at each letter of the window.
    lines: [Option<usize>; BLOCK],
    at: usize,
    hash: u64,
    /// `FACTOR` to the power of `BLOCK`: what the letter that leaves the window weighs.
    first: u64,
    seen: HashMap<u64, usize>,
    wanted: &'a BTreeSet<usize>,
    found: BTreeMap<usize, String>,
}

impl Window<'_> {
    fn push(&mut self, letter: u16) {
        let leaves = u64::from(self.letters[self.at]);
        self.letters[self.at] = letter;
        self.hash = self
            .hash
            .wrapping_mul(FACTOR)
            .wrapping_add(u64::from(letter))
            .wrapping_sub(self.first.wrapping_mul(leaves));
        self.at = (self.at + 1) % BLOCK;
    }

    /// The line whose last letter has come into the window is done.
    fn finish_line(&mut self) {
        let Some(line) = self.lines[self.at].take() else {
            return;
        };
        let count = self.seen.entry(self.hash).or_insert(0);
        *count += 1;
        if self.wanted.contains(&line) {
            self.found.insert(line, format!("{:x}:{count}", self.hash));
        }
    }
}

/// The hashes of some lines of a text, counted from one.
pub(super) fn hashes(text: &str, wanted: &BTreeSet<usize>) -> BTreeMap<usize, String> {
    let mut window = Window {
        letters: [0; BLOCK],
        lines: [None; BLOCK],
        at: 0,
        hash: 0,
        first: (0..BLOCK).fold(1, |power: u64, _| power.wrapping_mul(FACTOR)),
        seen: HashMap::new(),
        wanted,
        found: BTreeMap::new(),
    };
    let (mut line, mut at_start, mut after_return) = (0, true, false);
    let newline = u16::from(b'\n');
    for letter in text.encode_utf16().chain([END]) {
        let is_second = after_return && letter == newline;
        after_return = false;
        if is_second || letter == u16::from(b' ') || letter == u16::from(b'\t') {
            continue;
        }
        after_return = letter == u16::from(b'\r');
        let letter = if after_return { newline } else { letter };
        window.finish_line();
        if at_start {
            line += 1;
            window.lines[window.at] = Some(line);
        }
        at_start = letter == newline;
        window.push(letter);
    }
    for _ in 0..BLOCK {
        window.finish_line();
        window.push(0);
    }
    window.found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<String> {
        let wanted = (1..100).collect();
        hashes(text, &wanted).into_values().collect()
    }

    #[test]
    fn hashes_are_those_of_code_scanning() {
        assert_eq!(all(""), ["c129715d7a2bc9a3:1"]);
        assert_eq!(
            all(" a\nb\n  \t\tc\n d"),
            [
                "271789c17abda88f:1",
                "54703d4cd895b18:1",
                "180aee12dab6264:1",
                "a23a3dc5e078b07b:1"
            ]
        );
        assert_eq!(
            all(" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End"),
            [
                "8b7cf3e952e7aeb2:1",
                "b1ae1287ec4718d9:1",
                "bff680108adb0fcc:1",
                "c6805c5e1288b612:1",
                "b86d3392aea1be30:1",
                "e6ceba753e1a442:1"
            ]
        );
    }

    #[test]
    fn ends_of_lines_make_no_difference_and_equal_lines_are_counted() {
        assert_eq!(all("a\r\nb\r\n"), all("a\nb\n"));
        let many = "x\n".repeat(99);
        let hashes = all(&many);
        assert_eq!(hashes.len(), 99);
        assert_eq!(hashes.iter().collect::<BTreeSet<_>>().len(), 99);
    }
}
