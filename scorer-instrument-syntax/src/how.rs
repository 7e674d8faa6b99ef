//! How a value is passed to tracing: as it is, through `Recordable`, or as the team's policy says.

use syn::ext::IdentExt;
use syn::{Expr, Type};

use crate::binding::Binding;
use crate::expr;
use crate::field::Sigil;
use crate::plan::{self, How, Plan};
use crate::returned::first_type;
use crate::types::{self, Shape};
use crate::value_shape;
use scorer_instrument_policy::Policy;
use scorer_instrument_policy::Via;

/// Whether the argument's written type is `&T`.
pub(super) fn is_shared_reference(binding: &Binding) -> bool {
    matches!(&binding.ty, Some(Type::Reference(reference)) if reference.mutability.is_none())
}

/// Returns how an argument is passed to tracing. If its written type is enough to know that it is recordable, it is
/// passed as it is.
pub(super) fn how(plan: &Plan<'_>, binding: &Binding, sigil: Sigil) -> How {
    let Some(ty) = &binding.ty else {
        return How::Proven(sigil);
    };
    if sigil == Sigil::None && types::plain(ty) {
        return How::Plain;
    }
    team_type(plan.policy, ty, false).unwrap_or(How::Proven(sigil))
}

/// Returns how the team's policy records a type of another crate, through pointers and `Option`.
pub(super) fn team_type(policy: &Policy, ty: &Type, optional: bool) -> Option<How> {
    let path = match ty {
        Type::Reference(inner) => return team_type(policy, &inner.elem, optional),
        Type::Group(inner) => return team_type(policy, &inner.elem, optional),
        Type::Paren(inner) => return team_type(policy, &inner.elem, optional),
        Type::Path(path) => &path.path,
        _ => return None,
    };
    let last = path.segments.last()?;
    let known = policy
        .team
        .recordable
        .iter()
        .find(|known| last.ident == known.type_name);
    if let Some(known) = known {
        return Some(if optional {
            How::OwnOption(known.via)
        } else {
            How::Own(known.via)
        });
    }
    let inner = first_type(&last.arguments)?;
    match last.ident.to_string().as_str() {
        "Option" if !optional => team_type(policy, inner, true),
        "Box" | "Arc" | "Rc" => team_type(policy, inner, optional),
        _ => None,
    }
}

/// Returns the sigil of a field. An error in the form `&err as &dyn Error`, which tracing accepts without a sigil, is
/// printed by its `Display`.
pub(super) fn sigil_of(value: &Expr, sigil: Sigil) -> Sigil {
    match value {
        Expr::Cast(cast) if sigil == Sigil::None && is_error_object(&cast.ty) => Sigil::Display,
        Expr::Paren(inner) => sigil_of(&inner.expr, sigil),
        Expr::Group(inner) => sigil_of(&inner.expr, sigil),
        _ => sigil,
    }
}

/// Whether a type is `&dyn Error`, possibly with other bounds.
fn is_error_object(ty: &Type) -> bool {
    match ty {
        Type::Reference(inner) => is_error_object(&inner.elem),
        Type::Paren(inner) => is_error_object(&inner.elem),
        Type::Group(inner) => is_error_object(&inner.elem),
        Type::TraitObject(object) => object.bounds.iter().any(|bound| match bound {
            syn::TypeParamBound::Trait(bound) => {
                let last = bound.path.segments.last();
                last.is_some_and(|last| last.ident == "Error")
            }
            _ => false,
        }),
        _ => false,
    }
}

/// Returns how the value of a field is passed to tracing.
pub(super) fn field_how(plan: &Plan<'_>, value: &Expr, sigil: Sigil) -> How {
    let sigil = sigil_of(value, sigil);
    if plan::is_literal(value) || expr::is_printed_as_it_is(value) {
        return plan::raw(sigil);
    }
    // The form of a count or a comparison shows that it is a scalar, which tracing accepts as it is.
    if sigil == Sigil::None
        && matches!(shape_of(plan, value), Shape::Bool | Shape::Integer)
        && !matches!(value, Expr::Path(_))
    {
        return How::Plain;
    }
    match value {
        Expr::Path(path) => match path
            .path
            .get_ident()
            .and_then(|ident| plan.binding(&ident.unraw().to_string()))
        {
            Some(binding) => match binding
                .ty
                .as_ref()
                .and_then(|ty| team_type(plan.policy, ty, false))
            {
                Some(How::Own(via)) => How::Own(match sigil {
                    Sigil::None => via,
                    Sigil::Display => Via::Display,
                    Sigil::Debug => Via::Debug,
                }),
                _ => how(plan, binding, sigil),
            },
            None => How::Proven(sigil),
        },
        _ => How::Proven(sigil),
    }
}

/// Returns the shape of a field's value, by its form and the types of the arguments.
pub(super) fn shape_of(plan: &Plan<'_>, value: &Expr) -> Shape {
    value_shape::shape(plan.policy, value, &|argument| {
        let ty = plan
            .binding(argument)
            .and_then(|binding| binding.ty.as_ref());
        ty.map_or(Shape::Other, |ty| {
            types::shape(ty, &plan.function.sig.generics)
        })
    })
}
