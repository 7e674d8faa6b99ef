//! The words that are looked for while a source is lexed, so that a rule visits its own words and not every token of a file.
//!
//! Whoever looks for words lists them: the readers of items here, a helper in `analysis`, a rule in its entry of the
//! registry. What stands in no list is not found.

/// A set of words, each with a number.
#[derive(Debug)]
pub struct Words {
    texts: Vec<&'static str>,
    /// Each word's number, counted from one, in the slot of its hash or behind it.
    slots: Vec<u16>,
}

impl Words {
    /// The words of some lists.
    pub(super) fn new(lists: impl IntoIterator<Item = &'static [&'static str]>) -> Self {
        let mut texts: Vec<&'static str> = lists.into_iter().flatten().copied().collect();
        texts.sort_unstable();
        texts.dedup();
        // A number has 16 bits, and nobody lists as many.
        texts.truncate(usize::from(u16::MAX) - 1);
        let mut slots = vec![0; (texts.len() * 4).next_power_of_two().max(2)];
        for (number, text) in (1..).zip(&texts) {
            let mut slot = hash(text.as_bytes()) & (slots.len() - 1);
            while slots[slot] != 0 {
                slot = (slot + 1) & (slots.len() - 1);
            }
            slots[slot] = number;
        }
        Self { texts, slots }
    }

    /// How many there are: numbers reach as far.
    pub(super) fn len(&self) -> usize {
        self.texts.len()
    }

    /// The number of an identifier, where it is one of the words; a raw one is called as it is without its mark.
    pub(super) fn number(&self, identifier: &[u8]) -> Option<u16> {
        let word = identifier.strip_prefix(b"r#").unwrap_or(identifier);
        let last = self.slots.len() - 1;
        let mut slot = hash(word) & last;
        loop {
            let number = self.slots[slot];
            let text = self.texts.get(usize::from(number).checked_sub(1)?)?;
            if text.as_bytes() == word {
                return Some(number);
            }
            slot = (slot + 1) & last;
        }
    }
}

/// Length, ends and middle: enough to tell the words apart, and the same few steps for every identifier.
fn hash(bytes: &[u8]) -> usize {
    let length = bytes.len();
    if length == 0 {
        return 0;
    }
    let (first, second) = (bytes[0] as usize, bytes[length / 3] as usize);
    let (middle, last) = (bytes[length / 2] as usize, bytes[length - 1] as usize);
    length
        .wrapping_mul(0x9E5)
        .wrapping_add(first.wrapping_mul(0x1F1))
        .wrapping_add(second.wrapping_mul(0x71))
        .wrapping_add(middle.wrapping_mul(0x3B))
        .wrapping_add(last.wrapping_mul(0x11))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found_and_no_other() {
        let words = Words::new([["sleep", "fetch_one", "fn"].as_slice()]);
        for text in words.texts.clone() {
            let number = words.number(text.as_bytes());
            assert!(number.is_some(), "{text}");
            assert_eq!(
                words.number(format!("r#{text}").as_bytes()),
                number,
                "r#{text}"
            );
            assert_eq!(
                words.number(format!("{text}_x").as_bytes()),
                None,
                "{text}_x"
            );
        }
        assert_eq!(words.number(b""), None);
        assert_eq!(words.number(b"sleeps"), None);
    }

    #[test]
    fn words_have_numbers_of_their_own() {
        let words = Words::new([["sleep", "sleep"].as_slice(), ["fetch_one"].as_slice()]);
        let mut numbers: Vec<_> = words
            .texts
            .iter()
            .map(|text| words.number(text.as_bytes()))
            .collect();
        numbers.dedup();
        assert_eq!(numbers.len(), words.texts.len());
    }
}
