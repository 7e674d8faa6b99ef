//! The recovery phrase of a wallet: at least twelve consecutive words of the list that wallets use.

use std::sync::LazyLock;

use scorer_instrument_policy::Class;

use crate::text::Found;
use crate::{Cause, wallet};

/// The English list of BIP-39, <https://github.com/bitcoin/bips/blob/master/bip-0039/english.txt>: in alphabetical order,
/// no two words with the same first four letters.
const LIST: &str = include_str!("bip39-english.txt");

/// The fewest words of a phrase, and the most.
const FEWEST: usize = 12;
const MOST: usize = 24;

/// The most bytes between two words.
const GAP: usize = 8;

/// The number of slots in the table: a power of two, and large enough that few words share one.
const SLOTS: usize = 8192;

static WORDS: LazyLock<Words> = LazyLock::new(Words::read);

struct Words {
    list: Vec<&'static str>,
    /// The positions of words in the list plus one, by the hash of their first four letters.
    slots: Vec<u16>,
}

impl Words {
    fn read() -> Self {
        let list: Vec<&str> = LIST.lines().collect();
        let mut slots = vec![0_u16; SLOTS];
        for (place, word) in (1..).zip(&list) {
            let mut at = slot(word.as_bytes());
            while slots[at] != 0 {
                at = (at + 1) % SLOTS;
            }
            slots[at] = place;
        }
        Self { list, slots }
    }

    fn place(&self, word: &[u8]) -> Option<u16> {
        let mut at = slot(word);
        loop {
            let place = self.slots[at].checked_sub(1)?;
            if self.list[usize::from(place)]
                .as_bytes()
                .eq_ignore_ascii_case(word)
            {
                return Some(place);
            }
            at = (at + 1) % SLOTS;
        }
    }
}

/// Returns the slot for the first four letters, ignoring case.
fn slot(word: &[u8]) -> usize {
    let hash = word.iter().take(4).fold(0_u32, |hash, letter| {
        (hash << 5) ^ (hash >> 12) ^ u32::from(letter | 0x20)
    });
    (hash.wrapping_mul(0x9e37_79b1) >> 19) as usize % SLOTS
}

/// How many words are noted: at least as many as a phrase has, and a power of two.
const NOTED: usize = 16;

/// The words so far that may form a phrase.
#[derive(Default)]
pub(crate) struct Phrase {
    /// Where the last words begin and end, in a ring buffer. None of them was looked up yet.
    passed: [(usize, usize); NOTED],
    /// How many words may belong to a phrase, and where the next one is put.
    count: usize,
    next: usize,
    /// Once a phrase is found: where it begins, the positions of its words in the list, and where the last of them ends.
    start: usize,
    places: Vec<u16>,
    end: usize,
}

impl Phrase {
    pub(crate) const FEWEST: usize = FEWEST;
    pub(crate) const SHORTEST_WORD: usize = 3;
    pub(crate) const LONGEST_WORD: usize = 8;

    /// Notes a word. Returns whether it must be looked up.
    #[inline]
    pub(crate) fn note(&mut self, start: usize, end: usize) -> bool {
        self.passed[self.next % NOTED] = (start, end);
        self.next += 1;
        self.count += 1;
        self.count >= FEWEST
    }

    /// Looks the last words up, or the last one if a phrase was found. Returns the phrase that ended before it.
    #[inline(never)]
    pub(crate) fn looked_up(&mut self, bytes: &[u8], start: usize, end: usize) -> Option<Found> {
        if self.places.is_empty() {
            self.look_up(bytes);
            return None;
        }
        // A quote ends a phrase whose words have none between them, if it is whole: `"mnemonic":"..","error":""`.
        let is_closed = || {
            bytes[self.end..start].contains(&b'"')
                && !bytes[self.start..self.end].contains(&b'"')
                && self.places.len() % 3 == 0
                && wallet::is_phrase(&self.places)
        };
        let is_next = is_next(bytes, self.end, start) && !is_closed();
        if let Some(place) = WORDS.place(&bytes[start..end]).filter(|_| is_next) {
            self.places.push(place);
            self.end = end;
            return None;
        }
        let ended = self.ended();
        self.count = usize::from(!is_next);
        ended
    }

    /// Looks up the noted words, the newest first, and forgets all words up to the last one that is not in the list or
    /// does not follow the one before it.
    fn look_up(&mut self, bytes: &[u8]) {
        let mut places = [0; FEWEST];
        let mut after = None;
        for back in 0..FEWEST {
            let (start, end) = self.passed[(self.next - 1 - back) % NOTED];
            let is_before = after.is_none_or(|after| is_next(bytes, end, after));
            let place = WORDS.place(&bytes[start..end]).filter(|_| is_before);
            let Some(place) = place else {
                self.count = back;
                return;
            };
            places[FEWEST - 1 - back] = place;
            (self.start, after) = (start, Some(start));
        }
        self.end = self.passed[(self.next - 1) % NOTED].1;
        self.places = places.to_vec();
    }

    /// Returns the phrase, if the words so far form one.
    fn ended(&mut self) -> Option<Found> {
        if self.places.is_empty() {
            return None;
        }
        let places = std::mem::take(&mut self.places);
        let is_usual = places.len() % 3 == 0 && places.len() <= MOST;
        // If it is within a sentence, the checksum says nothing.
        (!is_usual || wallet::is_phrase(&places)).then_some(Found {
            start: self.start,
            end: self.end,
            class: Class::Secret,
            cause: Cause::Shape,
        })
    }

    /// The phrase at the end of the text.
    pub(crate) fn finish(mut self) -> Option<Found> {
        self.ended()
    }
}

/// Whether a word that begins at `to` is the next one of a list in which the last word ends at `from`.
fn is_next(bytes: &[u8], from: usize, to: usize) -> bool {
    to == from + 1 && bytes[from] == b' ' || is_gap(bytes, from, to)
}

/// Whether there is nothing but a separator between two words.
fn is_gap(bytes: &[u8], from: usize, to: usize) -> bool {
    if to - from > GAP {
        return false;
    }
    let between = &bytes[from..to];
    between.iter().enumerate().all(|(at, b)| {
        b.is_ascii_whitespace()
            || b.is_ascii_digit()
            || matches!(
                b,
                b' ' | b','
                    | b';'
                    | b'"'
                    | b'\''
                    | b'`'
                    | b'\\'
                    | b'.'
                    | b')'
                    | b'('
                    | b':'
                    | b'+'
                    | b'-'
                    | b'|'
                    | b'_'
                    | b'/'
            )
            || matches!(b, b'n' | b'r' | b't') && at > 0 && between[at - 1] == b'\\'
    })
}

#[cfg(test)]
mod tests {
    use super::{LIST, WORDS};

    #[test]
    fn every_word_is_found() {
        for (place, word) in (0..).zip(LIST.lines()) {
            assert_eq!(WORDS.place(word.as_bytes()), Some(place), "{word}");
        }
        assert_eq!(WORDS.list.len(), 2048);
        assert_eq!(WORDS.place(b"the"), None);
        assert_eq!(WORDS.place(b"abandoned"), None);
    }
}
