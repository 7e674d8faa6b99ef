//! A slice of a file for syn: only what a rule needs, bounded, with the places of tokens in the file.

use std::ops::Range;

use proc_macro2::Span;
use syn::parse::{ParseStream, Parser};

use super::lex::TokenKind;
use super::text::{Text, Tokens};

/// A slice that was parsed.
#[derive(Clone)]
pub struct Slice<T> {
    /// What it is.
    pub parsed: T,
    base: usize,
    end: usize,
}

/// How many tokens and how deep a slice may be: syn goes down by recursion.
const LONGEST: usize = 3000;
const DEEPEST: usize = 60;

/// Parses a range of tokens as an expression.
pub fn expr(file: &Text, tokens: &Tokens) -> Option<Slice<syn::Expr>> {
    parse(file, tokens, |input: ParseStream<'_>| input.parse())
}

/// Parses a range of tokens; `None` when they are something else, or too many.
pub fn parse<T>(
    file: &Text,
    tokens: &Tokens,
    parser: impl FnOnce(ParseStream<'_>) -> syn::Result<T>,
) -> Option<Slice<T>> {
    if tokens.is_empty() || tokens.len() > LONGEST || is_deep(file, tokens) {
        return None;
    }
    let bytes = file.bytes_of(tokens);
    let parsed = parser.parse_str(file.text.get(bytes.clone())?).ok()?;
    Some(Slice {
        parsed,
        base: bytes.start,
        end: bytes.end,
    })
}

/// Whether a range of tokens is no `T` to syn; one that is too long or too deep to be parsed is not called broken.
pub(crate) fn is_broken<T: syn::parse::Parse>(file: &Text, tokens: &Tokens) -> bool {
    let is_read = !tokens.is_empty() && tokens.len() <= LONGEST && !is_deep(file, tokens);
    is_read && parse(file, tokens, |input: ParseStream<'_>| input.parse::<T>()).is_none()
}

/// Whether brackets, or signs that each make a level of their own (`!!!!x`), nest too deep.
pub(crate) fn is_deep(file: &Text, tokens: &Tokens) -> bool {
    let (mut depth, mut signs) = (0_usize, 0_usize);
    for at in tokens.clone() {
        match file.token(at).kind {
            TokenKind::Open => depth += 1,
            TokenKind::Close => depth = depth.saturating_sub(1),
            _ => {}
        }
        signs = match file.token(at).byte {
            b'!' | b'&' | b'*' | b'-' | b'<' | b'|' => signs + 1,
            _ => 0,
        };
        if depth > DEEPEST || signs > DEEPEST {
            return true;
        }
    }
    false
}

impl<T> Slice<T> {
    /// The bytes of a span of the slice in the file; of a span from nowhere, the whole slice.
    pub fn bytes(&self, span: Span) -> Range<usize> {
        let range = span.byte_range();
        let (start, end) = (self.base + range.start, self.base + range.end);
        if range.is_empty() || end > self.end {
            self.base..self.end
        } else {
            start..end
        }
    }
}

/// Forgets the texts that syn's spans point into: called when a file is done.
pub fn forget() {
    proc_macro2::extra::invalidate_current_thread_spans();
}
