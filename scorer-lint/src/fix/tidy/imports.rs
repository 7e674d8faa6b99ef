//! Imports that nothing names any more.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::engine::finding::Edit;
use crate::rewrite::imports::in_order;
use crate::rewrite::lines;
use crate::source::{File, TokenKind, Tokens, Use, next, split};

use super::names::Gone;

/// Where rustfmt breaks a line.
const WIDTH: usize = 100;

/// Traits whose methods are called without a word of them.
const TRAITS: &[(&str, &[&str])] = &[
    ("Instrument", &["instrument", "in_current_span"]),
    (
        "WithSubscriber",
        &["with_subscriber", "with_current_subscriber"],
    ),
];

/// What takes the imports out; one import at a time from each declaration.
///
/// # Errors
///
/// Names an import that is unused and cannot go.
pub(super) fn unused(
    file: &File,
    gone: &BTreeSet<Gone>,
    sees: &dyn Fn(&str) -> bool,
) -> Result<Vec<Edit>, String> {
    let names: BTreeSet<&str> = gone.iter().map(|gone| gone.name.as_str()).collect();
    let mut edits = Vec::new();
    let mut declarations = BTreeSet::new();
    for import in file.uses() {
        if import.glob || !names.contains(import.name.as_str()) || is_named(file, import)? {
            continue;
        }
        // A module in a file of its own may have it from here.
        if has_modules_elsewhere(file) && sees(&import.name) {
            continue;
        }
        let cannot = || format!("it would leave the import of `{}` unused", import.name);
        let declaration = declaration(file, import).ok_or_else(cannot)?;
        if declarations.insert(declaration.start) {
            edits.push(without(file, &declaration, import).ok_or_else(cannot)?);
        }
    }
    edits.sort_by_key(|edit| edit.bytes.start);
    Ok(edits)
}

/// Whether the file declares a module that another one holds.
fn has_modules_elsewhere(file: &File) -> bool {
    (0..file.len()).any(|at| {
        file.is_word(at, "mod")
            && file.token(at + 1).kind == TokenKind::Ident
            && file.is(at + 2, b';')
    })
}

/// Whether a file takes a name from a module of its own crate: by itself, or with everything that the module has.
pub(in crate::fix) fn takes(file: &File, name: &str) -> bool {
    file.uses().iter().any(|import| {
        let first = import.path.split("::").next().unwrap_or_default();
        let is_own = matches!(first, "crate" | "self" | "super");
        let last = import.path.rsplit("::").next();
        // `use super::*` in a module of this file is about this file.
        is_own && (last == Some(name) || import.glob && scope(file, import.at) == (0..file.len()))
    })
}

/// Whether something names an import, or sees it from elsewhere.
fn is_named(file: &File, import: &Use) -> Result<bool, String> {
    let Some(keyword) = keyword(file, import) else {
        return Ok(true);
    };
    let is_public = keyword > 0 && (file.is_word(keyword - 1, "pub") || file.is(keyword - 1, b')'));
    if is_public || import.name == "_" {
        return Ok(true);
    }
    let methods = TRAITS.iter().find(|(name, _)| import.path.ends_with(name));
    let scope = scope(file, keyword);
    let inner: Vec<Tokens> = file
        .uses()
        .iter()
        .filter(|other| other.name == import.name && other.at != import.at)
        .map(|other| self::scope(file, other.at))
        .filter(|other| other.start > scope.start)
        .collect();
    let in_uses: Vec<Tokens> = file
        .hits("use")
        .map(|keyword| keyword..end_of(file, keyword))
        .collect();
    let mut in_tests = false;
    for at in scope {
        if file.token(at).kind != TokenKind::Ident || at == 0 {
            continue;
        }
        let word = file.word(at);
        let is_method = file.is(at - 1, b'.') && !file.is(at.saturating_sub(2), b'.');
        if is_method && methods.is_some_and(|(_, methods)| methods.contains(&word)) {
            return Ok(true);
        }
        let in_path = at >= 2 && file.is_path_separator(at - 2);
        let holds = |ranges: &[Tokens]| ranges.iter().any(|range| range.contains(&at));
        if word != import.name || is_method || in_path || holds(&in_uses) || holds(&inner) {
            continue;
        }
        if !file.is_test(at) || file.is_test(import.at) {
            return Ok(true);
        }
        in_tests = true;
    }
    if in_tests {
        return Err(format!(
            "it would leave the import of `{}` to tests alone",
            import.name
        ));
    }
    Ok(false)
}

