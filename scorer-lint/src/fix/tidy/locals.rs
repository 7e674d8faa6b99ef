//! Locals that nothing reads any more.

use std::collections::BTreeSet;

use crate::engine::finding::Edit;
use crate::rewrite::{lines, pure};
use crate::source::{File, Function, TokenKind, Tokens, top_level};

use super::names::{Gone, captures};

/// What a name does where it stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// It is another thing's name.
    Other,
    Read,
    Written,
    /// `let NAME`.
    Let,
    /// It may be bound here by a pattern.
    Unclear,
}

/// A local, and where it can be read.
struct Binding {
    /// The name's token.
    at: u32,
    is_let: bool,
    region: Tokens,
    reads: usize,
}

/// The `let`s to take out.
///
/// # Errors
///
/// Names what is unused and cannot go.
pub(super) fn unused(file: &File, gone: &BTreeSet<Gone>) -> Result<Vec<Edit>, String> {
    let mut edits: Vec<Edit> = Vec::new();
    let mut done = BTreeSet::new();
    for name in gone {
        let Some(function) = file.function_at(file.token_at(name.place)) else {
            continue;
        };
        let is_local = name.name.starts_with(|first: char| first.is_lowercase());
        if !is_local || name.name == "self" || !done.insert((function.keyword, &name.name)) {
            continue;
        }
        for binding in unread(file, function, &name.name)? {
            let cannot = || format!("it would leave `{}` unused", name.name);
            let statement = statement(file, &binding).ok_or_else(cannot)?;
            edits.push(Edit {
                bytes: lines::of(&file.text, statement),
                text: String::new(),
            });
        }
    }
    edits.sort_by_key(|edit| edit.bytes.start);
    edits.dedup();
    Ok(edits)
}

/// The bindings of a name that nothing reads.
fn unread(file: &File, function: &Function, name: &str) -> Result<Vec<Binding>, String> {
    let Some(body) = &function.body else {
        return Ok(Vec::new());
    };
    let mut bindings: Vec<Binding> = function
        .parameters(file)
        .into_iter()
        .flat_map(|parameter| parameter.pattern)
        .filter(|at| file.is_word(*at, name))
        .map(|at| Binding {
            at,
            is_let: false,
            region: body.clone(),
            reads: 0,
        })
        .collect();
    let mut reads = Vec::new();
    let mut is_unclear = false;
    let mut opens = Vec::new();
    for at in body.clone() {
        match file.token(at).kind {
            TokenKind::Open => opens.push(at),
            TokenKind::Close => {
                opens.pop();
            }
            TokenKind::Str if captures(file.literal(at)).any(|captured| captured == name) => {
                reads.push(at);
            }
            TokenKind::Ident if file.word(at) == name => match role(file, at, &opens) {
                Role::Other => {}
                Role::Read => reads.push(at),
                Role::Written | Role::Unclear => is_unclear = true,
                Role::Let => {
                    let block = opens.iter().rev().find(|open| file.is(**open, b'{'));
                    let end = block.map_or(body.end, |open| file.mate(*open));
                    let behind = top_level(file, &(at..end)).find(|at| file.is(*at, b';'));
                    bindings.push(Binding {
                        at,
                        is_let: true,
                        region: behind.unwrap_or(end)..end,
                        reads: 0,
                    });
                }
            },
            _ => {}
        }
    }
    let mut elsewhere = 0;
    for read in reads {
        let holders = bindings
            .iter_mut()
            .filter(|binding| binding.region.contains(&read));
        match holders.max_by_key(|binding| binding.region.start) {
            Some(binding) => binding.reads += 1,
            None => elsewhere += 1,
        }
    }
    bindings.retain(|binding| binding.reads == 0);
    // What a pattern binds is read by what no `let` accounts for, if by anything.
    if is_unclear && (elsewhere == 0 || !bindings.is_empty()) {
        return Err(format!("it may leave `{name}` unused"));
    }
    Ok(bindings)
}

fn role(file: &File, at: u32, opens: &[u32]) -> Role {
    let (before, behind) = (at.saturating_sub(1), at + 1);
    let byte = |at: u32| file.token(at).byte;
    let is_member = file.is(before, b'.') && !file.is(before.saturating_sub(1), b'.');
    let in_path = file.is_path_separator(behind) || at >= 2 && file.is_path_separator(at - 2);
    let is_macro = file.is(behind, b'!') && file.token(behind + 1).kind == TokenKind::Open;
    let is_key = file.is(behind, b':') && matches!(byte(before), b'{' | b',');
    if is_member || in_path || is_macro || is_key {
        return Role::Other;
    }
    let is_let = file.is_word(before, "let")
        || file.is_word(before, "mut") && file.is_word(before.saturating_sub(1), "let");
    if is_let {
        return match byte(behind) {
            b'=' | b':' => Role::Let,
            _ => Role::Unclear,
        };
    }
    let joined = |at: u32| file.token(at).end == file.token(at + 1).start;
    let assigns =
        byte(behind) == b'=' && !(joined(behind) && matches!(byte(behind + 1), b'=' | b'>'));
    let is_changed = matches!(byte(behind), b'+' | b'-' | b'*' | b'/')
        && joined(behind)
        && byte(behind + 1) == b'=';
    if assigns && matches!(byte(before), b'(' | b',') {
        return Role::Other;
    }
    if assigns || is_changed {
        return Role::Written;
    }
    if is_bound(file, at, opens) {
        return Role::Unclear;
    }
    Role::Read
}

/// Whether a name stands in a pattern, as far as its neighbours tell.
fn is_bound(file: &File, at: u32, opens: &[u32]) -> bool {
    let bar = |at: u32| {
        file.is(at, b'|') && !file.is(at + 1, b'|') && !file.is(at.saturating_sub(1), b'|')
    };
    let arrow = |at: u32| file.is(at, b'=') && file.is(at + 1, b'>') || file.is_word(at, "if");
    if bar(at + 1) || bar(at.saturating_sub(1)) || arrow(at + 1) || file.is(at + 1, b'@') {
        return true;
    }
    for open in opens.iter().rev().take(8) {
        let is_struct = file.is(*open, b'{')
            && file
                .word(open.saturating_sub(1))
                .starts_with(char::is_uppercase);
        if file.is(*open, b'{') && !is_struct {
            break;
        }
        let behind = file.mate(*open) + 1;
        if arrow(behind) || bar(behind) {
            return true;
        }
    }
    let first = at.saturating_sub(32);
    for before in (first..at).rev() {
        if matches!(file.word(before), "let" | "for") {
            return true;
        }
        if matches!(file.token(before).byte, b'=' | b';' | b'}') || file.is_word(before, "in") {
            return false;
        }
    }
    false
}

/// The bytes of `let NAME = VALUE;`, whose value nobody misses.
fn statement(file: &File, binding: &Binding) -> Option<std::ops::Range<usize>> {
    if !binding.is_let {
        return None;
    }
    let is_mut = file.is_word(binding.at.checked_sub(1)?, "mut");
    let keyword = binding.at.checked_sub(if is_mut { 2 } else { 1 })?;
    let begins = keyword
        .checked_sub(1)
        .is_none_or(|before| matches!(file.token(before).byte, b';' | b'{' | b'}'));
    let end = binding.region.start;
    let equals = top_level(file, &(binding.at..end)).find(|at| file.is(*at, b'='))?;
    let is_fit = begins && file.is(end, b';') && pure::is_pure(file, &(equals + 1..end));
    is_fit.then(|| file.bytes_of(&(keyword..end + 1)))
}
