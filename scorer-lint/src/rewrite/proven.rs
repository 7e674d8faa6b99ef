//! What the written types of a function prove: which values are recordable whatever rustc finds of them.

use std::cell::RefCell;
use std::collections::BTreeSet;

use scorer_instrument_policy::{RecordableType, TypeArgument};
use scorer_instrument_syntax::binding::Binding;
use scorer_instrument_syntax::field::{Field, Sigil};
use scorer_instrument_syntax::types::{Shape, count_expr, plain, shape};
use syn::{BinOp, Expr, GenericArgument, Member, PathArguments, Type, UnOp};

use crate::analysis::flow::parameters::named;
use crate::engine::dropped::{Dropped, KeptBy};
use crate::package::manifest::Manifest;
use crate::source::slice::is_deep;
use crate::source::{File, TypeItem, resolved};

/// What is known at a function.
pub(crate) struct Proofs<'a> {
    pub(crate) file: &'a File,
    pub(crate) manifest: Option<&'a Manifest>,
    pub(crate) bindings: &'a [Binding],
    /// Names of generic parameters.
    pub(crate) generics: Vec<String>,
    /// The type whose method the function is.
    pub(crate) owner: Option<&'a str>,
    /// Whether a feature counts that the package could ask for: it has the type's crate.
    pub(crate) adds_features: bool,
    /// Those that counted.
    pub(crate) features: RefCell<BTreeSet<&'static str>>,
}

/// What is known of a field's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Proof {
    /// Nothing.
    None,
    /// `tracing` takes it as it is, so that it is a scalar or a text unless it is one of tracing's own kinds of value.
    Accepted,
    /// The written types prove it.
    Full,
}

/// The crates whose types a feature of the facade covers, each by the version that it takes.
const COVERED: &[(&str, &str)] = &[
    ("alloy-primitives", "1"),
    ("chrono", "0.4"),
    ("http", "1"),
    ("jiff", "1"),
    ("rust_decimal", "1"),
    ("semver", "1"),
    ("time", "0.3"),
    ("ulid", "3"),
    ("uuid", "1"),
];

/// Whose features say which types of other crates are recordable.
pub(crate) const FACADE: &str = "scorer-instrument";

/// How deep types and expressions are followed.
const DEPTH: usize = 16;

