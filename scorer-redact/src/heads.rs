//! What words may begin, by their first letters: most words of a text begin nothing, and one lookup says so.

use std::sync::LazyLock;

use crate::directive::Directives;
use crate::{form, protocol, secrets, sentence};

/// How many values letters are reduced to: their low bits, ignoring case.
const LETTERS: usize = 32;

static HEADS: LazyLock<Heads> = LazyLock::new(Heads::read);

/// What is known of words by their first letters.
pub(crate) struct Heads {
    /// By two letters, the lengths of the words after which something may stand, as bits.
    lengths: Box<[u32; LETTERS * LETTERS]>,
}

impl Heads {
    /// Returns the table.
    pub(crate) fn get() -> &'static Self {
        &HEADS
    }

    /// Whether something may stand behind a word of letters with this length, or it may itself begin something.
    #[inline]
    pub(crate) fn may_begin(&self, first: u8, second: u8, length: usize) -> bool {
        self.lengths[place(first, second)] & bit(length) != 0
    }

    fn read() -> Self {
        let mut heads = Self {
            lengths: Box::new([0; LETTERS * LETTERS]),
        };
        let words = Directives::get()
            .words()
            .chain(sentence::VERBS)
            .chain(secrets::SCHEMES)
            .chain(form::ENDS)
            .map(str::as_bytes)
            .chain(protocol::WORDS);
        for word in words {
            let second = word.get(1).copied().unwrap_or(b' ');
            heads.lengths[place(word[0], second)] |= bit(word.len());
        }
        heads
    }
}

fn letter(byte: u8) -> usize {
    usize::from(byte) % LETTERS
}

fn place(first: u8, second: u8) -> usize {
    letter(first) * LETTERS + letter(second)
}

fn bit(length: usize) -> u32 {
    1 << length.min(31)
}
