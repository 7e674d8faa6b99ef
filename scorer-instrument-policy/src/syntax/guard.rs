//! What stands against recording an argument.

use syn::Type;
use syn::ext::IdentExt;

use super::binding::Binding;
use super::plan::Plan;
use super::types::{self, Shape};
use super::value_shape;
use crate::types::{TypeClass, TypeVerdict};
use crate::verdict::Verdict;

/// Why an argument must not be recorded.
#[derive(Clone)]
pub(super) struct Guard {
    /// Names it: "argument `pool`".
    pub(super) subject: String,
    /// Completes "argument `x` ...": "is a database connection pool (`PgPool`)".
    pub(super) phrase: String,
    /// What to record in its place: a field's name and value.
    pub(super) instead: Option<(String, String)>,
    /// Another way out.
    pub(super) note: Option<String>,
}

impl Guard {
    /// "argument `pool` is a database connection pool (`PgPool`) and must not be recorded".
    pub(super) fn message(&self) -> String {
        format!("{} {} and must not be recorded", self.subject, self.phrase)
    }
}

/// What stands against recording an argument: its type, its name or what it was bound from.
pub(super) fn guard(plan: &Plan<'_>, binding: &Binding) -> Option<Guard> {
    let generics = &plan.function.sig.generics;
    let shape = binding
        .ty
        .as_ref()
        .map_or(Shape::Other, |ty| types::shape(ty, generics));
    own_guard(plan, binding, shape).or_else(|| member_guard(plan, binding, shape))
}

/// What the pattern that bound an argument says of it: `Login { password: given }`.
fn member_guard(plan: &Plan<'_>, binding: &Binding, shape: Shape) -> Option<Guard> {
    let held = binding.held(plan.policy)?;
    let instead = match held.verdict() {
        // The type makes fit what the member's name alone would not.
        Verdict::Refused(_) if value_shape::fits(&held.verdict(), shape) => return None,
        Verdict::Refused(refusal) => refusal.instead,
        Verdict::Fit => None,
    };
    Some(Guard {
        subject: format!("argument `{}`", binding.name),
        phrase: held.phrase(),
        instead: None,
        note: instead
            .filter(|instead| plan.binding(instead).is_none())
            .map(|instead| format!("a field `{instead}` would be fit")),
    })
}

/// What an argument's type says, then its name, then that its text could be anything.
fn own_guard(plan: &Plan<'_>, binding: &Binding, shape: Shape) -> Option<Guard> {
    let generics = &plan.function.sig.generics;
    let verdict = binding
        .ty
        .as_ref()
        .map(|ty| types::judge(plan.policy, ty, generics));
    let refused_type = match verdict {
        Some(TypeVerdict::Refused { class, name }) => Some(Guard {
            subject: format!("argument `{}`", binding.name),
            phrase: format!("is {} (`{name}`)", class.noun()),
            instead: count_of(plan, binding, class),
            note: None,
        })
        .map(|guard| (class, guard)),
        _ => None,
    };
    if let Some((class, guard)) = &refused_type {
        // A collection of passwords is first of all passwords, which its name tells.
        let by_name = !class.outweighs_container()
            && matches!(plan.policy.name(&binding.name), Verdict::Refused(_));
        if !by_name || plan.policy.is_vague(&binding.name) {
            return refused_type.map(|(_, guard)| guard);
        }
        // The number of bytes in a key is no fact worth a field; how many credentials there are is.
        let instead = guard
            .instead
            .clone()
            .filter(|_| binding.name.ends_with('s'));
        return name_guard(
            plan,
            &plan.policy.name(&binding.name),
            &binding.name,
            Shape::Other,
        )
        .map(|guard| Guard { instead, ..guard });
    }
    if !plan.policy.is_vague(&binding.name) {
        return name_guard(plan, &plan.policy.name(&binding.name), &binding.name, shape);
    }
    let function = plan.function.sig.ident.unraw().to_string();
    let qualified = plan.policy.qualified(&function, &binding.name);
    let in_function = format!("{}` of `{function}", binding.name);
    name_guard(plan, &qualified, &in_function, shape).or_else(|| {
        (shape == Shape::Text).then(|| Guard {
            subject: format!("argument `{}`", binding.name),
            phrase: "is text that could hold anything".to_owned(),
            instead: None,
            note: Some("rename it after what it holds, or skip it".to_owned()),
        })
    })
}

/// Whether the length is part of the type.
fn is_array(ty: &Type) -> bool {
    match ty {
        Type::Array(_) => true,
        Type::Reference(inner) => is_array(&inner.elem),
        Type::Group(inner) => is_array(&inner.elem),
        Type::Paren(inner) => is_array(&inner.elem),
        _ => false,
    }
}

/// A guard for a refused name, unless the value's shape makes it fit.
fn name_guard(plan: &Plan<'_>, verdict: &Verdict, shown: &str, shape: Shape) -> Option<Guard> {
    let Verdict::Refused(refusal) = verdict else {
        return None;
    };
    if value_shape::fits(verdict, shape) {
        return None;
    }
    // A name that no argument has yet: renaming the argument to it is no way out, a field is.
    let instead = refusal
        .instead
        .as_ref()
        .filter(|instead| plan.binding(instead).is_none());
    Some(Guard {
        subject: format!("argument `{shown}`"),
        phrase: format!("is {}", refusal.reason),
        instead: None,
        note: instead.map(|instead| format!("a field `{instead}` would be fit")),
    })
}

/// `stamp_count = stamps.len()`, where the length is to be had and its name is fit.
fn count_of(plan: &Plan<'_>, binding: &Binding, class: TypeClass) -> Option<(String, String)> {
    let ty = binding.ty.as_ref()?;
    let method = types::count_expr(ty).filter(|_| !is_array(ty))?;
    if matches!(
        class,
        TypeClass::Pool | TypeClass::Connection | TypeClass::Transaction
    ) {
        return None;
    }
    let name = plan.policy.count_name(&binding.name);
    let fit =
        plan.policy.name(&name) == Verdict::Fit && syn::parse_str::<syn::Ident>(&name).is_ok();
    fit.then(|| (name, format!("{}.{method}()", binding.ident)))
}