impl Proofs<'_> {
    /// Whether a value of this type is recordable.
    pub(crate) fn ty(&self, ty: &Type) -> bool {
        self.ty_within(ty, DEPTH)
    }

    fn ty_within(&self, ty: &Type, depth: usize) -> bool {
        if depth == 0 {
            return false;
        }
        match ty {
            Type::Group(inner) => self.ty_within(&inner.elem, depth - 1),
            Type::Paren(inner) => self.ty_within(&inner.elem, depth - 1),
            Type::Reference(inner) => {
                let path = if inner.mutability.is_some() {
                    "&mut"
                } else {
                    "&"
                };
                self.is_row(path, Some(&inner.elem), depth)
            }
            Type::Path(path) if path.qself.is_none() => self.path(&path.path, depth),
            _ => false,
        }
    }

    fn path(&self, path: &syn::Path, depth: usize) -> bool {
        let (Some(full), Some(last)) = (self.full(path), path.segments.last()) else {
            return false;
        };
        match (&last.arguments, type_arguments(&last.arguments).as_slice()) {
            (PathArguments::None, _) => {
                self.is_row(&full, None, depth)
                    || path
                        .get_ident()
                        .is_some_and(|name| derives_recordable(self.file, &name.to_string()))
            }
            (_, [argument]) => self.is_row(&full, Some(argument), depth),
            _ => false,
        }
    }

    /// Whether a type of this path with this argument is in the policy's table, and the package asks for its feature.
    fn is_row(&self, path: &str, argument: Option<&Type>, depth: usize) -> bool {
        RecordableType::at(path).any(|row| {
            let fits = match (row.argument, argument) {
                (TypeArgument::None, None) => true,
                (TypeArgument::Recordable, Some(argument)) => self.ty_within(argument, depth - 1),
                (TypeArgument::Exactly(known), Some(argument)) => self.is_type(argument, known),
                _ => false,
            };
            fits && row.feature.is_none_or(|feature| self.has_feature(feature))
        })
    }

    /// Whether a written type is the type of this path, which has no arguments.
    fn is_type(&self, ty: &Type, known: &str) -> bool {
        let Type::Path(path) = ty else { return false };
        path.qself.is_none()
            && path
                .path
                .segments
                .iter()
                .all(|segment| segment.arguments.is_none())
            && self.full(&path.path).is_some_and(|full| full == known)
    }

    /// A path with the file's imports followed, its arguments left out; none for a name of the prelude that the file
    /// gives another meaning.
    fn full(&self, path: &syn::Path) -> Option<String> {
        let written: Vec<String> = path
            .segments
            .iter()
            .map(|segment| segment.ident.to_string())
            .collect();
        match written.as_slice() {
            [] => None,
            [name] if self.is_shadowed(name) => None,
            _ => Some(resolved(self.file, &written.join("::"))),
        }
    }

    fn has_feature(&self, feature: &'static str) -> bool {
        let Some(manifest) = self.manifest else {
            return false;
        };
        if manifest.has_feature(FACADE, &[feature]) {
            return true;
        }
        let adds = self.adds_features && can_have(manifest, feature);
        if adds {
            self.features.borrow_mut().insert(feature);
        }
        adds
    }

    /// Whether the file gives a name of the prelude another meaning.
    fn is_shadowed(&self, name: &str) -> bool {
        self.generics.iter().any(|generic| generic == name)
            || (RecordableType::at(name).any(RecordableType::is_in_prelude)
                && (self.file.resolve(name).is_some()
                    || self.file.alias(name).is_some()
                    || item(self.file, name).is_some()))
    }

    /// Whether what a value prints of itself is proven: no type of the package's own counts.
    pub(crate) fn prints_itself(&self, ty: &Type) -> bool {
        match ty {
            Type::Tuple(tuple) => tuple.elems.is_empty(),
            _ => self.ty(ty) && self.names_no_item(ty),
        }
    }

    fn names_no_item(&self, ty: &Type) -> bool {
        match ty {
            Type::Reference(inner) => self.names_no_item(&inner.elem),
            Type::Path(path) => path.path.segments.iter().all(|segment| {
                item(self.file, &segment.ident.to_string()).is_none()
                    && type_arguments(&segment.arguments)
                        .into_iter()
                        .all(|inside| self.names_no_item(inside))
            }),
            _ => false,
        }
    }

    /// What is known of a field's value; `marked`: whether it turns an operand into text.
    pub(crate) fn field(&self, field: &Field, marked: bool) -> Proof {
        let Some(value) = &field.value else {
            return Proof::Full;
        };
        if !marked && self.value(value) {
            return Proof::Full;
        }
        if !marked && field.sigil == Sigil::None && is_chain(value, DEPTH) {
            return Proof::Accepted;
        }
        Proof::None
    }

    /// An argument that is recorded no more, by its type, and what would keep it: a feature for a type of another crate, a derive
    /// for one of the package's own.
    pub(crate) fn dropped(&self, argument: &str, ty: Option<&Type>) -> Dropped {
        // Of `Option<Uuid>` the inner type is the one that is not proven.
        let name = ty.and_then(|ty| named(ty, &syn::Generics::default()));
        let Some(name) = name else {
            let (of, kept_by) = (argument.to_owned(), KeptBy::Nothing);
            return Dropped { of, kept_by };
        };
        let is_generic = self.generics.contains(&name);
        // A type of that name may be the package's own.
        let feature = RecordableType::named(&name)
            .filter_map(|row| row.feature)
            .find(|feature| {
                self.manifest
                    .is_some_and(|manifest| can_have(manifest, feature))
            });
        let kept_by = match feature {
            Some(feature) => KeptBy::Feature(feature),
            None if is_generic || !name.starts_with(char::is_uppercase) => KeptBy::Nothing,
            None => KeptBy::Derive,
        };
        Dropped { of: name, kept_by }
    }

    /// Whether the written types prove a value.
    pub(crate) fn value(&self, value: &Expr) -> bool {
        self.value_within(value, DEPTH)
    }

    fn value_within(&self, value: &Expr, depth: usize) -> bool {
        if depth == 0 {
            return false;
        }
        match value {
            Expr::Lit(literal) => matches!(
                literal.lit,
                syn::Lit::Str(_) | syn::Lit::Int(_) | syn::Lit::Float(_) | syn::Lit::Bool(_)
            ),
            Expr::Paren(inner) => self.value_within(&inner.expr, depth - 1),
            Expr::Group(inner) => self.value_within(&inner.expr, depth - 1),
            Expr::Reference(inner) => self.value_within(&inner.expr, depth - 1),
            Expr::Path(_) | Expr::Field(_) => {
                self.type_of(value, depth).is_some_and(|ty| self.ty(&ty))
            }
            Expr::MethodCall(call) if call.args.is_empty() => self.is_fact(call, depth - 1),
            Expr::Cast(cast) => plain(&cast.ty),
            Expr::Binary(binary) => match binary.op {
                BinOp::And(_)
                | BinOp::Or(_)
                | BinOp::Eq(_)
                | BinOp::Ne(_)
                | BinOp::Lt(_)
                | BinOp::Le(_)
                | BinOp::Gt(_)
                | BinOp::Ge(_) => true,
                _ => self.number(&binary.left, depth) && self.number(&binary.right, depth),
            },
            Expr::Unary(unary) => {
                matches!(unary.op, UnOp::Not(_)) && self.value_within(&unary.expr, depth - 1)
            }
            _ => false,
        }
    }

    /// Whether a value is a number by its written type.
    fn number(&self, value: &Expr, depth: usize) -> bool {
        if depth == 0 {
            return false;
        }
        match value {
            Expr::Lit(literal) => matches!(literal.lit, syn::Lit::Int(_) | syn::Lit::Float(_)),
            Expr::Paren(inner) => self.number(&inner.expr, depth - 1),
            Expr::Binary(binary) => {
                self.number(&binary.left, depth - 1) && self.number(&binary.right, depth - 1)
            }
            Expr::MethodCall(call) => {
                call.method == "len" && call.args.is_empty() && self.is_fact(call, depth - 1)
            }
            Expr::Cast(cast) => is_number(&cast.ty),
            _ => self
                .type_of(value, depth)
                .is_some_and(|ty| is_number(&ty) && self.ty(&ty)),
        }
    }

    /// `stamps.len()`, `key.is_some()` of values whose written types have these methods.
    fn is_fact(&self, call: &syn::ExprMethodCall, depth: usize) -> bool {
        let Some(ty) = self.type_of(&call.receiver, depth) else {
            return false;
        };
        match call.method.to_string().as_str() {
            "len" | "is_empty" => count_expr(&ty).is_some(),
            "is_some" | "is_none" => last_name(&ty).as_deref() == Some("Option"),
            "is_ok" | "is_err" => last_name(&ty).as_deref() == Some("Result"),
            _ => false,
        }
    }

    /// The written type of an argument, or of a member of a type of this file.
    fn type_of(&self, value: &Expr, depth: usize) -> Option<Type> {
        if depth == 0 {
            return None;
        }
        match value {
            Expr::Paren(inner) => self.type_of(&inner.expr, depth - 1),
            Expr::Reference(inner) => self.type_of(&inner.expr, depth - 1),
            Expr::Path(path) => {
                let name = path.path.get_ident()?;
                let mut known = self.bindings.iter();
                known.find(|known| known.ident == *name)?.ty.clone()
            }
            Expr::Field(field) => {
                let Member::Named(member) = &field.member else {
                    return None;
                };
                let owner = match &*field.base {
                    Expr::Path(path) if path.path.is_ident("self") => self.owner?.to_owned(),
                    base => last_name(&self.type_of(base, depth - 1)?)?,
                };
                if self.is_shadowed(&owner) {
                    return None;
                }
                let file = self.file;
                let mut members = item(file, &owner)?.members.iter();
                let known = members.find(|known| {
                    known
                        .name
                        .is_some_and(|name| file.is_word(name, &member.to_string()))
                })?;
                if is_deep(file, &known.ty) {
                    return None;
                }
                syn::parse_str(file.text_of(&known.ty)).ok()
            }
            _ => None,
        }
    }
}

