//! Imports: which path a name of the file stands for.

use super::function::next;
use super::{File, Kind, Tokens, Word};

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

pub(super) fn read(file: &File) -> Vec<Use> {
    let mut found = Vec::new();
    for keyword in file.hits(Word::Use) {
        let mut end = keyword + 1;
        while end < file.len()
            && !file.is(end, b';')
            && !file.is(end, b'}')
            && file.token(end).word != Word::Use
        {
            end = next(file, end);
        }
        tree(file, keyword + 1..end, "", 0, &mut found);
    }
    found
}

/// Groups nest as deep as anybody writes them; what lies deeper is no import.
const DEEPEST: usize = 16;

fn tree(file: &File, tokens: Tokens, prefix: &str, depth: usize, found: &mut Vec<Use>) {
    if depth > DEEPEST {
        return;
    }
    for part in super::function::split(file, tokens, b',') {
        let mut path = prefix.to_owned();
        let mut at = part.start;
        let mut last = None;
        while at < part.end {
            let token = file.token(at);
            if token.kind == Kind::Ident && file.word(at) == "as" {
                let name = at + 1;
                add(file.word(name), &path, false, name, found);
                last = None;
                break;
            } else if token.kind == Kind::Ident {
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
