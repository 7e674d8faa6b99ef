//! Whether an argument may be recorded as it is: one function, which the macro and the lint ask.

use syn::{Generics, Type};

use crate::reason::Grounds;
use crate::types::{self, Shape};
use crate::value_shape;
use scorer_instrument_policy::{Policy, Verdict};
use scorer_instrument_policy::{TypeClass, TypeVerdict};

/// A name that an argument binds, as its function declares it.
#[derive(Clone, Copy)]
pub struct Argument<'a> {
    /// The function's name.
    pub function: &'a str,
    /// The name that is bound.
    pub name: &'a str,
    /// Its type, where the signature tells it.
    pub ty: Option<&'a Type>,
    /// The function's generics.
    pub generics: &'a Generics,
}

/// Why an argument must not be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// What it is.
    pub grounds: Grounds,
    /// Whether the argument's name says nothing and the function's name tells: `code` of `verify_otp`.
    pub by_function: bool,
    /// What its type is refused for, also where its name says more.
    pub class: Option<TypeClass>,
}

/// Judges an argument by its type, then by its name, then by whether its text could be anything. What is not refused here is
/// proven by rustc, or not recorded either.
pub fn judge(policy: &Policy, argument: &Argument<'_>) -> Option<Refused> {
    let Argument { name, generics, .. } = *argument;
    let shape = argument
        .ty
        .map_or(Shape::Other, |ty| types::shape(ty, generics));
    let own = policy.name(name);
    let is_vague = policy.is_vague(name);
    if let Some(TypeVerdict::Refused { class, name: ty }) =
        argument.ty.map(|ty| types::judge(policy, ty, generics))
    {
        // A collection of passwords is first of all passwords, which its name tells.
        let by_name = !class.outweighs_container() && !is_vague;
        let by_name = by_name.then(|| by_name_of(own, Shape::Other)).flatten();
        return Some(Refused {
            grounds: by_name.unwrap_or(Grounds::Type { class, name: ty }),
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
            grounds,
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
            grounds,
            by_function: false,
            class: None,
        }
    }
}
