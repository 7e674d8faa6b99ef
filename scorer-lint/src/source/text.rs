//! A source's text as tokens, with brackets matched and the places of the words that are looked for.

use std::ops::Range;
use std::path::{Path, PathBuf};

use super::hits::Hits;
use super::lex::{Comment, Token, TokenKind, lex};
use super::word::Words;

/// A range of tokens.
pub type Tokens = Range<u32>;

/// A text and its tokens.
pub struct Text {
    /// Where it lies, as messages show it.
    pub path: PathBuf,
    /// The text.
    pub text: String,
    words: &'static Words,
    tokens: Vec<Token>,
    mates: Vec<u32>,
    comments: Vec<Comment>,
    hits: Hits,
    deepest: usize,
}

impl Text {
    /// Reads a source's text, and finds the words in it that are looked for.
    pub(super) fn new(words: &'static Words, path: PathBuf, text: String) -> Self {
        let lexed = lex(words, &text);
        Self {
            path,
            text,
            words,
            tokens: lexed.tokens,
            mates: lexed.mates,
            comments: lexed.comments,
            hits: lexed.hits,
            deepest: lexed.deepest,
        }
    }

    /// The path as messages show it.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How many tokens there are.
    pub fn len(&self) -> u32 {
        u32::try_from(self.tokens.len()).unwrap_or(u32::MAX)
    }

    /// Whether there is no token.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// A token; behind the end an unknown one.
    pub fn token(&self, at: u32) -> Token {
        let end = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        self.tokens.get(at as usize).copied().unwrap_or(Token {
            start: end,
            end,
            kind: TokenKind::Unknown,
            byte: 0,
        })
    }

    /// The token that holds a byte, or the next one.
    pub fn token_at(&self, byte: usize) -> u32 {
        let at = self
            .tokens
            .partition_point(|token| token.end as usize <= byte);
        u32::try_from(at).unwrap_or(u32::MAX)
    }

    /// A token's text, without the mark of a raw identifier; behind the end an empty one.
    pub fn word(&self, at: u32) -> &str {
        let token = self.token(at);
        let text = self.slice(token.start, token.end);
        match token.kind {
            TokenKind::Ident => text.strip_prefix("r#").unwrap_or(text),
            _ => text,
        }
    }

    /// What stands between the quotes of a string literal, escapes as written.
    pub fn literal(&self, at: u32) -> &str {
        let text = self.word(at);
        match (text.find('"'), text.rfind('"')) {
            (Some(open), Some(close)) if open < close => &text[open + 1..close],
            _ => text,
        }
    }

    /// The text from one byte to another.
    pub fn slice(&self, start: u32, end: u32) -> &str {
        self.text
            .get(start as usize..end as usize)
            .unwrap_or_default()
    }

    /// The text of a range of tokens, as written.
    pub fn text_of(&self, tokens: &Tokens) -> &str {
        let bytes = self.bytes_of(tokens);
        self.text.get(bytes).unwrap_or_default()
    }

    /// The bytes of a range of tokens.
    pub fn bytes_of(&self, tokens: &Tokens) -> Range<usize> {
        let start = self.token(tokens.start).start as usize;
        if tokens.is_empty() {
            return start..start;
        }
        start..self.token(tokens.end - 1).end as usize
    }

    /// Whether a token is this mark or bracket.
    pub fn is(&self, at: u32, byte: u8) -> bool {
        self.token(at).byte == byte
    }

    /// Whether a token is an identifier of this text.
    pub fn is_word(&self, at: u32, word: &str) -> bool {
        self.token(at).kind == TokenKind::Ident && self.word(at) == word
    }

    /// Whether `::` begins at a token.
    pub fn is_path_separator(&self, at: u32) -> bool {
        self.is(at, b':') && self.is(at + 1, b':') && self.token(at).end == self.token(at + 1).start
    }

    /// The other bracket of a pair: what closes an opening one, even where that had to be guessed.
    pub fn mate(&self, at: u32) -> u32 {
        self.mates.get(at as usize).copied().unwrap_or(at)
    }

    /// What stands between a bracket and its mate.
    pub fn inside(&self, open: u32) -> Tokens {
        let close = self.mate(open);
        (open + 1)..close.max(open + 1)
    }

    /// Where a word stands, in order. It is one that somebody registered: no other is looked for while lexing.
    pub fn hits(&self, word: &str) -> impl Iterator<Item = u32> + '_ {
        let word = self.words.number(word.as_bytes());
        debug_assert!(word.is_some(), "a word that nobody registered is asked for");
        let tokens = word.map_or(&[][..], |word| self.hits.of(word));
        tokens.iter().copied()
    }

    /// Where any of some words stands, in order.
    pub fn hits_of(&self, words: &[&str]) -> Vec<u32> {
        let mut found = Vec::new();
        for word in words {
            found.extend(self.hits(word));
        }
        found.sort_unstable();
        found
    }

    /// The comments that speak to the lint.
    pub fn comments(&self) -> &[Comment] {
        &self.comments
    }

    /// How deep brackets nest.
    pub fn deepest(&self) -> usize {
        self.deepest
    }
}
