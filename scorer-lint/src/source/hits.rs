//! Where the words stand that are looked for: of each word its tokens, without a search.

/// The tokens of each word, by its number.
#[derive(Debug, Default)]
pub(super) struct Hits {
    /// All tokens, those of one word after those of the word before it, each word's by place.
    tokens: Vec<u32>,
    /// Where the tokens of the word with each number begin; numbers count from one.
    begins: Vec<u32>,
}

impl Hits {
    /// Sorts the words of a file, given by place, in two walks: `words` is how many there can be.
    pub(super) fn new(found: &[(u16, u32)], words: usize) -> Self {
        if found.is_empty() {
            return Self::default();
        }
        // First how many each word has, one place up; then where those of each begin.
        let mut begins = vec![0_u32; words + 2];
        for (word, _) in found {
            begins[usize::from(*word) + 1] += 1;
        }
        for number in 1..begins.len() {
            begins[number] += begins[number - 1];
        }
        let mut next = begins.clone();
        let mut tokens = vec![0; found.len()];
        for (word, token) in found {
            let place = &mut next[usize::from(*word)];
            tokens[*place as usize] = *token;
            *place += 1;
        }
        Self { tokens, begins }
    }

    /// The tokens of a word, by place.
    pub(super) fn of(&self, word: u16) -> &[u32] {
        let word = usize::from(word);
        let (Some(from), Some(to)) = (self.begins.get(word), self.begins.get(word + 1)) else {
            return &[];
        };
        &self.tokens[*from as usize..*to as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_has_its_tokens_by_place() {
        let hits = Hits::new(&[(3, 0), (1, 4), (3, 5), (2, 7), (3, 9)], 4);
        let all: Vec<&[u32]> = (0..6).map(|word| hits.of(word)).collect();
        assert_eq!(all, [&[][..], &[4], &[7], &[0, 5, 9], &[], &[]]);
        assert_eq!(Hits::new(&[], 4).of(1), &[] as &[u32]);
        assert_eq!(hits.of(u16::MAX), &[] as &[u32]);
    }
}
