//! The functions of a package that run statements: a method of a store is one for whoever calls it.

use std::collections::HashMap;

use crate::analysis::beside;
use crate::analysis::code::Code;
use crate::analysis::wording::{is_joint, parts, same};
use crate::source::{Call, CallKind, File, Function, TokenKind, Tokens, next};

use super::{acquires, flat, is_acquisition, is_connection_name, is_plumbing, may_be_called, read};

/// Something that is called beside an event.
#[derive(Clone, Debug)]
pub(crate) struct Callee {
    name: Box<str>,
    on: On,
}

/// What it is called on.
#[derive(Clone, Debug)]
enum On {
    /// A value of this name.
    Value(Box<str>),
    /// A type or a module.
    Path(Box<str>),
    /// Nothing: a function of the file, or an imported one.
    Nothing,
}

/// A function with a body.
#[derive(Debug)]
struct Told {
    /// The type that it belongs to, and the module.
    owner: Option<Box<str>>,
    module: Box<str>,
    runs: bool,
}

/// The functions of a package, by name, with whether each runs a statement.
#[derive(Debug, Default)]
pub(crate) struct Runners(HashMap<Box<str>, Vec<Told>>);

/// How deep in a body blocks are looked into.
const DEEPEST: usize = 6;

/// Reads what the functions of a file do.
pub(crate) fn defined(code: &Code<'_>) -> Runners {
    let file = code.file;
    let module = module_of(file);
    let mut found = Runners::default();
    for function in file.functions() {
        let Some(body) = &function.body else { continue };
        if code.is_test(function.keyword) {
            continue;
        }
        let owner = file.impl_at(function.keyword);
        let name = file.word(function.name);
        let does = done_in(file, function, body, 0);
        let told = Told {
            owner: owner.map(|block| file.word(block.ty).into()),
            module: module.as_str().into(),
            // What waits for other things, too, is more than a statement.
            runs: does.runs && !does.other && !is_connection_name(name),
        };
        found.0.entry(name.into()).or_default().push(told);
    }
    found
}

/// The module that a file is: `score` of `src/score.rs` and of `src/score/mod.rs`.
pub(crate) fn module_of(file: &File) -> String {
    let stem = file.path.file_stem().unwrap_or_default();
    let folder = file.path.parent().and_then(|parent| parent.file_name());
    let name = match folder {
        Some(folder) if stem == "mod" => folder,
        _ => stem,
    };
    name.to_string_lossy().into_owned()
}

/// What a block does, as far as statements go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Does {
    /// It runs one.
    runs: bool,
    /// It waits for something else.
    other: bool,
}

fn done_in(file: &File, function: &Function, block: &Tokens, depth: usize) -> Does {
    let mut does = Does::default();
    for statement in beside::statements(file, block) {
        if is_acquisition(file, &statement) || acquires(file, function, &statement) {
            continue;
        }
        if read(file, function, &statement).is_some_and(|it| !it.is_handed_on) {
            does.runs = true;
            continue;
        }
        let (mut at, mut waits) = (statement.start, false);
        while at < statement.end {
            if file.is(at, b'{') && depth < DEEPEST {
                let inner = done_in(file, function, &file.inside(at), depth + 1);
                does.runs |= inner.runs;
                does.other |= inner.other;
                at = next(file, at);
            } else {
                waits |= file.is_word(at, "await");
                at += 1;
            }
        }
        does.other |= waits;
    }
    does
}

/// What some tokens call, blocks aside.
pub(super) fn called(file: &File, tokens: &Tokens) -> Vec<Callee> {
    let mut found = Vec::new();
    for at in flat(file, tokens) {
        if file.token(at).kind != TokenKind::Ident
            || !may_be_called(file, at)
            || is_plumbing(file.word(at))
        {
            continue;
        }
        let Some(call) = Call::at(file, at) else {
            continue;
        };
        let on = match call.kind {
            CallKind::Macro => continue,
            CallKind::Method => {
                let last = call.before.end.saturating_sub(1);
                if file.token(last).kind != TokenKind::Ident {
                    continue;
                }
                On::Value(file.word(last).into())
            }
            CallKind::Function => match call.path(file).rsplit("::").nth(1) {
                Some("self" | "super" | "crate") | None => On::Nothing,
                Some(owner) => On::Path(owner.into()),
            },
        };
        found.push(Callee {
            name: file.word(at).into(),
            on,
        });
    }
    found
}

impl Runners {
    /// Adds what another file tells.
    pub(crate) fn extend(&mut self, other: Self) {
        for (name, told) in other.0 {
            self.0.entry(name).or_default().extend(told);
        }
    }

    /// Whether one of these calls runs a statement: most functions that it may mean do.
    pub(crate) fn any_runs(&self, callees: &[Callee]) -> bool {
        callees.iter().any(|callee| {
            let Some(of_name) = self.0.get(&callee.name) else {
                return false;
            };
            let named = of_name.iter().filter(|told| callee.means(told));
            let mut meant: Vec<&Told> = named.collect();
            if meant.is_empty() && callee.is_its_own_name() {
                meant.extend(of_name.iter().filter(|told| told.owner.is_some()));
            }
            let runs = meant.iter().filter(|told| told.runs).count();
            runs > 0 && runs * 2 >= meant.len()
        })
    }
}

impl Callee {
    /// Whether it means a function, as far as what stands before its name tells: `store.get(..)` one of a `BadgeStore`.
    fn means(&self, told: &Told) -> bool {
        match (&self.on, &told.owner) {
            (On::Value(value), Some(owner)) => {
                let owner = parts(owner);
                **value == *"self"
                    || parts(value)
                        .iter()
                        .any(|part| owner.iter().any(|word| same(word, part)))
            }
            (On::Path(path), Some(owner)) => path == owner || **path == *"Self",
            (On::Path(path), None) => *path == told.module,
            (On::Nothing, None) => true,
            (On::Value(_), None) | (On::Nothing, Some(_)) => false,
        }
    }

    /// Whether a message's words say all of its name but its first word, which may be another verb.
    pub(crate) fn is_told_by(&self, words: &[&str]) -> bool {
        let name = parts(&self.name);
        let is_said = |part: &&String| words.iter().any(|word| same(part, word));
        let mut parts = name.iter().filter(|part| !is_joint(part));
        let first = parts.next();
        let mut rest = parts.peekable();
        match rest.peek() {
            Some(_) => rest.all(|part| is_said(&part)),
            None => first.is_some_and(|part| is_said(&part)),
        }
    }

    /// Whether a method's name is one that no library's type has: `badges_of`, which no map has.
    fn is_its_own_name(&self) -> bool {
        matches!(self.on, On::Value(_)) && self.name.contains('_')
    }
}
