//! A package's types and what its functions return: read again from the sources, and only when a rule asks.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;
use scorer_instrument_policy::syntax::types::{self, Shape};
use scorer_instrument_policy::syntax::value_shape;
use scorer_instrument_policy::{Class, Policy, TypeClass, TypeVerdict, Verdict};
use syn::{Generics, Type};

use crate::facts::ShownType;
use crate::flow::parameters::{named, prints_nothing};
use crate::problem::read_source;
use crate::slice;
use crate::source::{File, Impl, Kind, Member, TypeItem};
use crate::unit::Unit;

/// What a package's sources say of types.
#[derive(Debug, Default)]
pub struct Index {
    types: HashMap<String, Printed>,
    /// What functions return; none where two of one name differ.
    returns: HashMap<String, Option<String>>,
}

/// One type, as its own `Debug` and `Display` print it.
#[derive(Debug, Default)]
struct Printed {
    derives_debug: bool,
    members: Vec<(String, Held)>,
    /// What a hand-written `Debug` prints of it, by name; none when there is none.
    debug: Option<Vec<String>>,
    /// The same of `Display`.
    display: Option<Vec<String>>,
}

/// What a member is.
#[derive(Clone, Debug)]
struct Held {
    /// Why it must not be shown: "a password".
    refused: Option<String>,
    /// Its type, where the package may know it.
    ty: Option<String>,
    /// Whether it is a pool, a connection or a transaction.
    pool: Option<String>,
    /// Whether `Debug` leaves it out.
    hidden: bool,
}

/// What a type shows that it must not: the way to the member, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shows {
    /// The type.
    pub ty: String,
    /// The member: `credentials.password` for one of a member's type.
    pub member: String,
    /// Why it must not be shown: "a password".
    pub reason: String,
}

const DEEPEST: usize = 6;

impl Index {
    /// Reads a package's sources.
    pub fn of(unit: &Unit) -> Self {
        let parts: Vec<Self> = unit
            .sources
            .par_iter()
            .filter_map(|source| read_source(&source.path).ok().map(|text| (source, text)))
            .map(|(source, text)| {
                let part = Self::of_file(&File::new(source.path.clone(), text), &unit.policy);
                slice::forget();
                part
            })
            .collect();
        let mut index = Self::default();
        for part in parts {
            for (name, shape) in part.types {
                let known = index.types.entry(name).or_default();
                known.derives_debug |= shape.derives_debug;
                known.members.extend(shape.members);
                known.debug = known.debug.take().or(shape.debug);
                known.display = known.display.take().or(shape.display);
            }
            for (name, ty) in part.returns {
                index.add_return(name, ty);
            }
        }
        index
    }

    fn of_file(file: &File, policy: &Policy) -> Self {
        let mut index = Self::default();
        for item in file.types() {
            index
                .types
                .insert(file.word(item.name).to_owned(), shape(file, policy, item));
        }
        for block in file.impls() {
            index.hand_written(file, block);
        }
        for function in file.functions() {
            if function.output.is_empty() {
                continue;
            }
            let ty = slice::parse(file, &function.output, |input| input.parse::<Type>())
                .and_then(|ty| named(&ty.parsed, &Generics::default()));
            let ty = match ty.as_deref() {
                Some("Self") => file
                    .impl_at(function.keyword)
                    .map(|block| file.word(block.ty).to_owned()),
                _ => ty,
            };
            index.add_return(file.word(function.name).to_owned(), ty);
        }
        index
    }

    fn add_return(&mut self, name: String, ty: Option<String>) {
        let known = self.returns.entry(name).or_insert_with(|| ty.clone());
        if *known != ty {
            *known = None;
        }
    }

    /// `impl fmt::Debug for Login { .. self.user .. }`.
    fn hand_written(&mut self, file: &File, block: &Impl) {
        let Some(of_trait) = block.of_trait else {
            return;
        };
        let is_debug = match file.word(of_trait) {
            "Debug" => true,
            "Display" => false,
            _ => return,
        };
        let mut shown = Vec::new();
        for at in block.body.clone() {
            let is_member = file.is_word(at, "self")
                && file.is(at + 1, b'.')
                && matches!(file.token(at + 2).kind, Kind::Ident | Kind::Literal);
            // A call on the member makes something else of it; which, its name says to those who read it.
            if is_member && !file.is(at + 3, b'.') && !is_wrapped(file, at) {
                shown.push(file.word(at + 2).to_owned());
            }
        }
        let entry = self
            .types
            .entry(file.word(block.ty).to_owned())
            .or_default();
        *(if is_debug {
            &mut entry.debug
        } else {
            &mut entry.display
        }) = Some(shown);
    }

    /// What printing a value of a type shows that it must not.
    pub fn shows(&self, ty: &ShownType, debug: bool) -> Option<Shows> {
        let name = self.name_of(ty, 0)?;
        let (member, reason) = self.shown_by(&name, debug, &mut HashSet::new(), 0)?;
        Some(Shows {
            ty: name,
            member,
            reason,
        })
    }

