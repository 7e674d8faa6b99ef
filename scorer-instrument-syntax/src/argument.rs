//! Whether an argument may be recorded as it is: one function, which the macro and the lint ask.

use syn::{Generics, Type};

use crate::origin::BoundFrom;
use crate::reason::{Grounds, Origin};
use crate::types::{self, Shape};
use crate::value_shape;
use scorer_instrument_policy::{Policy, Verdict};
use scorer_instrument_policy::{TypeClass, TypeVerdict};

/// A name that an argument binds, as its function declares it.
#[derive(Clone)]
pub struct Argument<'a> {
    /// The function's name.
    pub function: &'a str,
    /// The name that is bound.
    pub name: &'a str,
    /// Its type, where the signature tells it.
    pub ty: Option<&'a Type>,
    /// The function's generics.
    pub generics: &'a Generics,
    /// What stands against the member that a pattern bound it from.
    pub held: Option<BoundFrom>,
}

/// Why an argument must not be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// What it is, and where that was learnt.
    pub origin: Origin,
    /// Whether the argument's name says nothing and the function's name tells: `code` of `verify_otp`.
    pub by_function: bool,
    /// What its type is refused for, also where its name says more.
    pub class: Option<TypeClass>,
}

/// Judges an argument by its type, then by its name, then by whether its text could be anything, then by the member that a
/// pattern bound it from. What is not refused here is proven by rustc, or not recorded either.
pub fn judge(policy: &Policy, argument: &Argument<'_>) -> Option<Refused> {
    let shape = argument
        .ty
        .map_or(Shape::Other, |ty| types::shape(ty, argument.generics));
    by_itself(policy, argument, shape).or_else(|| by_member(argument, shape))
}

/// `Login { password: given }`: the member says what the name does not.
fn by_member(argument: &Argument<'_>, shape: Shape) -> Option<Refused> {
    let held = argument.held.as_ref()?;
    // The type makes fit what the member's name alone would not.
    if held.verdict() != Verdict::Fit && value_shape::fits(&held.verdict(), shape) {
        return None;
    }
    Some(Refused {
        origin: held.origin(),
        by_function: false,
        class: None,
    })
}

fn by_itself(policy: &Policy, argument: &Argument<'_>, shape: Shape) -> Option<Refused> {
    let Argument { name, generics, .. } = *argument;
    let own = policy.name(name);
    let is_vague = policy.is_vague(name);
    if let Some(TypeVerdict::Refused { class, name: ty }) =
        argument.ty.map(|ty| types::judge(policy, ty, generics))
    {
        // A collection of passwords is first of all passwords, which its name tells.
        let by_name = !class.outweighs_container() && !is_vague;
        let by_name = by_name.then(|| by_name_of(own, Shape::Other)).flatten();
        return Some(Refused {
            origin: Origin::of_argument(by_name.unwrap_or(Grounds::Type { class, name: ty })),
            by_function: false,
            class: Some(class),
        });
    }
    if !is_vague {
        return by_name_of(own, shape).map(Refused::from);
    }
    let qualified = policy.qualified(argument.function, name);
    if let Some(grounds) = by_name_of(qualified, shape) {
        return Some(Refused {
            origin: Origin::of_argument(grounds),
            by_function: true,
            class: None,
        });
    }
    (shape == Shape::Text).then(|| {
        let is_bulk = policy.is_bulk(name);
        Grounds::AnyText { is_bulk }.into()
    })
}

/// What a refused name says, unless the shape of the value makes it fit.
fn by_name_of(verdict: Verdict, shape: Shape) -> Option<Grounds> {
    if value_shape::fits(&verdict, shape) {
        return None;
    }
    match verdict {
        Verdict::Refused(refusal) => Some(Grounds::Name(refusal)),
        Verdict::Fit => None,
    }
}

impl From<Grounds> for Refused {
    fn from(grounds: Grounds) -> Self {
        Self {
            origin: Origin::of_argument(grounds),
            by_function: false,
            class: None,
        }
    }
}
