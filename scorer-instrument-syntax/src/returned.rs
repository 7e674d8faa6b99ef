//! `ret`: the returned value is recorded by its own `Debug`, under the function's name.

use proc_macro2::{Ident, Span};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{GenericArgument, PathArguments, ReturnType, Type, TypeParamBound};

use crate::fault::{Edit, Fault};
use crate::plan::{Plan, Returned};
use crate::reason::Grounds;
use crate::text::text;
use crate::types::Shape;
use crate::{each, tail, types, value_shape};
use scorer_instrument_policy::TypeVerdict;
use scorer_instrument_policy::Verdict;

/// Checks `ret`, which prints the `Debug` of the returned value under the function's name.
pub(super) fn check_ret(plan: &Plan<'_>, faults: &mut Vec<Fault>) -> Option<(Span, Returned)> {
    let span = plan.args.ret?;
    let sig = &plan.function.sig;
    let returned = if plan.args.err.is_some() {
        Returned::Ok
    } else {
        Returned::Whole
    };
    let output = match &sig.output {
        ReturnType::Default => return Some((span, returned)),
        ReturnType::Type(_, ty) => future_output(ty).unwrap_or(ty),
    };
    let name = sig.ident.unraw().to_string();
    let verdict = plan.policy.returned(&name);
    let value = recorded_part(output, returned);
    let shape = types::shape(value, &sig.generics);
    if let Verdict::Refused(refusal) = &verdict {
        if !value_shape::fits(&verdict, shape) {
            faults.push(Fault::new(
                span,
                format!(
                    "`ret` would record what `{name}` returns: {}",
                    refusal.reason
                ),
                Edit::DropRet,
            ));
            return None;
        }
    }
    if has_impl(value) {
        faults.push(Fault::new(
            span,
            format!(
                "`ret` would record `{}`, about which nothing is known",
                text(value.to_token_stream())
            ),
            Edit::DropRet,
        ));
        return None;
    }
    if let TypeVerdict::Refused { class, name } = types::judge(plan.policy, value, &sig.generics) {
        faults.push(
            Fault::new(span, format!("`ret` would record {} (`{name}`)", class.noun()), Edit::DropRet)
                .note("record a part of it: declare `fields(n)` and fill it with `scorer_instrument::record!(n = ..)`"),
        );
        return None;
    }
    let is_unnamed = plan.policy.is_vague_function(&name);
    let policy = plan.policy;
    let subject = policy.taken_by(&name).or_else(|| policy.made_by(&name));
    let promised = policy.promised(&name);
    if shape == Shape::Text {
        let what = match (&subject, promised.clone()) {
            (Some(refusal), _) => Some(Grounds::MayBe(refusal.clone())),
            (None, Some(refusal)) => Some(Grounds::Promised(refusal)),
            // `load` returns what it loads, which may be anything.
            (None, None) if is_unnamed || policy.is_action(&name) => {
                Some(Grounds::AnyText { is_bulk: false })
            }
            (None, None) => None,
        };
        if let Some(what) = what {
            let message = format!("`ret` would record what `{name}` returns: {what}");
            let is_open = matches!(what, Grounds::AnyText { .. });
            let mut fault = Fault::new(span, message, Edit::DropRet);
            if is_open {
                fault = fault.note("rename the function after what it returns, or leave `ret` out");
            }
            faults.push(fault);
            return None;
        }
    }
    let is_called_a_secret = types::is_called_a_secret(plan.policy, value);
    let is_proven = !is_unnamed && subject.is_none() && promised.is_none() && !is_called_a_secret;
    if shape != Shape::Other || is_proven {
        return Some((span, returned));
    }
    let returned = match returned {
        Returned::Whole => Returned::WholeNoText,
        Returned::Ok | Returned::WholeNoText | Returned::OkNoText => Returned::OkNoText,
    };
    Some((span, returned))
}

/// Checks `err`. The policy must not refuse the error by its type, and with `Debug` it must not refuse what the error's
/// `Debug` prints, which is every member.
pub(super) fn check_err(plan: &Plan<'_>, faults: &mut Vec<Fault>) {
    let Some(span) = plan.args.err else { return };
    let sig = &plan.function.sig;
    let returned = match &sig.output {
        ReturnType::Default => None,
        ReturnType::Type(_, ty) => Some(&**ty),
    };
    let Some(ty) = returned.filter(|ty| may_be_result(ty)) else {
        let message = format!(
            "`err` records the error of a `Result`, and `{}` returns none",
            sig.ident.unraw()
        );
        faults.push(Fault::new(span, message, Edit::DropErr));
        return;
    };
    let Some(error) = error_type(ty) else {
        return;
    };
    if let TypeVerdict::Refused { class, name } = types::judge(plan.policy, error, &sig.generics) {
        faults.push(
            Fault::new(
                span,
                format!("`err` would record {} (`{name}`)", class.noun()),
                Edit::DropErr,
            )
            .note("return an error type of your own, whose text says what failed"),
        );
    }
}