    /// The pool that a type holds: the member, and the pool's type.
    pub fn holds_pool(&self, ty: &str) -> Option<(String, String)> {
        let shape = self.types.get(ty)?;
        shape
            .members
            .iter()
            .find_map(|(name, held)| Some((name.clone(), held.pool.clone()?)))
    }

    fn name_of(&self, ty: &ShownType, depth: usize) -> Option<String> {
        if depth > DEEPEST {
            return None;
        }
        match ty {
            ShownType::Named(name) => Some(name.clone()),
            ShownType::ReturnedBy(function) => self.returns.get(function)?.clone(),
            ShownType::Member(owner, member) => {
                let owner = self.name_of(owner, depth + 1)?;
                let (_, held) = self
                    .types
                    .get(&owner)?
                    .members
                    .iter()
                    .find(|(name, _)| name == member)?;
                held.ty.clone()
            }
        }
    }

    fn shown_by(
        &self,
        name: &str,
        debug: bool,
        seen: &mut HashSet<String>,
        depth: usize,
    ) -> Option<(String, String)> {
        if depth > DEEPEST || !seen.insert(name.to_owned()) {
            return None;
        }
        let shape = self.types.get(name)?;
        let written = if debug { &shape.debug } else { &shape.display };
        let members: Vec<&(String, Held)> = match written {
            Some(shown) => shape
                .members
                .iter()
                .filter(|(name, _)| shown.contains(name))
                .collect(),
            None if debug && shape.derives_debug => shape
                .members
                .iter()
                .filter(|(_, held)| !held.hidden)
                .collect(),
            None => return None,
        };
        for (member, held) in &members {
            if let Some(reason) = &held.refused {
                return Some((member.clone(), reason.clone()));
            }
        }
        for (member, held) in members {
            if let Some((inner, reason)) = held
                .ty
                .as_ref()
                .and_then(|ty| self.shown_by(ty, debug, seen, depth + 1))
            {
                let path = if member.is_empty() {
                    inner
                } else {
                    format!("{member}.{inner}")
                };
                return Some((path, reason));
            }
        }
        None
    }
}

/// Whether a member stands in the parentheses of a call that hides it: `mask(&self.key)`.
fn is_wrapped(file: &File, at: u32) -> bool {
    let mut before = at;
    while before > 0 && file.is(before - 1, b'&') {
        before -= 1;
    }
    before >= 2 && file.is(before - 1, b'(') && {
        let name = file.word(before - 2);
        file.token(before - 2).kind == Kind::Ident && Policy::default().declassifies(name)
    }
}

fn shape(file: &File, policy: &Policy, item: &TypeItem) -> Printed {
    let members = item.members.iter().enumerate().map(|(at, member)| {
        let name = match member.name {
            Some(name) => file.word(name).to_owned(),
            None => at.to_string(),
        };
        let held = held(
            file,
            policy,
            member,
            file.word(item.name),
            item.members.len(),
        );
        (name, held)
    });
    Printed {
        derives_debug: item
            .derives
            .iter()
            .any(|derive| file.is_word(*derive, "Debug")),
        members: members.collect(),
        ..Printed::default()
    }
}

fn held(file: &File, policy: &Policy, member: &Member, owner: &str, siblings: usize) -> Held {
    let attributes = file.text_of(&member.attributes);
    let hidden = (attributes.contains("ebug") || attributes.contains("erivative"))
        && (attributes.contains("skip")
            || attributes.contains("ignore")
            || attributes.contains("format_with")
            || attributes.contains("with ="));
    let ty = slice::parse(file, &member.ty, |input| input.parse::<Type>());
    let generics = Generics::default();
    let parsed = ty.as_ref().map(|slice| &slice.parsed);
    let name = parsed.and_then(|ty| named(ty, &generics));
    let verdict = parsed.map_or(TypeVerdict::Unknown, |ty| {
        types::judge(policy, ty, &generics)
    });
    let masked = name.as_deref().is_some_and(prints_nothing);
    // The one part of `struct ApiKey(String)` is what the type is called after.
    let called = match member.name {
        Some(name) => Some(file.word(name)),
        None if siblings == 1 => Some(owner),
        None => None,
    };
    let shape = parsed.map_or(Shape::Other, |ty| types::shape(ty, &generics));
    let refused = match (called.map(|name| policy.name(name)), &verdict) {
        _ if masked => None,
        (Some(verdict @ Verdict::Refused(_)), _) if value_shape::fits(&verdict, shape) => None,
        (Some(Verdict::Refused(refusal)), _) if refusal.class != Class::Vague => {
            Some(refusal.reason.into_owned())
        }
        (
            _,
            TypeVerdict::Refused {
                class: class @ (TypeClass::Credential | TypeClass::Headers | TypeClass::Pii),
                ..
            },
        ) => Some(class.noun().to_owned()),
        _ => None,
    };
    let pool = match verdict {
        TypeVerdict::Refused {
            class: TypeClass::Pool | TypeClass::Connection | TypeClass::Transaction,
            name,
        } => Some(name),
        _ => None,
    };
    Held {
        refused,
        ty: name,
        pool,
        hidden,
    }
}
