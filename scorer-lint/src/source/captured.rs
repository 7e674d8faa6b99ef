//! The names that a format string captures, by their places.

use std::ops::Range;

use super::text::Text;

/// What stands between a literal's braces, as far as it touches these bytes: `{count:?}` captures `count`.
pub fn captured<'a>(file: &'a Text, literal: u32, bytes: &Range<usize>) -> Vec<&'a str> {
    let token = file.token(literal);
    let text = file.slice(token.start, token.end);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find('{').map(|open| at + open) {
        let rest = &text[open + 1..];
        if rest.starts_with('{') {
            at = open + 2;
            continue;
        }
        let length = rest
            .find(|letter: char| !(letter.is_alphanumeric() || letter == '_'))
            .unwrap_or(rest.len());
        let start = token.start as usize + open + 1;
        if length > 0 && start < bytes.end && bytes.start <= start + length {
            found.push(&rest[..length]);
        }
        at = open + 1 + length;
    }
    found
}