/// Whether a type may be a `Result`: any type that is not built in may be another name for one.
fn may_be_result(ty: &Type) -> bool {
    match ty {
        Type::Array(_)
        | Type::BareFn(_)
        | Type::Ptr(_)
        | Type::Reference(_)
        | Type::Slice(_)
        | Type::Tuple(_) => false,
        Type::Paren(inner) => may_be_result(&inner.elem),
        Type::Group(inner) => may_be_result(&inner.elem),
        Type::Path(path) => !path.path.get_ident().is_some_and(is_built_in),
        _ => true,
    }
}

/// Whether a name is that of a primitive type, which nobody uses for a `Result`.
fn is_built_in(name: &Ident) -> bool {
    const NAMES: [&str; 17] = [
        "bool", "char", "str", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32",
        "u64", "u128", "usize", "f32", "f64",
    ];
    NAMES.iter().any(|known| name == known)
}

/// Refuses a span on a function that passes on a future, because the span would end before the future has run.
pub(super) fn check_future(plan: &Plan<'_>, faults: &mut Vec<Fault>) {
    let sig = &plan.function.sig;
    let ReturnType::Type(_, ty) = &sig.output else {
        return;
    };
    let returns_future = future_output(ty).is_some() || is_boxed_future(ty);
    if sig.asyncness.is_some() || !returns_future || tail::makes_future(plan.function) {
        return;
    }
    let message = format!(
        "`{}` returns a future that is not created at the end of its body, so the span would end before the future has run",
        sig.ident.unraw()
    );
    faults.push(Fault::new(sig.ident.span(), message, Edit::None).help(
        "make it an `async fn`, or end its body in `async move { .. }` or `Box::pin(async move { .. })`",
    ));
}

/// Whether a type is `BoxFuture<'_, T>`, as `futures` names it.
fn is_boxed_future(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    path.path
        .segments
        .last()
        .is_some_and(|last| last.ident == "BoxFuture" || last.ident == "LocalBoxFuture")
}

/// Returns the type of the error in a returned type, if it is written.
pub(super) fn error_type(ty: &Type) -> Option<&Type> {
    error_of(future_output(ty).unwrap_or(ty))
}

/// Returns the second type argument of a `Result`.
fn error_of(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last()?;
    if last.ident != "Result" {
        return None;
    }
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    let types = each(&arguments.args);
    let mut types = types.iter().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    });
    types.nth(1)
}

/// Returns the part of the returned type that is printed. With `err`, it is the type in `Ok`.
fn recorded_part(ty: &Type, returned: Returned) -> &Type {
    let Type::Path(path) = ty else { return ty };
    match path.path.segments.last() {
        Some(last) if returned == Returned::Ok && last.ident == "Result" => {
            first_type(&last.arguments).unwrap_or(ty)
        }
        _ => ty,
    }
}

pub(super) fn first_type(arguments: &PathArguments) -> Option<&Type> {
    let PathArguments::AngleBracketed(arguments) = arguments else {
        return None;
    };
    for argument in each(&arguments.args) {
        if let GenericArgument::Type(ty) = argument {
            return Some(ty);
        }
    }
    None
}

/// Returns `T` of `impl Future<Output = T>` and of `Pin<Box<dyn Future<Output = T>>>`. If a function returns an async
/// block, tracing instruments its future.
pub(super) fn future_output(ty: &Type) -> Option<&Type> {
    let bounds = match ty {
        Type::ImplTrait(ty) => &ty.bounds,
        Type::TraitObject(ty) => &ty.bounds,
        Type::Group(ty) => return future_output(&ty.elem),
        Type::Paren(ty) => return future_output(&ty.elem),
        Type::Path(path) => {
            let last = path.path.segments.last()?;
            let pointer = last.ident == "Pin" || last.ident == "Box";
            return first_type(&last.arguments)
                .filter(|_| pointer)
                .and_then(future_output);
        }
        _ => return None,
    };
    bounds.iter().find_map(|bound| {
        let TypeParamBound::Trait(bound) = bound else {
            return None;
        };
        let last = bound
            .path
            .segments
            .last()
            .filter(|last| last.ident == "Future")?;
        let PathArguments::AngleBracketed(arguments) = &last.arguments else {
            return None;
        };
        for argument in each(&arguments.args) {
            match argument {
                GenericArgument::AssocType(output) if output.ident == "Output" => {
                    return Some(&output.ty);
                }
                _ => {}
            }
        }
        None
    })
}

/// Whether a type contains `impl Trait` anywhere.
fn has_impl(ty: &Type) -> bool {
    let mut streams = vec![ty.to_token_stream()];
    while let Some(stream) = streams.pop() {
        for tree in stream {
            match tree {
                proc_macro2::TokenTree::Group(group) => streams.push(group.stream()),
                proc_macro2::TokenTree::Ident(ident) if ident == "impl" => return true,
                _ => {}
            }
        }
    }
    false
}
