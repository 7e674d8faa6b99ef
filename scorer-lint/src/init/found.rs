//! Types of a workspace that are a pool or a credential by another name: aliases, and structs around one.

use std::path::PathBuf;

use scorer_instrument_policy::{Policy, TypeClass};
use scorer_instrument_syntax::answer::Subject;

use crate::package::problem::read_source;
use crate::package::unit::Unit;
use crate::source::{File, Place, Tokens};

/// A type that stands for one that must not be recorded.
#[derive(Clone, Debug)]
pub(super) struct UnknownType {
    /// Its name.
    pub(super) name: String,
    /// What it stands for.
    pub(super) kind: PolicyTable,
    /// The file and line where that is written.
    pub(super) path: PathBuf,
    pub(super) line: usize,
}

/// A table of the team's policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PolicyTable {
    Pool,
    Credential,
}

/// Every type that the policy does not know yet; the first of each name.
pub(super) fn types(units: &[Unit]) -> Vec<UnknownType> {
    let mut found: Vec<UnknownType> = Vec::new();
    for unit in units {
        for source in unit.sources.iter().filter(|source| !source.is_test) {
            // A source that cannot be read is told of by the lint itself.
            let Ok(text) = read_source(&source.path) else {
                continue;
            };
            let file = File::new(&source.path, text);
            for new in of_file(&file, &unit.policy) {
                if !found.iter().any(|known| known.name == new.name) {
                    found.push(new);
                }
            }
        }
    }
    found
}

fn of_file(file: &File, policy: &Policy) -> Vec<UnknownType> {
    let mut found = Vec::new();
    let mut add = |name: u32, ty: &Tokens| {
        let written = file.word(name);
        let Some(kind) = kind(policy, file.text_of(ty)) else {
            return;
        };
        if file.is_test(name) || Subject::Type.judge(policy, written).refused {
            return;
        }
        found.push(UnknownType {
            name: written.to_owned(),
            kind,
            path: file.path.clone(),
            line: Place::of(&file.text, file.token(name).start as usize).line,
        });
    };
    for keyword in file.hits("type") {
        // What an `impl` or a trait calls so is no name that a signature shows.
        if file.impl_at(keyword).is_some() {
            continue;
        }
        if let Some(ty) = file.alias(file.word(keyword + 1)) {
            add(keyword + 1, &ty);
        }
    }
    for item in file.types() {
        if let [member] = item.members.as_slice()
            && member.name.is_none()
        {
            add(item.name, &member.ty);
        }
    }
    found
}

fn kind(policy: &Policy, written: &str) -> Option<PolicyTable> {
    let answer = Subject::Type.judge(policy, written);
    let is = |class: TypeClass| answer.refused && answer.class == class.as_str();
    if is(TypeClass::Pool) || is(TypeClass::Connection) {
        Some(PolicyTable::Pool)
    } else if is(TypeClass::Credential) {
        Some(PolicyTable::Credential)
    } else {
        None
    }
}
