//! A source as tokens: rustc's own lexer, with white space left out and brackets matched.

use ra_ap_rustc_lexer::{
    FrontmatterAllowed, LiteralKind, TokenKind as LexerKind, strip_shebang, tokenize,
};

use super::brackets::Matcher;
use super::hits::Hits;
use super::word::Words;

/// One token, comments and white space aside.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// The first byte.
    pub start: u32,
    /// The byte behind the last.
    pub end: u32,
    /// What it is.
    pub kind: TokenKind,
    /// The byte of a punctuation mark or a bracket, else 0.
    pub byte: u8,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// An identifier or a keyword; raw ones too.
    Ident,
    /// `'a`.
    Lifetime,
    /// A string literal, raw ones too.
    Str,
    /// Any other literal.
    Literal,
    /// `,` or another mark of one byte.
    Punct,
    /// An opening bracket.
    Open,
    /// A closing bracket.
    Close,
    /// What the lexer does not know.
    Unknown,
}

/// A comment's bytes.
#[derive(Clone, Copy, Debug)]
pub struct Comment {
    /// The first byte.
    pub start: u32,
    /// The byte behind the last.
    pub end: u32,
}

/// What lexing yields.
#[derive(Default)]
pub(super) struct Lexed {
    pub(super) tokens: Vec<Token>,
    /// For each bracket the token that ends or begins its pair; else the token itself.
    pub(super) mates: Vec<u32>,
    /// Comments that speak to the lint.
    pub(super) comments: Vec<Comment>,
    /// The words that are looked for, and their tokens.
    pub(super) hits: Hits,
    pub(super) deepest: usize,
}

/// What a comment to the lint begins with.
const MARK: &str = "scorer-lint:";

pub(super) fn lex(words: &Words, text: &str) -> Lexed {
    let mut lexed = Lexed::default();
    // About one token for each five bytes of code; comments and long literals make it fewer.
    lexed.tokens.reserve(text.len() / 6);
    lexed.mates.reserve(text.len() / 6);
    let mut at = strip_shebang(text).unwrap_or(0);
    let mut brackets = Matcher::default();
    let mut hits: Vec<(u16, u32)> = Vec::new();
    for token in tokenize(&text[at..], FrontmatterAllowed::No) {
        let start = at;
        at += token.len as usize;
        let (kind, byte) = match token.kind {
            LexerKind::Whitespace => continue,
            LexerKind::LineComment { doc_style } | LexerKind::BlockComment { doc_style, .. } => {
                if doc_style.is_none() && is_addressed(&text[start..at]) {
                    lexed.comments.push(Comment {
                        start: place(start),
                        end: place(at),
                    });
                }
                continue;
            }
            LexerKind::Ident | LexerKind::RawIdent => (TokenKind::Ident, 0),
            LexerKind::Literal { kind, .. } => match kind {
                LiteralKind::Str { .. } | LiteralKind::RawStr { .. } => (TokenKind::Str, 0),
                _ => (TokenKind::Literal, 0),
            },
            LexerKind::Lifetime { .. } | LexerKind::RawLifetime => (TokenKind::Lifetime, 0),
            LexerKind::OpenParen | LexerKind::OpenBrace | LexerKind::OpenBracket => {
                (TokenKind::Open, text.as_bytes()[start])
            }
            LexerKind::CloseParen | LexerKind::CloseBrace | LexerKind::CloseBracket => {
                (TokenKind::Close, text.as_bytes()[start])
            }
            LexerKind::InvalidIdent
            | LexerKind::ForcedKeywordIdent
            | LexerKind::UnknownPrefix
            | LexerKind::UnknownPrefixLifetime
            | LexerKind::GuardedStrPrefix
            | LexerKind::Frontmatter { .. }
            | LexerKind::Unknown
            | LexerKind::Eof => (TokenKind::Unknown, 0),
            _ => (TokenKind::Punct, text.as_bytes()[start]),
        };
        let index = place(lexed.tokens.len());
        if kind == TokenKind::Ident
            && let Some(word) = words.number(&text.as_bytes()[start..at])
        {
            hits.push((word, index));
        }
        lexed.mates.push(index);
        match kind {
            TokenKind::Open => brackets.open(byte, index),
            TokenKind::Close => brackets.close(byte, index, &mut lexed.mates),
            _ => {}
        }
        lexed.tokens.push(Token {
            start: place(start),
            end: place(at),
            kind,
            byte,
        });
    }
    lexed.deepest = brackets.deepest;
    brackets.finish(place(lexed.tokens.len()), &mut lexed.mates);
    lexed.hits = Hits::new(&hits, words.len());
    lexed
}

/// Places fit 32 bits: longer sources are refused before they are lexed.
fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Whether a comment begins with the lint's name.
fn is_addressed(comment: &str) -> bool {
    comment
        .trim_start_matches(['/', '*', ' ', '\t'])
        .starts_with(MARK)
}
