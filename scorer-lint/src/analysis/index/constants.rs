//! Constants that are names, and types by another name.

use super::facts::hash;
use crate::source::{File, TokenKind, after_generics, next, path_text, resolved};

/// `type SessionId = Uuid;`: the name, and the last segment of what it is; none where that has arguments, or where it is
/// another type for each implementation.
pub(super) fn alias(file: &File, keyword: u32) -> Option<(Box<str>, Box<str>)> {
    let name = keyword + 1;
    let is_item = file.token(name).kind == TokenKind::Ident
        && file.is(name + 1, b'=')
        && file.impl_at(keyword).is_none();
    let mut at = name + 2;
    while is_item && file.token(at).kind == TokenKind::Ident && file.is_path_separator(at + 1) {
        at += 3;
    }
    let ends = file.token(at).kind == TokenKind::Ident && file.is(at + 1, b';');
    (is_item && ends).then(|| (file.word(name).into(), file.word(at).into()))
}

/// `type Loaded<T> = Result<T, LoadError>;`: the name, and the last segment of what it is, imports followed, where one of the two
/// has arguments.
pub(super) fn generic_alias(file: &File, keyword: u32) -> Option<(Box<str>, Box<str>)> {
    let name = keyword + 1;
    let equals = after_generics(file, name + 1);
    let is_item = file.token(name).kind == TokenKind::Ident
        && file.is(equals, b'=')
        && file.impl_at(keyword).is_none();
    let mut end = equals + 1;
    while is_item && file.token(end).kind == TokenKind::Ident && file.is_path_separator(end + 1) {
        end += 3;
    }
    let behind = after_generics(file, end + 1);
    let has_arguments = equals > name + 1 || behind > end + 1;
    let ends = file.token(end).kind == TokenKind::Ident && file.is(behind, b';');
    let path = resolved(file, &path_text(file, &(equals + 1..end + 1)));
    let meant = path.rsplit("::").next().unwrap_or_default();
    (is_item && ends && has_arguments).then(|| (file.word(name).into(), meant.into()))
}

/// A constant, and whether it is a name: of a header, a cookie, a variable, an object. What is written out in the source and is
/// no name may be the secret itself; what a `static` is filled with later is nobody's constant.
pub(super) fn constant(file: &File, keyword: u32) -> Option<(u64, bool)> {
    let name = keyword + 1 + u32::from(file.is_word(keyword + 1, "mut"));
    let is_item = file.token(name).kind == TokenKind::Ident
        && file.is(name + 1, b':')
        && !file.word(name).contains(char::is_lowercase);
    if !is_item {
        return None;
    }
    let mut equals = name + 2;
    while equals < file.len() && !matches!(file.token(equals).byte, b'=' | b';' | b'}') {
        equals = if file.is(equals, b'<') {
            after_generics(file, equals).max(equals + 1)
        } else {
            next(file, equals)
        };
    }
    let mut end = equals + 1;
    while end < file.len() && !matches!(file.token(end).byte, b';' | b'}') {
        end = next(file, end);
    }
    // `HeaderName::from_static("x-api-key")` too; a closure is run later.
    let value = equals + 1..end;
    let is_plain = file.is(equals, b'=') && !value.clone().any(|at| file.is(at, b'|'));
    let mut texts = value.filter(|at| file.token(*at).kind == TokenKind::Str);
    let is_name = is_plain && texts.all(|text| reads_as_name(file.literal(text)));
    let is_fixed = file.is_word(keyword, "const") || file.token(equals + 1).kind == TokenKind::Str;
    Some((hash(file.word(name)), is_name && is_fixed))
}

/// Whether a text is made of words: `x-api-key`, unlike `sk_live_4eC39HqLyj`.
fn reads_as_name(text: &str) -> bool {
    const LONGEST_NAME: usize = 80;
    let is_word = |word: &str| {
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        word.len() < 7 || digits == 0
    };
    text.len() < LONGEST_NAME
        && text
            .split(|letter: char| !letter.is_alphanumeric())
            .all(is_word)
}
