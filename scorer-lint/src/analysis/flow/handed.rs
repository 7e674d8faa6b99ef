//! The argument of a handler that is a request's whole body, whatever it is called: the last one, where its type takes the body as
//! it came.

use scorer_instrument_policy::{Policy, TypeClass, TypeVerdict};
use scorer_instrument_syntax::types;
use syn::{Generics, Type};

use super::bindings::Local;
use super::written;
use crate::analysis::routes::{METHODS, bracket_around, is_handed_to_router};
use crate::source::slice;
use crate::source::{File, Function, Parameter, TokenKind, Tokens};

/// Whether a local is the last argument of a closure that a router is handed: `post(|State(app), payload: String| ..)`.
pub(super) fn is_of_closure(file: &File, policy: &Policy, local: &Local) -> bool {
    let behind = local.ty.end + u32::from(file.is(local.ty.end, b','));
    if local.ty.is_empty() || !file.is(behind, b'|') || !takes_body(file, policy, &local.ty) {
        return false;
    }
    // Of `Json(payload)`, what stands around the pattern.
    let at = match bracket_around(file, local.name) {
        Some(open) if open > 0 && starts_type(file, open - 1) => open - 1,
        _ => local.name,
    };
    is_handed_to_router(file, at)
}

/// Whether an argument of the function whose keyword stands there is the last, and the function answers requests: a router of the
/// file calls it, or another argument is a part of the request that a pattern takes apart.
pub(super) fn is_of_function(file: &File, policy: &Policy, keyword: u32, name: &str) -> bool {
    let Some(function) = file
        .functions()
        .iter()
        .find(|function| function.keyword == keyword && function.is_async)
    else {
        return false;
    };
    let mut parameters = function.parameters(file);
    let Some(last) = parameters.pop() else {
        return false;
    };
    last.pattern.clone().any(|at| file.is_word(at, name))
        && takes_body(file, policy, &last.ty)
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
fn takes_body(file: &File, policy: &Policy, ty: &Tokens) -> bool {
    let Some(mut slice) = slice::parse(file, ty, <Type as syn::parse::Parse>::parse) else {
        return false;
    };
    written::follow(file, &mut slice.parsed);
    let is_text = matches!(
        &slice.parsed,
        Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "String")
    );
    is_text
        || match types::judge(policy, &slice.parsed, &Generics::default()) {
            TypeVerdict::Refused { class, name } => {
                class == TypeClass::Json || class == TypeClass::Body && name == "Bytes"
            }
            _ => false,
        }
}
