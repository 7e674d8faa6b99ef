//! Why an argument must not be recorded, and what to record instead.

use std::fmt;

use syn::Type;
use syn::ext::IdentExt;

use crate::argument::{self, Argument, Open, Refused};
use crate::binding::Binding;
use crate::plan::Plan;
use crate::reason::{Grounds, Origin};
use crate::types::Shape;
use crate::{types, value_shape, words};
use scorer_instrument_policy::Verdict;
use scorer_instrument_policy::{TypeClass, TypeVerdict};

/// Why an argument must not be recorded.
#[derive(Clone)]
pub(super) struct Guard {
    /// The argument's name.
    name: String,
    /// The function whose name says what the argument is.
    function: Option<String>,
    /// What it is.
    origin: Origin,
    /// What to record instead: the name and the value of a field.
    pub(super) instead: Option<(String, String)>,
    /// Another way to fix it.
    pub(super) way_out: Option<WayOut>,
}

/// A way to fix it other than skipping the argument.
#[derive(Clone)]
pub(super) enum WayOut {
    /// A field of this name.
    Field(String),
    /// A name that says what the argument holds.
    Rename,
    /// An entry of the team's file for a type that is refused only for its name.
    Allow(String),
}

impl Guard {
    /// Returns what a value is that reads the argument.
    pub(super) fn origin(&self) -> Origin {
        self.origin.clone()
    }

    /// Whether only its type is refused, and that is the type of a path, an address or something similar.
    pub(super) fn is_of_a_place(&self) -> bool {
        let Grounds::Type { class, .. } = &self.origin.grounds else {
            return false;
        };
        *class == TypeClass::Qualified
    }

    /// Whether it is an extractor of one value that may be recorded: `build_id: web::Path<i64>`.
    pub(super) fn is_of_one_value(&self) -> bool {
        self.is_of_a_place() && self.instead.is_some()
    }

    /// "argument `pool` is a database connection pool (`PgPool`) and must not be recorded".
    pub(super) fn message(&self) -> String {
        format!("{self} {} and must not be recorded", self.origin)
    }
}

/// "argument `pool`", "argument `code` of `verify_otp`".
impl fmt::Display for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.function {
            Some(function) => {
                words::write(f, format_args!("argument `{}` of `{function}`", self.name))
            }
            None => words::write(f, format_args!("argument `{}`", self.name)),
        }
    }
}

impl fmt::Display for WayOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field(name) => {
                words::write(f, format_args!("a field `{name}` could be recorded"))
            }
            Self::Rename => {
                words::write(f, format_args!("rename it after what it holds, or skip it"))
            }
            Self::Allow(name) => words::write(
                f,
                format_args!(
                    "if `{name}` is a type of your own that only says which one is meant, derive `Recordable` for it and \
                     add to scorer-instrument.toml:\n[[allow]]\nname = \"{name}\"\nreason = \"says which pool is meant, and holds none\""
                ),
            ),
        }
    }
}

/// Returns why an argument must not be recorded, if so.
pub(super) fn guard(plan: &Plan<'_>, binding: &Binding) -> Option<Guard> {
    let function = plan.function.sig.ident.unraw().to_string();
    let Refused {
        origin,
        by_function,
        class,
    } = argument::judge(plan.policy, &argument(plan, &function, binding))?;
    let instead = class
        .and_then(|class| {
            content_of(plan, binding, class).or_else(|| count_of(plan, binding, class))
        })
        // The number of bytes in a key is not worth a field, but the number of credentials is.
        .filter(|_| matches!(origin.grounds, Grounds::Type { .. }) || binding.name.ends_with('s'));
    let way_out = match &origin.grounds {
        // If no argument has this name yet, renaming the argument to it does not help, but a field does.
        Grounds::Name(refusal) => refusal
            .instead
            .as_ref()
            .filter(|instead| plan.binding(instead).is_none())
            .map(|instead| WayOut::Field(instead.clone().into_owned())),
        Grounds::Type { name, .. } => binding
            .ty
            .as_ref()
            .is_some_and(|ty| types::is_pool_by_name_only(plan.policy, ty))
            .then(|| WayOut::Allow(name.clone())),
        Grounds::PartOfSelf => None,
        Grounds::AnyText { .. } | Grounds::MayBe(_) | Grounds::Promised(_) => Some(WayOut::Rename),
    };
    Some(Guard {
        name: binding.name.clone(),
        function: by_function.then_some(function),
        origin,
        instead,
        way_out,
    })
}

/// Returns why rustc has to check that the argument is not text, if so.
pub(super) fn needs_no_text(plan: &Plan<'_>, binding: &Binding) -> Option<Open> {
    let function = plan.function.sig.ident.unraw().to_string();
    argument::needs_no_text(plan.policy, &argument(plan, &function, binding))
}

fn argument<'a>(plan: &'a Plan<'_>, function: &'a str, binding: &'a Binding) -> Argument<'a> {
    Argument {
        function,
        name: &binding.name,
        ty: binding.ty.as_ref(),
        generics: &plan.function.sig.generics,
        all: &plan.bindings,
        held: binding.held(plan.policy),
    }
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

/// Returns `build_id = *build_id` for `build_id: web::Path<i64>`, an extractor of one value that may be recorded.
fn content_of(plan: &Plan<'_>, binding: &Binding, class: TypeClass) -> Option<(String, String)> {
    let generics = &plan.function.sig.generics;
    let inside = types::extracted(binding.ty.as_ref()?)?;
    let is_fit = class == TypeClass::Qualified
        && binding.rewritten.is_none()
        && types::judge(plan.policy, inside, generics) == TypeVerdict::Fit
        && value_shape::fits(
            &plan.policy.name(&binding.name),
            types::shape(inside, generics),
        )
        && !(plan.policy.is_vague(&binding.name) && types::shape(inside, generics) == Shape::Text);
    is_fit.then(|| (binding.name.clone(), format!("*{}", binding.ident)))
}

/// Returns `stamp_count = stamps.len()`, if there is a length and its name is safe.
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
