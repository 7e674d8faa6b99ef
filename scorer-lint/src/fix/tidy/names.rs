//! The names that edits take out of a text, and what is left of each.

use std::collections::{BTreeSet, HashSet};

use crate::engine::finding::Edit;
use crate::source::{File, TokenKind};

/// A name that was taken out, and where, in the text that is left.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Gone {
    pub(super) name: String,
    pub(super) place: usize,
    /// Whether it was the name of a member: `x.name`.
    is_member: bool,
}

impl Gone {
    /// The same after further edits.
    pub(super) fn moved(mut self, edits: &[Edit]) -> Self {
        self.place = moved(self.place, edits);
        self
    }
}

/// The names that one of some edits takes out and does not put back.
pub(super) fn gone(file: &File, edit: &Edit, all: &[Edit]) -> Vec<Gone> {
    let kept = File::new("", edit.text.clone());
    // A name behind `::` needs no import, `scorer_instrument::info!` puts no `info` back, unless it is imported there.
    let imports = (0..kept.len()).any(|at| kept.is_word(at, "use"));
    let is_bare = |at: &u32| imports || *at < 2 || !kept.is_path_separator(at - 2);
    let kept: HashSet<&str> = (0..kept.len())
        .filter(is_bare)
        .map(|at| kept.word(at))
        .collect();
    let place = moved(edit.bytes.start, all);
    let mut found = Vec::new();
    let mut at = file.token_at(edit.bytes.start);
    while at < file.len() && (file.token(at).end as usize) <= edit.bytes.end {
        let mut add = |name: &str, is_member: bool| {
            if !kept.contains(name) {
                found.push(Gone {
                    name: name.to_owned(),
                    place,
                    is_member,
                });
            }
        };
        match file.token(at).kind {
            TokenKind::Ident => {
                let is_member = at > 0 && file.is(at - 1, b'.') && !file.is(at + 1, b'(');
                add(file.word(at), is_member);
            }
            TokenKind::Str => {
                for name in captures(file.literal(at)) {
                    add(name, false);
                }
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// Where a place is after edits; one that was taken out is where they begin.
fn moved(place: usize, edits: &[Edit]) -> usize {
    let (mut added, mut removed) = (0, 0);
    for edit in edits.iter().filter(|edit| edit.bytes.start < place) {
        added += edit.text.len();
        removed += edit.bytes.len().min(place - edit.bytes.start);
    }
    place + added - removed
}

/// The names that a format string prints, or takes a width from: `a`, `b` and `c` in `"{a} {b:?} {b:c$}"`.
pub(super) fn captures(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).flat_map(|rest| {
        let hole = rest.split('}').next().unwrap_or_default();
        let (name, form) = hole.split_once(':').unwrap_or((hole, ""));
        let widths = form.split('$').take(form.matches('$').count());
        let widths = widths.filter_map(|part| part.rsplit(|letter| !is_part(letter)).next());
        std::iter::once(name.trim())
            .chain(widths)
            .filter(|name| name.starts_with(|first: char| first.is_alphabetic() || first == '_'))
    })
}

fn is_part(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_'
}

/// Says what of this file would lose its last mention without being a local or an import: an item, a member of a type. And
/// what would be left of a block.
pub(super) fn refuse_lost(old: &File, new: &File, gone: &BTreeSet<Gone>) -> Result<(), String> {
    let mut seen = HashSet::new();
    for name in gone {
        block(old, new, name.place)?;
        if !seen.insert((name.name.as_str(), name.is_member)) {
            continue;
        }
        let is_lost = if name.is_member {
            is_declared_member(new, &name.name) && !mentions(new, &name.name, true)
        } else {
            is_item(new, &name.name) && !mentions(new, &name.name, false)
        };
        if is_lost {
            return Err(format!("it would leave `{}` unused", name.name));
        }
    }
    Ok(())
}

/// What stands around a place must not become an empty block, nor what stood before the last statement of one its value.
fn block(old: &File, new: &File, place: usize) -> Result<(), String> {
    let next = new.token_at(place);
    if next == 0 || next >= new.len() || !new.is(next, b'}') {
        return Ok(());
    }
    let before = new.token(next - 1);
    let gap = new.slice(before.end, new.token(next).start);
    if before.byte == b'{' && gap.trim().is_empty() {
        let was_empty =
            (0..old.len()).any(|at| old.token(at).start == before.start && old.is(at + 1, b'}'));
        if !was_empty {
            return Err("it would leave an empty block".to_owned());
        }
    }
    if before.byte == b'}' && before.end as usize <= place {
        return Err("what precedes it would become the value of its block".to_owned());
    }
    Ok(())
}

fn is_item(file: &File, name: &str) -> bool {
    (1..file.len()).any(|at| {
        file.is_word(at, name)
            && matches!(
                file.word(at - 1),
                "fn" | "const" | "static" | "struct" | "enum" | "type" | "mod" | "macro_rules"
            )
    })
}

fn is_declared_member(file: &File, name: &str) -> bool {
    file.types().iter().any(|ty| {
        let names = ty.members.iter().filter_map(|member| member.name);
        names.into_iter().any(|at| file.word(at) == name)
    })
}

/// Whether a name is read somewhere, as a member or not.
fn mentions(file: &File, name: &str, as_member: bool) -> bool {
    (1..file.len()).any(|at| {
        let is_declared = matches!(
            file.word(at - 1),
            "fn" | "const" | "static" | "struct" | "enum" | "type" | "mod" | "impl" | "for"
        );
        let is_member = file.is(at - 1, b'.');
        let captured = || {
            !as_member
                && file.token(at).kind == TokenKind::Str
                && captures(file.literal(at)).any(|captured| captured == name)
        };
        file.is_word(at, name) && !is_declared && (is_member || !as_member) || captured()
    })
}
