//! A source with its items: each kind of them is read when a rule first asks for it.

use std::cell::OnceCell;
use std::ops::Deref;
use std::path::PathBuf;
use std::sync::LazyLock;

use super::context::{self, Context, ContextKind};
use super::event::{self, Event};
use super::function::{self, Function};
use super::item::{self, Impl, TypeItem};
use super::test_code;
use super::text::Tokens;
use super::uses::Imported;
use super::walk::{after_generics, next};
use super::word::Words;

/// The words that items begin with.
const ITEMS: &[&str] = &[
    "fn",
    "async",
    "struct",
    "enum",
    "impl",
    "use",
    "type",
    "const",
    "static",
    "instrument",
    "scorer_span",
    "spawn",
];

/// The words that items begin with, and those of some lists.
pub fn words(lists: impl IntoIterator<Item = &'static [&'static str]>) -> Words {
    let own = [
        ITEMS,
        event::EVENTS,
        event::SPANS,
        context::THREADS,
        test_code::MARKS,
    ];
    Words::new(own.into_iter().chain(lists))
}

static ITEM_WORDS: LazyLock<Words> = LazyLock::new(|| words([]));

/// A source and what was read of it.
pub struct File {
    imported: Imported,
    functions: OnceCell<Vec<Function>>,
    contexts: OnceCell<Vec<Context>>,
    /// The keywords of `type NAME = ..;`, by name.
    aliases_by_name: OnceCell<Vec<u32>>,
    events: OnceCell<Vec<Event>>,
    types: OnceCell<Vec<TypeItem>>,
    impls: OnceCell<Vec<Impl>>,
    tests: OnceCell<Vec<Tokens>>,
}

impl Deref for File {
    type Target = Imported;

    fn deref(&self) -> &Imported {
        &self.imported
    }
}

impl File {
    /// Reads a source's text, and looks for no words but those that its own items begin with.
    pub fn new(path: impl Into<PathBuf>, text: String) -> Self {
        Self::with_words(&ITEM_WORDS, path, text)
    }

    /// The same, and looks for the words of rules too.
    pub fn with_words(words: &'static Words, path: impl Into<PathBuf>, text: String) -> Self {
        Self {
            imported: Imported::new(words, path.into(), text),
            functions: OnceCell::new(),
            contexts: OnceCell::new(),
            aliases_by_name: OnceCell::new(),
            events: OnceCell::new(),
            types: OnceCell::new(),
            impls: OnceCell::new(),
            tests: OnceCell::new(),
        }
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
        self.contexts
            .get_or_init(|| context::read(self, self.functions()))
    }

    /// Whether a token is polled by an executor: in an `async fn` or block, and not in a closure that runs on a thread of its own.
    pub fn is_async(&self, at: u32) -> bool {
        context::innermost(self.contexts(), at)
            .is_some_and(|context| context.kind == ContextKind::Async)
    }

    /// The type that a `type NAME = ..;` of the file stands for.
    pub fn alias(&self, name: &str) -> Option<Tokens> {
        let by_name = self.aliases_by_name.get_or_init(|| {
            let mut keywords: Vec<u32> = self.hits("type").collect();
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

    /// Its test code, by place.
    pub fn tests(&self) -> &[Tokens] {
        self.tests.get_or_init(|| test_code::read(self))
    }

    /// Whether a token stands in test code: a `#[test]` function, a `#[cfg(test)]` item.
    pub fn is_test(&self, at: u32) -> bool {
        let tests = self.tests();
        let before = tests.partition_point(|range| range.start <= at);
        before > 0 && tests[before - 1].contains(&at)
    }
}

/// How many items are looked at for the innermost: code nests a few deep, whatever a broken file says.
const LOOK_BACK: usize = 4096;
