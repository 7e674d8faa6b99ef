//! Imports: which path a name of the file stands for.

use std::cell::OnceCell;
use std::ops::Deref;
use std::path::PathBuf;

use super::lex::TokenKind;
use super::text::{Text, Tokens};
use super::walk::{next, split};
use super::word::Words;

/// One imported name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// The name in this file: `note` in `use tracing::info as note`.
    pub name: String,
    /// The path: `tracing::info`.
    pub path: String,
    /// Whether it imports everything of the path.
    pub glob: bool,
    /// Where the name stands.
    pub at: u32,
}

/// A text whose names can be followed to what they import.
pub struct Imported {
    lexed: Text,
    uses: OnceCell<Vec<Use>>,
    /// Which import is the first of a name: their places in `uses`, by name.
    uses_by_name: OnceCell<Vec<usize>>,
}

impl Deref for Imported {
    type Target = Text;

    fn deref(&self) -> &Text {
        &self.lexed
    }
}

impl Imported {
    pub(super) fn new(words: &'static Words, path: PathBuf, text: String) -> Self {
        Self {
            lexed: Text::new(words, path, text),
            uses: OnceCell::new(),
            uses_by_name: OnceCell::new(),
        }
    }

    /// What the file imports.
    pub fn uses(&self) -> &[Use] {
        self.uses.get_or_init(|| read(self))
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
}

fn read(file: &Text) -> Vec<Use> {
    let mut found = Vec::new();
    for keyword in file.hits("use") {
        let mut end = keyword + 1;
        while end < file.len()
            && !file.is(end, b';')
            && !file.is(end, b'}')
            && file.word(end) != "use"
        {
            end = next(file, end);
        }
        tree(file, keyword + 1..end, "", 0, &mut found);
    }
    found
}

/// Groups nest as deep as anybody writes them; what lies deeper is no import.
const DEEPEST: usize = 16;

fn tree(file: &Text, tokens: Tokens, prefix: &str, depth: usize, found: &mut Vec<Use>) {
    if depth > DEEPEST {
        return;
    }
    for part in split(file, tokens, b',') {
        let mut path = prefix.to_owned();
        let mut at = part.start;
        let mut last = None;
        while at < part.end {
            let token = file.token(at);
            if token.kind == TokenKind::Ident && file.word(at) == "as" {
                let name = at + 1;
                add(file.word(name), &path, false, name, found);
                last = None;
                break;
            } else if token.kind == TokenKind::Ident {
                let word = file.word(at);
                // `use tracing::{self}` imports what stands before it.
                if word != "self" || path.is_empty() {
                    if !path.is_empty() {
                        path.push_str("::");
                    }
                    path.push_str(word);
                }
                last = Some(at);
            } else if token.byte == b'{' {
                tree(file, file.inside(at), &path, depth + 1, found);
                last = None;
                break;
            } else if token.byte == b'*' {
                add("*", &path, true, at, found);
                last = None;
                break;
            }
            at += 1;
        }
        if let Some(last) = last {
            let name = path.rsplit("::").next().unwrap_or_default().to_owned();
            add(&name, &path, false, last, found);
        }
    }
}

fn add(name: &str, path: &str, glob: bool, at: u32, found: &mut Vec<Use>) {
    found.push(Use {
        name: name.to_owned(),
        path: path.to_owned(),
        glob,
        at,
    });
}
