//! A source file, read without a compiler: tokens, brackets, items, macro calls.
//!
//! Everything but the tokens is read when a rule first asks for it. Broken files, and code inside other
//! macros, are read like any other.

mod attribute;
mod brackets;
mod call;
mod captured;
mod context;
mod event;
mod function;
mod item;
mod lex;
pub(crate) mod path;
mod place;
pub mod slice;
mod test_code;
mod uses;
mod word;

use std::cell::OnceCell;
use std::ops::Range;
use std::path::{Path, PathBuf};

pub use attribute::Attribute;
pub use call::{Call, CallKind, chain_start, path_text, resolved};
pub use captured::captured;
pub use context::{Context, ContextKind};
pub use event::{Argument, Event, EventKind, FieldName, Sigil, fields};
pub use function::{Function, Parameter, after_generics, next, split, top_level};
pub use item::{Impl, Member, TypeItem};
pub use lex::{Comment, Kind, Token};
pub use place::Place;
pub use uses::Use;
pub use word::Word;

/// A range of tokens.
pub type Tokens = Range<u32>;

/// A source and what was read of it.
pub struct File {
    /// Where it lies, as messages show it.
    pub path: PathBuf,
    /// The text.
    pub text: String,
    tokens: Vec<Token>,
    mates: Vec<u32>,
    comments: Vec<Comment>,
    hits: Vec<(Word, u32)>,
    deepest: usize,
    functions: OnceCell<Vec<Function>>,
    contexts: OnceCell<Vec<Context>>,
    uses: OnceCell<Vec<Use>>,
    /// Which import is the first of a name: their places in `uses`, by name.
    uses_by_name: OnceCell<Vec<usize>>,
    /// The keywords of `type NAME = ..;`, by name.
    aliases_by_name: OnceCell<Vec<u32>>,
    events: OnceCell<Vec<Event>>,
    types: OnceCell<Vec<TypeItem>>,
    impls: OnceCell<Vec<Impl>>,
    tests: OnceCell<Vec<Tokens>>,
}

impl File {
    /// Reads a source's text.
    pub fn new(path: impl Into<PathBuf>, text: String) -> Self {
        let lexed = lex::lex(&text);
        Self {
            path: path.into(),
            text,
            tokens: lexed.tokens,
            mates: lexed.mates,
            comments: lexed.comments,
            hits: lexed.hits,
            deepest: lexed.deepest,
            functions: OnceCell::new(),
            contexts: OnceCell::new(),
            uses: OnceCell::new(),
            uses_by_name: OnceCell::new(),
            aliases_by_name: OnceCell::new(),
            events: OnceCell::new(),
            types: OnceCell::new(),
            impls: OnceCell::new(),
            tests: OnceCell::new(),
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
            kind: Kind::Unknown,
            byte: 0,
            word: Word::None,
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
            Kind::Ident => text.strip_prefix("r#").unwrap_or(text),
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
        self.token(at).kind == Kind::Ident && self.word(at) == word
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

    /// Where a word stands, in order.
    pub fn hits(&self, word: Word) -> impl Iterator<Item = u32> + '_ {
        let from = self.hits.partition_point(|(known, _)| *known < word);
        self.hits[from..]
            .iter()
            .take_while(move |(known, _)| *known == word)
            .map(|(_, at)| *at)
    }

    /// Where any of some words stands, in order.
    pub fn hits_of(&self, words: &[Word]) -> Vec<u32> {
        let mut found: Vec<u32> = words.iter().flat_map(|word| self.hits(*word)).collect();
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

    /// The file's functions, by place.
    pub fn functions(&self) -> &[Function] {
        self.functions.get_or_init(|| function::read(self))
    }

    /// The innermost function whose body holds a token.
    pub fn function_at(&self, at: u32) -> Option<&Function> {
        let functions = self.functions();
        let before = functions.partition_point(|function| function.keyword <= at);
        functions[..before]
            .iter()
            .rev()
            .take(LOOK_BACK)
            .find(|function| {
                function
                    .body
                    .as_ref()
                    .is_some_and(|body| body.contains(&at))
            })
    }

    /// Function bodies, `async` blocks and the like, by place.
    pub fn contexts(&self) -> &[Context] {
        self.contexts.get_or_init(|| context::read(self))
    }

    /// Whether a token is polled by an executor: in an `async fn` or block, and not in a closure that runs on a thread of its own.
    pub fn is_async(&self, at: u32) -> bool {
        context::innermost(self.contexts(), at)
            .is_some_and(|context| context.kind == ContextKind::Async)
    }

    /// What the file imports.
    pub fn uses(&self) -> &[Use] {
        self.uses.get_or_init(|| uses::read(self))
    }

    /// The path that a name stands for by the file's imports: `note` -> `tracing::info`.
    pub fn resolve(&self, name: &str) -> Option<&Use> {
        let uses = self.uses();
        let by_name = self.uses_by_name.get_or_init(|| {
            let mut order: Vec<usize> = (0..uses.len()).collect();
            order.sort_by(|a, b| uses[*a].name.cmp(&uses[*b].name));
            order
        });
        let first = by_name.partition_point(|at| uses[*at].name.as_str() < name);
        let found = &uses[*by_name.get(first)?];
        (found.name == name).then_some(found)
    }

    /// The type that a `type NAME = ..;` of the file stands for.
    pub fn alias(&self, name: &str) -> Option<Tokens> {
        let by_name = self.aliases_by_name.get_or_init(|| {
            let mut keywords: Vec<u32> = self.hits(Word::Type).collect();
            keywords.sort_by(|a, b| self.word(a + 1).cmp(self.word(b + 1)));
            keywords
        });
        let first = by_name.partition_point(|keyword| self.word(keyword + 1) < name);
        let keyword = *by_name.get(first)?;
        if !self.is_word(keyword + 1, name) {
            return None;
        }
        let mut equals = after_generics(self, keyword + 2);
        if !self.is(equals, b'=') {
            return None;
        }
        equals += 1;
        let mut end = equals;
        while end < self.len() && !self.is(end, b';') && !self.is(end, b'}') {
            end = next(self, end);
        }
        Some(equals..end)
    }

    /// Every `tracing` or `log` macro call, by place.
    pub fn events(&self) -> &[Event] {
        self.events.get_or_init(|| event::read(self))
    }

    /// Structs and enums.
    pub fn types(&self) -> &[TypeItem] {
        self.types.get_or_init(|| item::types(self))
    }

    /// `impl` blocks.
    pub fn impls(&self) -> &[Impl] {
        self.impls.get_or_init(|| item::impls(self))
    }

    /// The `impl` block around a token.
    pub fn impl_at(&self, at: u32) -> Option<&Impl> {
        let impls = self.impls();
        let before = impls.partition_point(|block| block.keyword <= at);
        impls[..before]
            .iter()
            .rev()
            .take(LOOK_BACK)
            .find(|block| block.body.contains(&at))
    }

    /// Whether a token stands in test code: a `#[test]` function, a `#[cfg(test)]` item.
    pub fn is_test(&self, at: u32) -> bool {
        let tests = self.tests.get_or_init(|| test_code::read(self));
        let before = tests.partition_point(|range| range.start <= at);
        before > 0 && tests[before - 1].contains(&at)
    }
}

/// How many items are looked at for the innermost: code nests a few deep, whatever a broken file says.
const LOOK_BACK: usize = 4096;
