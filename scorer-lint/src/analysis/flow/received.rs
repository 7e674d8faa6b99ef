//! What came with a request and is recorded whole: its URL, whose query may hold anything, and its body.

use proc_macro2::Span;
use scorer_instrument_policy::{TypeClass, TypePath, TypeVerdict};
use scorer_instrument_syntax::reason::{Grounds, Origin as Unfit, Reading, Source, Subject};
use syn::ext::IdentExt;
use syn::{Expr, ExprCall, Ident, Member};

use super::bindings::Origin;
use super::words::{called, carries, function_carries};
use super::{Flow, handed};
use crate::analysis::shown_type::ShownType;
use crate::source::slice;

/// How many locals are gone through.
const FARTHEST: usize = 4;

/// What a value is of a request, if it is a whole part of it: where it is named, and what it is.
pub(super) fn read(flow: &Flow<'_>, expr: &Expr, at: u32) -> Option<(Span, Reading)> {
    let named = url(flow, expr, at, 0).map(|(name, ty)| {
        let class = TypeClass::Qualified;
        (name, Grounds::Type { class, name: ty })
    });
    let called_so = || Some((body(flow, expr, at)?, whole_body()));
    // What its type and the router say of an argument, its name doesn't.
    let mut by_name = Source::OwnName;
    let mut handed = || {
        by_name = Source::Argument;
        Some((handed_body(flow, expr, at, 0)?, whole_body()))
    };
    let (name, grounds) = named.or_else(called_so).or_else(&mut handed)?;
    let shown = name.unraw().to_string();
    // `let target = request.uri()`: the name at hand is the local's.
    let shown_here = path(expr).map(|ident| ident.unraw().to_string());
    let here = path(expr).map_or(name.span(), Ident::span);
    let subject = Subject::Name(shown_here.clone().unwrap_or_else(|| shown.clone()));
    let source = match shown_here {
        Some(here) if here != shown => Source::Local(Subject::Name(shown)),
        _ => by_name,
    };
    let origin = Unfit { source, grounds };
    Some((here, Reading { subject, origin }))
}

