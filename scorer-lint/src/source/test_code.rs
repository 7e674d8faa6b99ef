//! Test code within a file: `#[test]` functions and `#[cfg(test)]` items.

use super::attribute::Attribute;
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

/// Where the item behind an attribute ends: at its brace's mate, or at a semicolon.
fn item_end(file: &Text, mut at: u32) -> u32 {
    while at < file.len() {
        if file.is(at, b'{') {
            return (file.mate(at) + 1).min(file.len());
        }
        if file.is(at, b';') || file.is(at, b'}') {
            return at + 1;
        }
        at = next(file, at);
    }
    file.len()
}
