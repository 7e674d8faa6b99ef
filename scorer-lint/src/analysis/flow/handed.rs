//! The argument of a handler that is a request's whole body, whatever it is called: the last one, where its type takes the body as
//! it came.

use scorer_instrument_policy::{TypeClass, TypeVerdict};
use scorer_instrument_syntax::types;
use syn::ext::IdentExt;
use syn::{Expr, Generics, Ident, Type};

use super::bindings::{Local, Origin};
use super::words::{called, carries, function_carries};
use super::{Flow, written};
use crate::analysis::routes::{METHODS, bracket_around, is_handed_to_router};
use crate::source::slice;
use crate::source::{File, Function, Parameter, TokenKind, Tokens};

/// How many locals are gone through.
const FARTHEST: usize = 4;

/// The argument that a value is, if that is a request's body: `payload` of `payload.trim()` in
/// `post(|payload: String| async move { .. })`.
pub(super) fn read(flow: &Flow<'_>, expr: &Expr, at: u32) -> Option<Ident> {
    within(flow, expr, at, 0)
}

fn within(flow: &Flow<'_>, expr: &Expr, at: u32, depth: usize) -> Option<Ident> {
    match expr {
        Expr::Reference(inner) => within(flow, &inner.expr, at, depth),
        Expr::Paren(inner) => within(flow, &inner.expr, at, depth),
        Expr::MethodCall(call) if carries(flow.policy, &call.method.unraw().to_string()) => {
            within(flow, &call.receiver, at, depth)
        }
        // `String::from_utf8_lossy(&payload)`
        Expr::Call(call)
            if called(call).is_some_and(|path| function_carries(flow.policy, path)) =>
        {
            within(flow, call.args.first()?, at, depth)
        }
        Expr::Try(inner) => within(flow, &inner.expr, at, depth),
        // Of a wrapper: `payload.0`.
        Expr::Field(field) if matches!(field.member, syn::Member::Unnamed(_)) => {
            within(flow, &field.base, at, depth)
        }
        Expr::Path(path) => {
            let ident = path.path.get_ident()?;
            let name = ident.unraw().to_string();
            let Some(local) = flow.binding(&name, at) else {
                return is_of_function(flow, &name).then(|| ident.clone());
            };
            match &local.origin {
                Origin::Value(value) if depth < FARTHEST => {
                    let parsed = slice::expr(flow.file, value)?.parsed;
                    within(flow, &parsed, value.start, depth + 1)
                }
                Origin::Unknown => is_of_closure(flow, local).then(|| ident.clone()),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Whether a local is the last argument of a closure that a router is handed: `post(|State(app), payload: String| ..)`.
fn is_of_closure(flow: &Flow<'_>, local: &Local) -> bool {
    let file = flow.file;
    let behind = local.ty.end + u32::from(file.is(local.ty.end, b','));
    if local.ty.is_empty() || !file.is(behind, b'|') || !takes_body(flow, &local.ty) {
        return false;
    }
    // Of `Json(payload)`, what stands around the pattern.
    let at = match bracket_around(file, local.name) {
        Some(open) if open > 0 && starts_type(file, open - 1) => open - 1,
        _ => local.name,
    };
    is_handed_to_router(file, at)
}

/// Whether an argument of the function is the last, and the function answers requests: a router of the file calls it, or another
/// argument is a part of the request that a pattern takes apart.
fn is_of_function(flow: &Flow<'_>, name: &str) -> bool {
    let file = flow.file;
    let Some(function) = file
        .functions()
        .iter()
        .find(|function| function.keyword == flow.head.start && function.is_async)
    else {
        return false;
    };
    let mut parameters = function.parameters(file);
    let Some(last) = parameters.pop() else {
        return false;
    };
    last.pattern.clone().any(|at| file.is_word(at, name))
        && takes_body(flow, &last.ty)
        && (parameters.iter().any(|other| is_extractor(file, other))
            || is_routed_by_attribute(file, function, name)
            || is_routed(file, function))
}

/// `State(app): State<App>`: a pattern called like its type, which only an extractor's argument is.
fn is_extractor(file: &File, parameter: &Parameter) -> bool {
    let open = parameter.pattern.clone().find(|at| file.is(*at, b'('));
    let Some(name) = open.and_then(|open| open.checked_sub(1)) else {
        return false;
    };
    let generics = parameter.ty.clone().find(|at| file.is(*at, b'<'));
    let ty = generics.unwrap_or(parameter.ty.end).saturating_sub(1);
    name >= parameter.pattern.start && starts_type(file, name) && file.word(name) == file.word(ty)
}

/// `#[post("/login")]`; what the route itself names (`"/<id>"`) is a part of the path.
fn is_routed_by_attribute(file: &File, function: &Function, name: &str) -> bool {
    function.attributes.iter().any(|attribute| {
        let route = attribute.arguments.start;
        METHODS.contains(&file.word(attribute.name))
            && file.token(route).kind == TokenKind::Str
            && !file.literal(route).contains(&format!("<{name}"))
    })
}

/// Whether a router in the same file calls a function.
fn is_routed(file: &File, function: &Function) -> bool {
    let name = file.word(function.name);
    let mut named = (0..file.len()).filter(|at| *at != function.name && file.is_word(*at, name));
    named.any(|at| !file.is(at + 1, b'(') && is_handed_to_router(file, at))
}

fn starts_type(file: &File, at: u32) -> bool {
    file.token(at).kind == TokenKind::Ident && file.word(at).starts_with(char::is_uppercase)
}

/// Whether an argument of this type is the body as it came: `String`, `Bytes`, `Json<Value>`.
fn takes_body(flow: &Flow<'_>, ty: &Tokens) -> bool {
    let Some(mut slice) = slice::parse(flow.file, ty, <Type as syn::parse::Parse>::parse) else {
        return false;
    };
    written::follow(flow.file, &mut slice.parsed);
    let is_text = matches!(
        &slice.parsed,
        Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "String")
    );
    is_text
        || match types::judge(flow.policy, &slice.parsed, &Generics::default()) {
            TypeVerdict::Refused { class, name } => {
                class == TypeClass::Json || class == TypeClass::Body && name == "Bytes"
            }
            _ => false,
        }
}