/// Whether a package has the crate that a feature covers, in the version that it takes.
fn can_have(manifest: &Manifest, feature: &str) -> bool {
    let mut covered = COVERED.iter();
    covered.any(|(name, version)| *name == feature && manifest.asks_for(name, version))
}

/// The one struct or enum of the file that is called so.
fn item<'a>(file: &'a File, name: &str) -> Option<&'a TypeItem> {
    let mut found = file
        .types()
        .iter()
        .filter(|item| file.is_word(item.name, name));
    let item = found.next()?;
    found.next().is_none().then_some(item)
}

/// Whether a type of this file, without parameters of its own, derives `Recordable`.
fn derives_recordable(file: &File, name: &str) -> bool {
    item(file, name).is_some_and(|item| {
        !file.is(item.name + 1, b'<')
            && item
                .derives
                .iter()
                .any(|derive| file.is_word(*derive, "Recordable"))
    })
}

fn type_arguments(arguments: &PathArguments) -> Vec<&Type> {
    let PathArguments::AngleBracketed(written) = arguments else {
        return Vec::new();
    };
    let types = written.args.iter().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    });
    types.collect()
}

fn is_number(ty: &Type) -> bool {
    matches!(
        shape(ty, &syn::Generics::default()),
        Shape::Integer | Shape::Float
    ) && plain(ty)
        && last_name(ty).as_deref() != Some("Option")
}

