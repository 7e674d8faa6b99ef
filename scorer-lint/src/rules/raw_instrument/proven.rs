//! What the written types of a function prove: which values are recordable whatever rustc finds of them.

use scorer_instrument_policy::syntax::binding::Binding;
use scorer_instrument_policy::syntax::field::{Field, Sigil};
use scorer_instrument_policy::syntax::types::{Shape, count_expr, plain, shape};
use syn::{BinOp, Expr, GenericArgument, Member, PathArguments, Type, UnOp};

use crate::package::manifest::Manifest;
use crate::source::{File, TypeItem, resolved};

/// What is known at a function.
pub(super) struct Proofs<'a> {
    pub(super) file: &'a File,
    pub(super) manifest: Option<&'a Manifest>,
    pub(super) bindings: &'a [Binding],
    /// Names of generic parameters.
    pub(super) generics: Vec<String>,
    /// The type whose method the function is.
    pub(super) owner: Option<&'a str>,
}

/// What is known of a field's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Proof {
    /// Nothing.
    None,
    /// `tracing` takes it as it is, so that it is a scalar or a text unless it is one of tracing's own kinds of value.
    Accepted,
    /// The written types prove it.
    Full,
}

/// Whose features say which types of other crates are recordable.
const FACADE: &str = "scorer-instrument";

/// How deep types and expressions are followed.
const DEPTH: usize = 16;

impl Proofs<'_> {
    /// Whether a value of this type is recordable.
    pub(super) fn ty(&self, ty: &Type) -> bool {
        self.ty_within(ty, DEPTH)
    }

    fn ty_within(&self, ty: &Type, depth: usize) -> bool {
        if depth == 0 {
            return false;
        }
        let path = match ty {
            Type::Group(inner) => return self.ty_within(&inner.elem, depth - 1),
            Type::Paren(inner) => return self.ty_within(&inner.elem, depth - 1),
            Type::Reference(inner) => return self.ty_within(&inner.elem, depth - 1),
            Type::Path(path) if path.qself.is_none() => &path.path,
            _ => return false,
        };
        let written: Vec<String> = path
            .segments
            .iter()
            .map(|segment| segment.ident.to_string())
            .collect();
        if written.len() == 1 && self.is_shadowed(&written[0]) {
            return false;
        }
        let Some(last) = path.segments.last() else {
            return false;
        };
        let full = resolved(self.file, &written.join("::"));
        let inside = type_arguments(&last.arguments);
        match inside.as_slice() {
            [] if !matches!(last.arguments, PathArguments::None) => false,
            [] => {
                plain(ty)
                    || matches!(full.as_str(), "str" | "char")
                    || is_of_std(&full)
                    || self.is_of_feature(&full)
                    || (written.len() == 1 && derives_recordable(self.file, &written[0]))
            }
            [inside] => match full.as_str() {
                "Option"
                | "Box"
                | "std::option::Option"
                | "std::boxed::Box"
                | "std::sync::Arc"
                | "std::rc::Rc"
                | "std::borrow::Cow" => self.ty_within(inside, depth - 1),
                "std::num::NonZero" => plain(inside),
                "chrono::DateTime" => self.has_feature("chrono") && self.is_offset(inside),
                _ => false,
            },
            _ => false,
        }
    }

    fn is_offset(&self, ty: &Type) -> bool {
        let Type::Path(path) = ty else { return false };
        let segments = path.path.segments.iter();
        let written: Vec<String> = segments.map(|segment| segment.ident.to_string()).collect();
        let full = resolved(self.file, &written.join("::"));
        matches!(full.as_str(), "chrono::Utc" | "chrono::FixedOffset")
    }

    fn has_feature(&self, feature: &str) -> bool {
        self.manifest
            .is_some_and(|manifest| manifest.has_feature(FACADE, &[feature]))
    }

    fn is_of_feature(&self, full: &str) -> bool {
        let feature = match full {
            "uuid::Uuid" => "uuid",
            "rust_decimal::Decimal" => "rust_decimal",
            "chrono::NaiveDate" | "chrono::NaiveTime" | "chrono::NaiveDateTime" => "chrono",
            "time::OffsetDateTime"
            | "time::PrimitiveDateTime"
            | "time::Date"
            | "time::Time"
            | "time::Duration" => "time",
            "http::Method" | "http::StatusCode" | "http::Version" => "http",
            _ => return false,
        };
        self.has_feature(feature)
    }

    /// Whether the file gives a name of the prelude another meaning.
    fn is_shadowed(&self, name: &str) -> bool {
        const PRELUDE: &[&str] = &["String", "Option", "Box", "str", "char", "bool"];
        self.generics.iter().any(|generic| generic == name)
            || (PRELUDE.contains(&name)
                && (self.file.resolve(name).is_some()
                    || self.file.alias(name).is_some()
                    || item(self.file, name).is_some()))
    }

    /// Whether what a value prints of itself is proven: no type of the package's own counts.
    pub(super) fn prints_itself(&self, ty: &Type) -> bool {
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
    pub(super) fn field(&self, field: &Field, marked: bool) -> Proof {
        let Some(value) = &field.value else {
            return Proof::Full;
        };
        if !marked && self.value(value, DEPTH) {
            return Proof::Full;
        }
        if !marked && field.sigil == Sigil::None && is_chain(value, DEPTH) {
            return Proof::Accepted;
        }
        Proof::None
    }

    fn value(&self, value: &Expr, depth: usize) -> bool {
        if depth == 0 {
            return false;
        }
        match value {
            Expr::Lit(literal) => matches!(
                literal.lit,
                syn::Lit::Str(_) | syn::Lit::Int(_) | syn::Lit::Float(_) | syn::Lit::Bool(_)
            ),
            Expr::Paren(inner) => self.value(&inner.expr, depth - 1),
            Expr::Group(inner) => self.value(&inner.expr, depth - 1),
            Expr::Reference(inner) => self.value(&inner.expr, depth - 1),
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
                matches!(unary.op, UnOp::Not(_)) && self.value(&unary.expr, depth - 1)
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
                syn::parse_str(file.text_of(&known.ty)).ok()
            }
            _ => None,
        }
    }
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

fn is_of_std(full: &str) -> bool {
    match full {
        "std::time::Duration"
        | "core::time::Duration"
        | "tracing::Level"
        | "std::string::String" => true,
        _ => full
            .strip_prefix("std::num::NonZero")
            .is_some_and(|width| !width.is_empty()),
    }
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
