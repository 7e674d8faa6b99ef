//! Which type a value is, as far as a function's own text tells: by an annotation, a constructor, or the function that returned it.

use syn::ext::IdentExt;
use syn::{Expr, Member, Type};

use super::bindings::Origin;
use super::{Flow, parameters, words};
use crate::analysis::shown_type::ShownType;
use crate::source::slice;
use crate::source::{TokenKind, Tokens};

const DEEPEST: usize = 12;

pub(super) fn of(flow: &Flow<'_>, expr: &Expr, at: u32, depth: usize) -> Option<ShownType> {
    if depth > DEEPEST {
        return None;
    }
    let inner = |expr: &Expr| of(flow, expr, at, depth + 1);
    match expr {
        Expr::Path(path) => {
            let name = path.path.segments.last()?.ident.unraw().to_string();
            if is_constant(&name) {
                return Some(ShownType::Constant(name));
            }
            path.path.get_ident()?;
            named(flow, &name, at, depth)
        }
        Expr::Field(field) => match &field.member {
            Member::Named(member) => Some(ShownType::Member(
                Box::new(inner(&field.base)?),
                member.unraw().to_string(),
            )),
            // Of a wrapper: `body.0`.
            Member::Unnamed(_) => inner(&field.base),
        },
        Expr::Struct(literal) => {
            let name = literal.path.segments.last()?.ident.to_string();
            Some(ShownType::Named(own(flow, name, at)?))
        }
        Expr::Call(call) => match &*call.func {
            Expr::Path(function) => {
                let mut names = function
                    .path
                    .segments
                    .iter()
                    .rev()
                    .map(|segment| segment.ident.unraw().to_string());
                let (name, owner) = (names.next()?, names.next());
                match owner {
                    // `Login::new(..)`; what other functions of a type return, nobody knows.
                    Some(owner)
                        if is_type(&owner)
                            && (name.starts_with("new")
                                || name.starts_with("from")
                                || name == "default") =>
                    {
                        Some(ShownType::Named(own(flow, owner, at)?))
                    }
                    _ if matches!(name.as_str(), "Some" | "Ok") => inner(call.args.first()?),
                    None if is_type(&name) => Some(ShownType::Named(name)),
                    _ => Some(ShownType::ReturnedBy(name)),
                }
            }
            _ => None,
        },
        Expr::MethodCall(call) => {
            let name = call.method.unraw().to_string();
            let same = matches!(
                name.as_str(),
                "clone"
                    | "unwrap"
                    | "expect"
                    | "as_ref"
                    | "as_deref"
                    | "iter"
                    | "into_iter"
                    | "to_owned"
                    | "to_string"
                    | "unwrap_or_default"
                    | "map_err"
                    | "context"
                    | "with_context"
                    | "ok_or"
                    | "ok_or_else"
                    | "ok"
                    | "into_inner"
                    | "first"
                    | "last"
                    | "next"
                    | "borrow"
                    | "read"
                    | "lock"
                    | "cloned"
            );
            if same {
                inner(&call.receiver)
            } else if name == "metadata"
                && inner(&call.receiver) == Some(ShownType::Named("http::Request".to_owned()))
            {
                Some(ShownType::Named("MetadataMap".to_owned()))
            } else {
                is_of_package(call).then_some(ShownType::ReturnedBy(name))
            }
        }
        Expr::Reference(value) => inner(&value.expr),
        Expr::Paren(value) => inner(&value.expr),
        Expr::Group(value) => inner(&value.expr),
        Expr::Try(value) => inner(&value.expr),
        Expr::Await(value) => inner(&value.base),
        Expr::Unary(value) => inner(&value.expr),
        _ => None,
    }
}

/// Whether a method may be one of the package's own, by how it is called. What a key is looked up in is a map or a row, and
/// `err.source()` is the language's, whatever functions of the package are called so.
fn is_of_package(call: &syn::ExprMethodCall) -> bool {
    let mut arguments = call.args.iter();
    let by_key = arguments.any(|argument| matches!(argument, Expr::Lit(_)));
    let of_error = match &*call.receiver {
        Expr::Path(path) => path
            .path
            .get_ident()
            .is_some_and(|name| words::is_called_an_error(&name.unraw().to_string())),
        _ => false,
    };
    !by_key && !of_error
}

/// What an inline capture names: `{ENV_TOKEN}` is a constant as `ENV_TOKEN` is where it is handed over.
pub(super) fn captured(flow: &Flow<'_>, name: &str, at: u32) -> Option<ShownType> {
    if is_constant(name) {
        return Some(ShownType::Constant(name.to_owned()));
    }
    named(flow, name, at, 0)
}

pub(super) fn named(flow: &Flow<'_>, name: &str, at: u32, depth: usize) -> Option<ShownType> {
    if name == "self" {
        let block = flow.file.impl_at(at)?;
        return Some(ShownType::Named(flow.file.word(block.ty).to_owned()));
    }
    if let Some(local) = flow.local(name, at) {
        let local = &flow.locals()[local];
        if !local.ty.is_empty() {
            let ty = slice::parse(flow.file, &local.ty, <Type as syn::parse::Parse>::parse)?;
            return parameters::named(&ty.parsed, &syn::Generics::default()).map(ShownType::Named);
        }
        return match &local.origin {
            Origin::Value(value) | Origin::Element(value) => of_value(flow, value, depth + 1),
            // `let Session { id, .. } = session`
            Origin::Part(part) => {
                let owner = part.owner.map(|owner| flow.file.word(owner))?;
                let member = part.member.map_or(name, |member| flow.file.word(member));
                let owner = own(flow, owner.to_owned(), at)?;
                Some(ShownType::Member(
                    Box::new(ShownType::Named(owner)),
                    member.to_owned(),
                ))
            }
            _ => None,
        };
    }
    let parameter = flow
        .parameters()
        .iter()
        .find(|parameter| parameter.name == name)?;
    parameter.ty.clone().map(ShownType::Named)
}

/// How many tokens of a local's value are parsed for its type.
const LONGEST: usize = 120;

fn of_value(flow: &Flow<'_>, value: &Tokens, depth: usize) -> Option<ShownType> {
    // A literal of a struct may be long, and says at once what it is.
    let mut at = value.start;
    while flow.file.token(at).kind == TokenKind::Ident && flow.file.is_path_separator(at + 1) {
        at += 3;
    }
    let name = flow.file.word(at);
    if flow.file.is(at + 1, b'{') && is_type(name) {
        return Some(ShownType::Named(own(flow, name.to_owned(), at)?));
    }
    if value.len() > LONGEST {
        return None;
    }
    of(
        flow,
        &slice::expr(flow.file, value)?.parsed,
        value.start,
        depth,
    )
}

/// `Self` by its own name.
fn own(flow: &Flow<'_>, name: String, at: u32) -> Option<String> {
    if name != "Self" {
        return Some(name);
    }
    let block = flow.file.impl_at(at)?;
    Some(flow.file.word(block.ty).to_owned())
}

/// `API_KEY_HEADER`.
fn is_constant(name: &str) -> bool {
    name.len() > 1 && name.starts_with(char::is_uppercase) && !name.contains(char::is_lowercase)
}

fn is_type(name: &str) -> bool {
    name.starts_with(char::is_uppercase) && name.chars().any(char::is_lowercase)
}
