//! What must hold of a text before a fix counts as made: it is read as before wherever nothing was edited.

use std::collections::HashMap;
use std::path::Path;

use crate::engine::finding::Edit;
use crate::source::slice;
use crate::source::{File, TokenKind};

/// Why edits are not made.
pub(super) type Why = String;

/// What a file holds, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    Rust,
    Toml,
    Other,
}

impl Language {
    pub(super) fn of(path: &Path) -> Self {
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("rs") => Self::Rust,
            Some("toml") => Self::Toml,
            _ => Self::Other,
        }
    }
}

/// Whether edits leave a text as well formed as it was.
pub(super) fn verify(
    language: Language,
    before: &str,
    after: &str,
    edits: &[Edit],
) -> Result<(), Why> {
    match language {
        Language::Rust => rust(before, after, edits),
        Language::Toml => toml(before, after),
        Language::Other => Ok(()),
    }
}

fn toml(before: &str, after: &str) -> Result<(), Why> {
    let reads = |text: &str| text.parse::<toml_edit::DocumentMut>().is_ok();
    if reads(before) && !reads(after) {
        return Err("the file would no longer be valid TOML".to_owned());
    }
    Ok(())
}

fn rust(before: &str, after: &str, edits: &[Edit]) -> Result<(), Why> {
    let before = File::new("", before.to_owned());
    if !is_balanced(&before) {
        return Err("the brackets of the file do not match, so nothing in it is fixed".to_owned());
    }
    let after = File::new("", after.to_owned());
    if !is_balanced(&after) {
        return Err("it would leave brackets that do not match".to_owned());
    }
    if !keeps_tokens(&before, &after, edits) {
        return Err("it would change how the code beside it is read".to_owned());
    }
    let broken = unparsed(&after, &changed(edits));
    let old = unparsed(
        &before,
        &edits
            .iter()
            .map(|edit| (edit.bytes.start, edit.bytes.end))
            .collect::<Vec<_>>(),
    );
    slice::forget();
    if broken > old {
        return Err("what it would leave cannot be parsed".to_owned());
    }
    Ok(())
}

/// Whether every bracket has its mate, of its own kind.
fn is_balanced(file: &File) -> bool {
    let mut open = Vec::new();
    for at in 0..file.len() {
        let token = file.token(at);
        match token.kind {
            TokenKind::Open => open.push(token.byte),
            TokenKind::Close => {
                let opening = match token.byte {
                    b')' => b'(',
                    b']' => b'[',
                    _ => b'{',
                };
                if open.pop() != Some(opening) {
                    return false;
                }
            }
            _ => {}
        }
    }
    open.is_empty()
}

/// Whether every token that no edit touches stands where it stood: a quote, or the begin of a comment, that an edit left open would
/// swallow what follows.
fn keeps_tokens(before: &File, after: &File, edits: &[Edit]) -> bool {
    let tokens: HashMap<u32, (u32, TokenKind)> = (0..after.len())
        .map(|at| after.token(at))
        .map(|token| (token.start, (token.end, token.kind)))
        .collect();
    let mut edits = edits.iter().peekable();
    // How far what follows has moved: added and taken away.
    let (mut added, mut removed) = (0_usize, 0_usize);
    let mut touched = 0;
    for at in 0..before.len() {
        let token = before.token(at);
        let (start, end) = (token.start as usize, token.end as usize);
        while let Some(edit) = edits.next_if(|edit| edit.bytes.end <= start) {
            added += edit.text.len();
            removed += edit.bytes.len();
            touched = edit.bytes.end;
        }
        let is_next = edits.peek().is_some_and(|edit| edit.bytes.start <= end);
        if is_next || (touched == start && start > 0) {
            continue;
        }
        let moved = |place: usize| u32::try_from(place + added - removed).unwrap_or(u32::MAX);
        if tokens.get(&moved(start)) != Some(&(moved(end), token.kind)) {
            return false;
        }
    }
    true
}

/// Where the edits stand in the text that they make.
fn changed(edits: &[Edit]) -> Vec<(usize, usize)> {
    let (mut added, mut removed) = (0, 0);
    edits
        .iter()
        .map(|edit| {
            let start = edit.bytes.start + added - removed;
            added += edit.text.len();
            removed += edit.bytes.len();
            (start, start + edit.text.len())
        })
        .collect()
}

/// How many of the functions that hold an edit are none to a parser. Those that are too long for it count as parsed.
fn unparsed(file: &File, places: &[(usize, usize)]) -> usize {
    let functions = file.functions().iter();
    functions
        .filter(|function| {
            let whole = function.whole(file);
            let bytes = file.bytes_of(&whole);
            let next = places.partition_point(|(_, end)| *end < bytes.start);
            let is_edited = places
                .get(next)
                .is_some_and(|(start, _)| *start <= bytes.end);
            is_edited && slice::is_broken::<syn::ItemFn>(file, &whole)
        })
        .count()
}
