//! Edits put into a text: bytes outside them stay as they are.

use crate::engine::finding::{Edit, Fix};

/// A text with edits made; none when they overlap, or do not stand on whole characters of it. Where an insertion and a
/// replacement begin at one byte, the insertion comes first.
pub fn apply(text: &str, edits: &[Edit]) -> Option<String> {
    let mut ordered: Vec<&Edit> = edits.iter().collect();
    ordered.sort_by_key(|edit| (edit.bytes.start, edit.bytes.end));
    let mut made = String::with_capacity(text.len());
    let mut at = 0;
    for edit in ordered {
        // Both are `None` for what stands before `at`, behind the end, or within a character.
        made.push_str(text.get(at..edit.bytes.start)?);
        text.get(edit.bytes.clone())?;
        made.push_str(&edit.text);
        at = edit.bytes.end;
    }
    made.push_str(text.get(at..)?);
    Some(made)
}

/// The edits of some fixes, each once, in order.
pub(super) fn merged(fixes: &[&Fix]) -> Vec<Edit> {
    let mut edits: Vec<Edit> = fixes.iter().flat_map(|fix| fix.edits.clone()).collect();
    edits.sort_by(|a, b| order(a).cmp(&order(b)));
    edits.dedup();
    edits
}

fn order(edit: &Edit) -> (usize, usize, &str) {
    (edit.bytes.start, edit.bytes.end, &edit.text)
}
