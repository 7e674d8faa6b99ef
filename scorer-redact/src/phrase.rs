//! A wallet's phrase: twelve words or more of the list that wallets take them from, one after the other.

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

/// What may stand between two words, at most.
const GAP: usize = 8;

/// Slots of the table: a power of two, and enough that few words share one.
const SLOTS: usize = 8192;

static WORDS: LazyLock<Words> = LazyLock::new(Words::read);

struct Words {
    list: Vec<&'static str>,
    /// The places of words in the list, by the hash of their first four letters; one more than the place.
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

/// A slot by the first four letters, of either case.
fn slot(word: &[u8]) -> usize {
    let hash = word.iter().take(4).fold(0_u32, |hash, letter| {
        (hash << 5) ^ (hash >> 12) ^ u32::from(letter | 0x20)
    });
    (hash.wrapping_mul(0x9e37_79b1) >> 19) as usize % SLOTS
}

/// The words that may be a phrase, up to the place of the walk.
#[derive(Default)]
pub(crate) struct Phrase {
    /// Where the words begin and end that were passed last, in a ring; none of them was looked up yet.
    passed: [(usize, usize); FEWEST],
    /// How many there are in the ring, and where the next one goes.
    count: usize,
    next: usize,
    /// Where the last word ends.
    end: usize,
    /// Once a phrase is found: where it begins, and the places of its words in the list.
    start: usize,
    places: Vec<u16>,
}

impl Phrase {
    pub(crate) const SHORTEST_WORD: usize = 3;
    pub(crate) const LONGEST_WORD: usize = 8;

    /// Takes a word, and gives the phrase that ended before it.
    #[inline]
    pub(crate) fn word(&mut self, text: &str, start: usize, end: usize) -> Option<Found> {
        let bytes = text.as_bytes();
        let is_next =
            start == self.end + 1 && bytes[self.end] == b' ' || is_gap(bytes, self.end, start);
        let mut ended = None;
        if !is_next {
            ended = self.ended();
            self.count = 0;
        }
        if !self.places.is_empty() {
            match WORDS.place(&bytes[start..end]) {
                Some(place) => {
                    self.places.push(place);
                    self.end = end;
                }
                None => {
                    ended = self.ended();
                    self.count = 0;
                    self.end = end;
                }
            }
            return ended;
        }
        self.passed[self.next] = (start, end);
        self.next = (self.next + 1) % FEWEST;
        self.count += 1;
        self.end = end;
        if self.count == FEWEST {
            self.look_up(bytes);
        }
        ended
    }

    /// Looks for the words that were passed, the newest first, and forgets those up to the last that is not in the list.
    fn look_up(&mut self, bytes: &[u8]) {
        let mut places = [0; FEWEST];
        for back in 0..FEWEST {
            let (start, end) = self.passed[(self.next + FEWEST - 1 - back) % FEWEST];
            match WORDS.place(&bytes[start..end]) {
                Some(place) => places[FEWEST - 1 - back] = place,
                None => {
                    self.count = back;
                    return;
                }
            }
        }
        self.start = self.passed[self.next].0;
        self.places = places.to_vec();
    }

    /// The phrase, if the words up to now are one.
    fn ended(&mut self) -> Option<Found> {
        if self.places.is_empty() {
            return None;
        }
        let places = std::mem::take(&mut self.places);
        let is_usual = places.len() % 3 == 0 && places.len() <= MOST;
        // With words of a sentence around it the checksum says nothing.
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

/// Whether nothing but what parts the words of a list stands there.
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