/// The last name of a type, behind references.
fn last_name(ty: &Type) -> Option<String> {
    match ty {
        Type::Reference(inner) => last_name(&inner.elem),
        Type::Paren(inner) => last_name(&inner.elem),
        Type::Path(path) if path.qself.is_none() => {
            Some(path.path.segments.last()?.ident.to_string())
        }
        _ => None,
    }
}

/// Whether an expression is made of paths, members of them and methods without arguments.
fn is_chain(value: &Expr, depth: usize) -> bool {
    depth > 0
        && match value {
            Expr::Path(_) | Expr::Lit(_) => true,
            Expr::Field(field) => is_chain(&field.base, depth - 1),
            Expr::Paren(inner) => is_chain(&inner.expr, depth - 1),
            Expr::Reference(inner) => is_chain(&inner.expr, depth - 1),
            Expr::Binary(binary) => {
                is_chain(&binary.left, depth - 1) && is_chain(&binary.right, depth - 1)
            }
            Expr::MethodCall(call) => {
                call.args.is_empty()
                    && !call.method.to_string().contains("bytes")
                    && is_chain(&call.receiver, depth - 1)
            }
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_covered_crates_are_those_of_the_facade() {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../scorer-instrument/Cargo.toml"
        );
        let text = std::fs::read_to_string(path).expect("the facade's manifest");
        let facade = Manifest::read(&text).expect("a manifest");
        // The facade's own types stand behind features, too.
        let others = RecordableType::ALL.iter();
        let others = others.filter(|row| !row.path.starts_with("scorer_"));
        let features: BTreeSet<&str> = others.filter_map(|row| row.feature).collect();
        let covered: BTreeSet<&str> = COVERED.iter().map(|(name, _)| *name).collect();
        assert_eq!(features, covered);
        for (name, version) in COVERED {
            assert!(facade.asks_for(name, version), "{name} {version}");
        }
    }
}
