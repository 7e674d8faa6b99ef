//! Calls by name: `a.b().name(..)`, `path::name(..)`, `name!(..)`.

use super::lex::TokenKind;
use super::text::{Text, Tokens};
use super::uses::Imported;
use super::walk::after_generics;

/// How something is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallKind {
    /// `receiver.name(..)`.
    Method,
    /// `name(..)` or `path::name(..)`.
    Function,
    /// `name!(..)`.
    Macro,
}

/// One call.
#[derive(Clone, Debug)]
pub struct Call {
    /// The name's token.
    pub name: u32,
    /// How it is called.
    pub kind: CallKind,
    /// The receiver's tokens, or the path's up to and with the name.
    pub before: Tokens,
    /// What stands in the brackets.
    pub arguments: Tokens,
    /// The whole call, receiver included.
    pub whole: Tokens,
}

impl Call {
    /// The call whose name stands here, if it is one.
    pub fn at(file: &Text, name: u32) -> Option<Self> {
        let mut open = name + 1;
        let mut kind = CallKind::Function;
        if file.is(open, b'!') {
            kind = CallKind::Macro;
            open += 1;
        } else if file.is_path_separator(open) && file.is(open + 2, b'<') {
            open = after_generics(file, open + 2);
        }
        let is_open = file.token(open).kind == TokenKind::Open;
        if !is_open || (kind != CallKind::Macro && !file.is(open, b'(')) {
            return None;
        }
        if name > 0 && matches!(file.word(name - 1), "fn" | "macro_rules") {
            return None;
        }
        let start;
        let before;
        if kind == CallKind::Function && name > 0 && file.is(name - 1, b'.') {
            kind = CallKind::Method;
            start = chain_start(file, name - 1);
            before = start..name - 1;
        } else {
            start = path_start(file, name);
            before = start..name + 1;
        }
        let end = file.mate(open).saturating_add(1).min(file.len());
        Some(Self {
            name,
            kind,
            before,
            arguments: file.inside(open),
            whole: start..end.max(open + 1),
        })
    }

    /// The arguments, one by one.
    pub fn each(&self, file: &Text) -> Vec<Tokens> {
        super::walk::split(file, self.arguments.clone(), b',')
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect()
    }

    /// The path's text without spaces: `tokio::time::sleep`.
    pub fn path(&self, file: &Text) -> String {
        match self.kind {
            CallKind::Method => file.word(self.name).to_owned(),
            _ => path_text(file, &self.before),
        }
    }

    /// The path with the file's imports followed: `std::thread::sleep` for `thread::sleep` under `use std::thread`.
    pub fn resolved(&self, file: &Imported) -> String {
        if self.kind == CallKind::Method {
            return self.path(file);
        }
        resolved(file, &self.path(file))
    }
}

/// A path's text with the file's imports followed.
pub fn resolved(file: &Imported, path: &str) -> String {
    let path = path.trim_start_matches("::");
    let (first, rest) = match path.split_once("::") {
        Some((first, rest)) => (first, Some(rest)),
        None => (path, None),
    };
    match (file.resolve(first), rest) {
        (Some(import), None) => import.path.clone(),
        (Some(import), Some(rest)) => format!("{}::{rest}", import.path),
        (None, _) => path.to_owned(),
    }
}

/// The identifiers of a path, joined; generics are left out.
pub fn path_text(file: &Text, tokens: &Tokens) -> String {
    let mut text = String::new();
    let mut at = tokens.start;
    while at < tokens.end {
        if file.token(at).kind == TokenKind::Ident {
            if !text.is_empty() {
                text.push_str("::");
            }
            text.push_str(file.word(at));
        }
        at = if file.is(at, b'<') {
            after_generics(file, at).max(at + 1)
        } else {
            at + 1
        };
    }
    text
}

/// Where the path that ends in a name begins.
pub(super) fn path_start(file: &Text, name: u32) -> u32 {
    let mut start = name;
    while start >= 3 && file.is_path_separator(start - 2) {
        let before = start - 3;
        match file.token(before).kind {
            TokenKind::Ident => start = before,
            _ if file.is(before, b'>') => match generics_start(file, before) {
                Some(open) => start = open,
                None => break,
            },
            _ => break,
        }
    }
    // `$crate::` and a leading `::`.
    start
}

/// The `<` of a `>`, within a few tokens.
fn generics_start(file: &Text, close: u32) -> Option<u32> {
    let mut depth = 0_usize;
    for at in (close.saturating_sub(64)..=close).rev() {
        match file.token(at).byte {
            b'>' => depth += 1,
            b'<' => {
                depth -= 1;
                if depth == 0 {
                    // `Vec<u8>::new` begins at `Vec`, `Vec::<u8>::new` too.
                    return Some(match at {
                        at if at >= 1 && file.token(at - 1).kind == TokenKind::Ident => at - 1,
                        at if at >= 3 && file.is_path_separator(at - 2) => at - 3,
                        at => at,
                    });
                }
            }
            _ => {}
        }
    }
    None
}

/// Where the chain begins whose dot stands here: `a` in `a.b()?.c().await.d`.
pub fn chain_start(file: &Text, dot: u32) -> u32 {
    let mut start = dot;
    // Each call of a chain asks for its start: a chain without end must not be walked once for each.
    for _ in 0..LONGEST {
        if start == 0 {
            return 0;
        }
        let before = start - 1;
        let token = file.token(before);
        match token.kind {
            TokenKind::Ident
                if file.word(before) == "return"
                    || file.word(before) == "in"
                    || file.word(before) == "match" =>
            {
                return start;
            }
            TokenKind::Ident => start = path_start(file, before),
            TokenKind::Str | TokenKind::Literal => start = before,
            TokenKind::Close if !file.is(before, b'}') => {
                let open = file.mate(before);
                if open >= before {
                    return start;
                }
                start = open;
                // A call's name, a macro's `!`, or turbofish.
                if start > 0 && file.is(start - 1, b'!') {
                    start -= 1;
                }
                if start > 0 && file.is(start - 1, b'>') {
                    if let Some(generics) = generics_start(file, start - 1) {
                        start = path_start(file, generics);
                    }
                } else if start > 0
                    && (file.token(start - 1).kind == TokenKind::Ident
                        && !is_keyword(file.word(start - 1))
                        || file.token(start - 1).kind == TokenKind::Close
                            && !file.is(start - 1, b'}'))
                {
                    continue;
                }
            }
            TokenKind::Punct if token.byte == b'?' => {
                start = before;
                continue;
            }
            _ => return start,
        }
        if start > 0 && file.is(start - 1, b'.') {
            start -= 1;
            continue;
        }
        return start;
    }
    start
}

/// How many links of a chain are walked.
const LONGEST: usize = 400;

/// Whether a word begins an expression or a statement, and so is no part of a chain.
fn is_keyword(word: &str) -> bool {
    matches!(
        word,
        "return"
            | "in"
            | "match"
            | "if"
            | "while"
            | "else"
            | "let"
            | "mut"
            | "move"
            | "break"
            | "for"
            | "loop"
            | "as"
    )
}