/// The same of a name by itself.
pub(super) fn named(flow: &Flow<'_>, name: &str, at: u32) -> Option<Reading> {
    let ident = syn::parse_str::<Ident>(name).ok()?;
    Some(read(flow, &syn::parse_quote!(#ident), at)?.1)
}

fn whole_body() -> Grounds {
    Grounds::AnyText { is_bulk: true }
}

fn path(expr: &Expr) -> Option<&Ident> {
    match expr {
        Expr::Path(path) => path.path.get_ident(),
        Expr::Reference(inner) => path(&inner.expr),
        Expr::Paren(inner) => path(&inner.expr),
        _ => None,
    }
}

/// The getter, the member or the local that is a request's URL, and its type.
fn url(flow: &Flow<'_>, expr: &Expr, at: u32, depth: usize) -> Option<(Ident, String)> {
    match expr {
        Expr::Reference(inner) => url(flow, &inner.expr, at, depth),
        Expr::Paren(inner) => url(flow, &inner.expr, at, depth),
        Expr::MethodCall(call) => {
            let name = call.method.unraw().to_string();
            match url_type(flow, &name) {
                Some(ty) if call.args.is_empty() && is_request(flow, &call.receiver, at) => {
                    Some((call.method.clone(), ty))
                }
                // A URL's query is what is meant by not recording the whole.
                _ if carries(flow.policy, &name)
                    || matches!(name.as_str(), "query" | "path_and_query") =>
                {
                    url(flow, &call.receiver, at, depth)
                }
                _ => None,
            }
        }
        Expr::Field(field) => match &field.member {
            Member::Named(name) if is_request(flow, &field.base, at) => {
                let ty = url_type(flow, &name.unraw().to_string())?;
                Some((name.clone(), ty))
            }
            _ => None,
        },
        Expr::Path(path) => {
            let ident = path.path.get_ident()?;
            let name = ident.unraw().to_string();
            match flow.bound_to(&name, at) {
                Some(value) if depth < FARTHEST => {
                    let value_at = value.start;
                    let value = slice::expr(flow.file, &value)?;
                    url(flow, &value.parsed, value_at, depth + 1)
                }
                Some(_) => None,
                // `Uri` is what a server was asked for: clients have another type.
                None => match flow.type_of_capture(&name, at) {
                    Some(ShownType::Named(ty)) if ty == "Uri" => Some((ident.clone(), ty)),
                    _ => None,
                },
            }
        }
        _ => None,
    }
}

/// The type that a getter is called after, where that is one of URLs: `Uri` for `uri`.
fn url_type(flow: &Flow<'_>, getter: &str) -> Option<String> {
    let mut letters = getter.chars();
    let first = letters.next()?.to_ascii_uppercase();
    let ty: String = std::iter::once(first).chain(letters).collect();
    let path = TypePath {
        segments: &[&ty],
        arguments: &[],
        lifetime: false,
        bound: false,
    };
    let verdict = flow.policy.type_path(&path);
    let is_url = matches!(
        verdict,
        TypeVerdict::Refused {
            class: TypeClass::Qualified,
            ..
        }
    );
    // A path has no query.
    (is_url && ty.starts_with('U') && !ty.contains("Path")).then_some(ty)
}

/// Whether a value is a request, by its type or by what it is called.
fn is_request(flow: &Flow<'_>, expr: &Expr, at: u32) -> bool {
    let name = match expr {
        Expr::Path(path) => path.path.get_ident().map(|ident| ident.unraw().to_string()),
        Expr::Field(field) => match &field.member {
            Member::Named(name) => Some(name.unraw().to_string()),
            Member::Unnamed(_) => return is_request(flow, &field.base, at),
        },
        Expr::Reference(inner) => return is_request(flow, &inner.expr, at),
        Expr::Paren(inner) => return is_request(flow, &inner.expr, at),
        Expr::MethodCall(call) => Some(call.method.unraw().to_string()),
        _ => None,
    };
    let Some(name) = name else {
        return false;
    };
    let is_typed = matches!(expr, Expr::Path(_))
        && matches!(flow.type_of_capture(&name, at), Some(ShownType::Named(ty)) if ty.starts_with("http::"));
    let last = name.rsplit('_').next().unwrap_or_default();
    is_typed || matches!(last, "request" | "req") || is_part_of_request(flow, expr, &name, at)
}

/// `let (parts, body) = request.into_parts()`.
fn is_part_of_request(flow: &Flow<'_>, expr: &Expr, name: &str, at: u32) -> bool {
    if !matches!(expr, Expr::Path(_))
        || !matches!(name, "parts" | "head" | "req_parts" | "request_parts")
    {
        return false;
    }
    flow.bound_to(name, at).is_some_and(|value| {
        let from = value.start;
        value.len() <= 4
            && slice::expr(flow.file, &value)
                .is_some_and(|value| is_request(flow, &value.parsed, from))
    })
}

/// A local or a member that is called a body, whose value is nothing else by its form; or a request that is written out as text.
fn body(flow: &Flow<'_>, expr: &Expr, at: u32) -> Option<Ident> {
    let name = match expr {
        Expr::Path(path) => path.path.get_ident()?,
        Expr::Reference(inner) => return body(flow, &inner.expr, at),
        Expr::Paren(inner) => return body(flow, &inner.expr, at),
        Expr::Field(field) => match &field.member {
            Member::Named(name) => name,
            Member::Unnamed(_) => return None,
        },
        Expr::MethodCall(call) => {
            let method = call.method.unraw().to_string();
            // `request.body_to_string()`
            let is_text_of_body = method
                .split_once("_to_")
                .is_some_and(|(what, _)| flow.policy.is_body(what));
            if is_text_of_body {
                return Some(call.method.clone());
            }
            if !carries(flow.policy, &method) {
                return None;
            }
            return body(flow, &call.receiver, at);
        }
        Expr::Call(call) => return written_out(flow, call, at),
        _ => return None,
    };
    flow.policy
        .is_body(&name.unraw().to_string())
        .then(|| name.clone())
}

/// The argument that a value is, if that is a request's body: `payload` of `payload.trim()` in
/// `post(|payload: String| async move { .. })`.
fn handed_body(flow: &Flow<'_>, expr: &Expr, at: u32, depth: usize) -> Option<Ident> {
    match expr {
        Expr::Reference(inner) => handed_body(flow, &inner.expr, at, depth),
        Expr::Paren(inner) => handed_body(flow, &inner.expr, at, depth),
        Expr::MethodCall(call) if carries(flow.policy, &call.method.unraw().to_string()) => {
            handed_body(flow, &call.receiver, at, depth)
        }
        // `String::from_utf8_lossy(&payload)`
        Expr::Call(call)
            if called(call).is_some_and(|path| function_carries(flow.policy, path)) =>
        {
            handed_body(flow, call.args.first()?, at, depth)
        }
        Expr::Try(inner) => handed_body(flow, &inner.expr, at, depth),
        // Of a wrapper: `payload.0`.
        Expr::Field(field) if matches!(field.member, Member::Unnamed(_)) => {
            handed_body(flow, &field.base, at, depth)
        }
        Expr::Path(path) => {
            let ident = path.path.get_ident()?;
            let name = ident.unraw().to_string();
            let Some(local) = flow.binding(&name, at) else {
                return handed::is_of_function(flow.file, flow.policy, flow.head.start, &name)
                    .then(|| ident.clone());
            };
            match &local.origin {
                Origin::Value(value) if depth < FARTHEST => {
                    let parsed = slice::expr(flow.file, value)?.parsed;
                    handed_body(flow, &parsed, value.start, depth + 1)
                }
                Origin::Unknown => {
                    handed::is_of_closure(flow.file, flow.policy, local).then(|| ident.clone())
                }
                _ => None,
            }
        }
        _ => None,
    }
}

/// `serde_json::to_string_pretty(request)`, and what a wrapper does so when it is printed: `Lazy(|| request.body_to_string())`.
fn written_out(flow: &Flow<'_>, call: &ExprCall, at: u32) -> Option<Ident> {
    let given = call.args.first()?;
    if let Expr::Closure(closure) = given {
        return body(flow, &closure.body, at);
    }
    let Expr::Path(function) = &*call.func else {
        return None;
    };
    let last = function.path.segments.last()?.ident.unraw().to_string();
    let is_json = matches!(last.as_str(), "to_string" | "to_string_pretty") && call.args.len() == 1;
    let name = path(given)?;
    (is_json && is_request(flow, given, at)).then(|| name.clone())
}
