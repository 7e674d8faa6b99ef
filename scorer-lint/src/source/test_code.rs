//! Test code within a file: `#[test]` functions and `#[cfg(test)]` items.

use super::attribute::Attribute;
use super::lex::TokenKind;
use super::text::{Text, Tokens};
use super::walk::next;

pub(super) const MARKS: &[&str] = &["cfg", "test", "rstest", "test_case"];

/// By place, and none within another.
pub(super) fn read(file: &Text) -> Vec<Tokens> {
    let mut found: Vec<Tokens> = Vec::new();
    for at in file.hits_of(MARKS) {
        if found.last().is_some_and(|range| range.contains(&at)) {
            continue;
        }
        let Some((attribute, inner)) = attribute_around(file, at) else {
            continue;
        };
        let says_test = match file.word(attribute.name) {
            "cfg" => is_cfg_test(file, &attribute.arguments),
            "test" | "rstest" | "test_case" => true,
            _ => false,
        };
        if says_test && inner {
            return std::iter::once(0..file.len()).collect();
        }
        if says_test {
            found.push(attribute.all.start..item_end(file, attribute.all.end));
        }
    }
    found
}

/// The attribute whose path or arguments hold a word; whether it is an inner one (`#![..]`).
fn attribute_around(file: &Text, at: u32) -> Option<(Attribute, bool)> {
    // `#[test]`, `#[tokio::test]`, `#[cfg(`, `#![cfg(`: the bracket stands a few tokens before the path's end.
    let open = (at.saturating_sub(8)..at)
        .rev()
        .find(|open| file.is(*open, b'['))?;
    let inner = open >= 2 && file.is(open - 1, b'!') && file.is(open - 2, b'#');
    if !inner && (open == 0 || !file.is(open - 1, b'#')) {
        return None;
    }
    let attribute = Attribute::read(file, open)?;
    (attribute.name == at).then_some((attribute, inner))
}

/// Whether `cfg(..)` asks for tests: `test`, `all(test, ..)`, `any(test, feature = "..")`; not `not(test)`.
fn is_cfg_test(file: &Text, arguments: &Tokens) -> bool {
    let mut at = arguments.start;
    while at < arguments.end {
        if file.is_word(at, "not") {
            at = next(file, at + 1);
            continue;
        }
        if file.word(at) == "test" {
            return true;
        }
        at += 1;
    }
    false
}

/// Where what is behind an attribute ends: an item at its brace's mate or at a semicolon; a parameter, a member, an arm or
/// an element at its comma. None goes on behind the bracket that holds it.
fn item_end(file: &Text, from: u32) -> u32 {
    let mut at = from;
    // Other attributes, and the visibility.
    while file.is(at, b'#') && file.is(at + 1, b'[') {
        at = file.mate(at + 1) + 1;
    }
    let first = at;
    let is_part = !is_item(file.word(first)) || is_named(file, first);
    while at < file.len() {
        match file.token(at).kind {
            TokenKind::Close => return at,
            TokenKind::Open if file.is(at, b'{') => {
                let is_body = !is_part || at == first || file.is(at - 1, b'>');
                if is_body || opens_block(file.word(first)) {
                    return (file.mate(at) + 1).min(file.len());
                }
            }
            _ => {}
        }
        if file.is(at, b';') || is_part && file.is(at, b',') {
            return at + 1;
        }
        at = next(file, at);
    }
    file.len()
}

/// Whether an item begins with this word.
fn is_item(word: &str) -> bool {
    matches!(
        word,
        "mod"
            | "fn"
            | "impl"
            | "struct"
            | "enum"
            | "union"
            | "use"
            | "const"
            | "static"
            | "type"
            | "trait"
            | "macro_rules"
            | "extern"
            | "async"
            | "unsafe"
            | "pub"
            | "default"
            | "auto"
    )
}

/// Whether a name and its type stand there, as in a parameter or a member: `name: T`, `pub name: T`.
fn is_named(file: &Text, first: u32) -> bool {
    let mut at = first;
    if file.is_word(at, "pub") {
        at += 1;
        if file.is(at, b'(') {
            at = file.mate(at) + 1;
        }
    }
    file.is(at + 1, b':') && !file.is(at + 2, b':')
}

/// Whether a statement that begins with this word ends with its block.
fn opens_block(word: &str) -> bool {
    matches!(word, "if" | "match" | "for" | "while" | "loop")
}

#[cfg(test)]
mod tests {
    use crate::source::File;

    /// The words that are no test code, of a source whose test code is called `t`, and the rest `x`.
    fn wrong(source: &str) -> Vec<String> {
        let file = File::new("lib.rs", source.to_owned());
        (0..file.len())
            .filter(|at| match file.word(*at) {
                "t" => !file.is_test(*at),
                "x" => file.is_test(*at),
                _ => false,
            })
            .map(|at| format!("{at} {}", file.word(at)))
            .collect()
    }

    #[test]
    fn what_an_attribute_holds_ends_where_it_ends() {
        for source in [
            "#[cfg(test)] mod a { t(); } fn b() { x(); }",
            "#[cfg(test)] use t; fn b() { x(); }",
            "#[test] fn a() { t(); } fn b() { x(); }",
            "#[cfg(test)] #[allow(dead_code)] pub(crate) fn a<A, B>(c: A, d: B) -> u8 { t() } fn b() { x(); }",
            "#[cfg(test)] impl<A, B> Of<A, B> for C where A: D, B: E { fn f() { t(); } } fn b() { x(); }",
            "#[cfg(test)] struct A(t, t); fn b() { x(); }",
            "fn a(#[cfg(test)] t: Vec<t>, c: u8) { x(); }",
            "fn a(c: u8, #[cfg(test)] t: Vec<t>) { x(); }",
            "fn a(c: u8, #[cfg(test)] t: Vec<t>,) { loop { x(); } }",
            "struct A { #[cfg(test)] t: t, x: x } fn b() { x(); }",
            "struct A { x: x, #[cfg(test)] pub t: t } fn b() { x(); }",
            "struct A { x: x, #[cfg(test)] pub(crate) t: t } fn b() { x(); }",
            "fn a() { #[cfg(test)] t.t(); x(); }",
            "fn a() { #[cfg(test)] { t(); } x(); }",
            "fn a() { #[cfg(test)] if t { t(); } x(); }",
            "fn a() { #[cfg(test)] let t = t { b: t }; x(); }",
            "fn a() { match b { #[cfg(test)] t => { t(); } c => x(), } x(); }",
            "fn a() { match b { #[cfg(test)] t => t(), c => { x(); } } }",
            "fn a() { f(#[cfg(test)] t(), x()); x(); }",
            "enum A { #[cfg(test)] T { t: t }, B(x) } fn b() { x(); }",
        ] {
            assert!(wrong(source).is_empty(), "{source}: {:?}", wrong(source));
        }
    }
}
