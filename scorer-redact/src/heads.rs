//! What words may begin, by their first letters: most words of a text begin nothing, and one lookup says so.

use std::sync::LazyLock;

use crate::directive::Directives;
use crate::{protocol, secrets, sentence};

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
            .chain(protocol::WORDS)
            .chain(sentence::VERBS)
            .chain(secrets::SCHEMES)
            .chain(["mmk"]);
        for word in words {
            let bytes = word.as_bytes();
            let second = bytes.get(1).copied().unwrap_or(b' ');
            heads.lengths[place(bytes[0], second)] |= bit(bytes.len());
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
