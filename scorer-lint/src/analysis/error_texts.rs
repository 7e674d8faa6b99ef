//! Texts that are made to be an error's.

use crate::source::{Call, CallKind, File, TokenKind, Tokens};

/// The words that are looked for.
pub(crate) const WORDS: &[&[&str]] =
    &[&["format", "anyhow", "bail", "ensure", "eyre", "format_err"]];

/// Macros that make an error of their text, and how many arguments stand before it.
const MACROS: &[(&str, usize)] = &[
    ("anyhow", 0),
    ("bail", 0),
    ("eyre", 0),
    ("format_err", 0),
    ("ensure", 1),
];

/// Methods that put their text around an error, or make one of it.
const METHODS: &[&str] = &[
    "context",
    "with_context",
    "wrap_err",
    "wrap_err_with",
    "change_context",
    "attach_printable",
    "attach_printable_lazy",
    "ok_or",
    "ok_or_else",
    "map_err",
];

/// The format strings of a file that are an error's text, each with its arguments.
pub(crate) fn texts(file: &File) -> Vec<Tokens> {
    let mut found = Vec::new();
    for (name, before) in MACROS {
        for call in file.hits(name).filter_map(|at| Call::at(file, at)) {
            let text = call.each(file).into_iter().nth(*before);
            let text = text.filter(|_| call.kind == CallKind::Macro);
            if let Some(text) = text.filter(|text| file.token(text.start).kind == TokenKind::Str) {
                found.push(text.start..call.arguments.end);
            }
        }
    }
    for call in file.hits("format").filter_map(|at| Call::at(file, at)) {
        let is_text = file.token(call.arguments.start).kind == TokenKind::Str;
        if call.kind == CallKind::Macro && is_text && becomes_error(file, call.whole.start, 0) {
            found.push(call.arguments.clone());
        }
    }
    found
}

/// How many constructors are gone through.
const DEEPEST: usize = 4;

/// How far an enclosing parenthesis is looked for.
const FARTHEST: u32 = 200;

/// Whether the call around a `format!` makes an error of it: `Err(format!(..))`, `.with_context(|| format!(..))`,
/// `io::Error::new(kind, format!(..))`.
fn becomes_error(file: &File, value: u32, depth: usize) -> bool {
    let Some(open) = around(file, value).filter(|_| depth < DEEPEST) else {
        return false;
    };
    let Some(callee) = open.checked_sub(1) else {
        return false;
    };
    let word = file.word(callee);
    if callee > 0 && file.is(callee - 1, b'.') {
        return METHODS.contains(&word);
    }
    // `Err(Refused::Address(format!(..)))`
    let wraps = || {
        let is_constructor = word.starts_with(char::is_uppercase);
        is_constructor && becomes_error(file, callee, depth + 1)
    };
    word == "Err" || makes_error(file, callee) || wraps()
}

/// The parenthesis of the call that a value is an argument of, itself or what a closure gives.
fn around(file: &File, value: u32) -> Option<u32> {
    let mut at = value;
    let end = value.saturating_sub(FARTHEST);
    while at > end {
        at -= 1;
        let token = file.token(at);
        match token.kind {
            TokenKind::Open if token.byte == b'(' => return Some(at),
            TokenKind::Open => return None,
            TokenKind::Close => at = file.mate(at).min(at),
            _ if token.byte == b';' || token.byte == b'=' => return None,
            _ => {}
        }
    }
    None
}

/// `LoginError::Unknown(..)`, `anyhow::Error::msg(..)`, `de::Error::custom(..)`.
fn makes_error(file: &File, callee: u32) -> bool {
    let mut at = callee;
    loop {
        if file.token(at).kind != TokenKind::Ident {
            return false;
        }
        let word = file.word(at);
        if word.ends_with("Error") || word.ends_with("Err") {
            return true;
        }
        if at < 3 || !file.is_path_separator(at - 2) {
            return false;
        }
        at -= 3;
    }
}
