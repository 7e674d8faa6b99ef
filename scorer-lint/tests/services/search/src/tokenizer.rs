//! Words.

use log::trace;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    Word,
    Number,
    Secret,
}

#[derive(Clone, Copy, Debug)]
pub struct Token<'a> {
    pub text: &'a str,
    pub offset: usize,
    pub kind: TokenKind,
}

#[derive(Clone, Debug)]
pub struct Tokenizer {
    max_token_length: usize,
    stop_words: &'static [&'static str],
}

impl Default for Tokenizer {
    fn default() -> Self {
        Self { max_token_length: 40, stop_words: &["the", "a", "password"] }
    }
}

impl Tokenizer {
    pub fn split<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Token<'a>> + 'a {
        trace!("splitting {} bytes, max_token_length={}", text.len(), self.max_token_length); //~? entering-function-log
        let mut offset = 0;
        text.split_whitespace().filter_map(move |word| {
            offset += word.len() + 1;
            let kind = if word.chars().all(|c| c.is_ascii_digit()) { TokenKind::Number } else { TokenKind::Word };
            let token = Token { text: word, offset, kind };
            let is_stop = self.stop_words.contains(&word);
            trace!("next token: {:?} (kind {:?}, stop word: {})", token.text, token.kind, is_stop);
            (!is_stop && word.len() <= self.max_token_length).then_some(token)
        })
    }
}