/// The block that a token stands in; the file when there is none.
fn scope(file: &File, at: u32) -> Tokens {
    let mut scope = 0..file.len();
    let mut here = 0;
    while here < at {
        if file.token(here).kind == TokenKind::Open && file.mate(here) > at {
            // A group of imports is no block.
            let is_group = here >= 2 && file.is_path_separator(here - 2);
            if file.is(here, b'{') && !is_group {
                scope = file.inside(here);
            }
            here += 1;
        } else {
            here = next(file, here);
        }
    }
    scope
}

fn keyword(file: &File, import: &Use) -> Option<u32> {
    file.hits("use").take_while(|at| *at < import.at).last()
}

fn end_of(file: &File, keyword: u32) -> u32 {
    let mut at = keyword;
    while at < file.len() && !file.is(at, b';') {
        at = next(file, at);
    }
    at
}

/// The tokens of `use ..;`, when nothing but white space stands between them, nothing before them, and what they import is of another crate.
fn declaration(file: &File, import: &Use) -> Option<Tokens> {
    let keyword = keyword(file, import)?;
    let end = end_of(file, keyword);
    let tokens = keyword..end + 1;
    let before = keyword.checked_sub(1).map(|before| file.token(before).byte);
    // What belongs to this crate may itself be unused then.
    let first = import.path.split("::").next().unwrap_or_default();
    let is_own = matches!(first, "crate" | "self" | "super");
    let text = file.text_of(&tokens);
    let has_comment = text.contains("//") || text.contains("/*");
    let is_fit = before != Some(b']') || is_inner_attribute(file, keyword - 1);
    (is_fit && !is_own && !has_comment && file.is(end, b';')).then_some(tokens)
}

/// `#![..]`, which belongs to the file.
fn is_inner_attribute(file: &File, close: u32) -> bool {
    let open = file.mate(close);
    open >= 2 && file.is(open - 1, b'!') && file.is(open - 2, b'#')
}

/// The edit that takes one import out of its declaration.
fn without(file: &File, declaration: &Tokens, import: &Use) -> Option<Edit> {
    let group = declaration
        .clone()
        .take_while(|at| *at < import.at)
        .filter(|at| file.is(*at, b'{') && file.mate(*at) > import.at)
        .last();
    let Some(open) = group else {
        return Some(whole(file, declaration));
    };
    let parts: Vec<String> = split(file, file.inside(open), b',')
        .into_iter()
        .filter(|part| !part.is_empty() && !part.contains(&import.at))
        .map(|part| file.text_of(&part).to_owned())
        .collect();
    let is_outer = !declaration
        .clone()
        .take_while(|at| *at < open)
        .any(|at| file.is(at, b'{'));
    if parts.is_empty() {
        return is_outer.then(|| whole(file, declaration));
    }
    let text = file.text_of(declaration);
    let close = file.mate(open);
    let bytes = file.bytes_of(&(open..close + 1));
    let is_flat = is_outer && parts.iter().all(|part| !part.contains('{'));
    if text.contains('\n') && !is_flat {
        return None;
    }
    let (bytes, text) = match parts.as_slice() {
        [one] if one == "self" => (bytes.start - 2..bytes.end, String::new()),
        [one] if !one.starts_with("self ") => {
            let head = file
                .text
                .get(file.bytes_of(declaration).start..bytes.start)?;
            return Some(in_order(file, declaration.start, &format!("{head}{one};")));
        }
        _ => {
            let text = laid_out(file, &bytes, &parts);
            (bytes, text)
        }
    };
    Some(Edit { bytes, text })
}

/// A group as rustfmt writes it: in one line, or in lines as full as they can be.
fn laid_out(file: &File, group: &Range<usize>, parts: &[String]) -> String {
    let line = file.text[..group.start].rfind('\n').map_or(0, |at| at + 1);
    let head = &file.text[line..group.start];
    let short = format!("{{{}}}", parts.join(", "));
    if head.chars().count() + short.chars().count() < WIDTH {
        return short;
    }
    let indent = head.len() - head.trim_start().len();
    let end = if file.text.contains("\r\n") {
        "\r\n"
    } else {
        "\n"
    };
    let mut text = String::from("{");
    let mut width = WIDTH;
    for part in parts {
        let length = part.chars().count();
        if width + length + 2 > WIDTH {
            text.push_str(end);
            text.push_str(&" ".repeat(indent + 4));
            width = indent + 4;
        } else {
            text.push(' ');
            width += 1;
        }
        text.push_str(part);
        text.push(',');
        width += length + 1;
    }
    text.push_str(end);
    text.push_str(&" ".repeat(indent));
    text.push('}');
    text
}

fn whole(file: &File, declaration: &Tokens) -> Edit {
    Edit {
        bytes: lines::of(&file.text, file.bytes_of(declaration)),
        text: String::new(),
    }
}
