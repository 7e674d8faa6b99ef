//! Decides whether an argument may be recorded as it is. The macro and the lint call the same function.

use syn::{Generics, Type};

use crate::binding::Binding;
use crate::origin::BoundFrom;
use crate::reason::{Grounds, Origin};
use crate::types::{self, Shape};
use crate::value_shape;
use scorer_instrument_policy::{Class, Policy, Refusal, Strength, Verdict};
use scorer_instrument_policy::{TypeClass, TypeVerdict};

/// A name that an argument binds, as its function declares it.
#[derive(Clone)]
pub struct Argument<'a> {
    /// The function's name.
    pub function: &'a str,
    /// The name that it binds.
    pub name: &'a str,
    /// Its type, if the signature shows it.
    pub ty: Option<&'a Type>,
    /// The function's generics.
    pub generics: &'a Generics,
    /// All names that its arguments bind, in order.
    pub all: &'a [Binding],
    /// Why the member must not be recorded that a pattern bound it from, if so.
    pub held: Option<BoundFrom>,
}

/// Why an argument must not be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// What it is, and how that is known.
    pub origin: Origin,
    /// Whether the argument's name says nothing and the function's name is decisive: `code` of `verify_otp`.
    pub by_function: bool,
    /// Why its type is refused, even if its name says more.
    pub class: Option<TypeClass>,
}

/// Judges an argument by its type, then by its name, then by what its function takes, then by whether its text could be
/// anything, and then by the member that a pattern bound it from. If this does not refuse it, rustc still has to accept
/// its type.
pub fn judge(policy: &Policy, argument: &Argument<'_>) -> Option<Refused> {
    let shape = argument
        .ty
        .map_or(Shape::Other, |ty| types::shape(ty, argument.generics));
    by_itself(policy, argument, shape).or_else(|| by_member(argument, shape))
}

/// Why rustc has to check that an argument is not text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    /// Its name does not say what a text would contain.
    Name,
    /// Its function takes a credential or personal data.
    Function,
    /// Its type has the name of a secret.
    Type,
    /// Its name is that of a person.
    Person,
}

/// Returns why rustc has to check that an argument is not text, if so. This applies if [`judge`] accepts it, and its
/// written type does not show it.
pub fn needs_no_text(policy: &Policy, argument: &Argument<'_>) -> Option<Open> {
    if !is_open(argument) {
        return None;
    }
    let is_secret = |ty| types::is_called_a_secret(policy, ty);
    if taken(policy, argument).is_some() {
        Some(Open::Function)
    } else if policy.is_vague(argument.name) || policy.promised(argument.name).is_some() {
        Some(Open::Name)
    } else if argument.ty.is_some_and(is_secret) {
        Some(Open::Type)
    } else if policy.name(argument.name) != Verdict::Fit && is_told_by_type(policy, argument) {
        Some(Open::Name)
    } else if is_record_of_a_person(policy, argument, &policy.name(argument.name)) {
        Some(Open::Person)
    } else {
        None
    }
}

/// Whether the written type of an argument does not show what it holds.
fn is_open(argument: &Argument<'_>) -> bool {
    let shape = argument
        .ty
        .map_or(Shape::Other, |ty| types::shape(ty, argument.generics));
    shape == Shape::Other
}

/// Returns what the argument's function takes, unless the argument is known to be something else: text in
/// `verify_password` is the password, whatever its name is.
fn taken(policy: &Policy, argument: &Argument<'_>) -> Option<Refusal> {
    let Argument { function, name, .. } = *argument;
    let refusal = policy.subject_of(function)?;
    let is_known = policy.is_known(name) && policy.qualified(function, name) == Verdict::Fit;
    (!is_known).then_some(refusal)
}

/// Judges by the member, which says what the name does not: `Login { password: given }`.
fn by_member(argument: &Argument<'_>, shape: Shape) -> Option<Refused> {
    let held = argument.held.as_ref()?;
    // The type makes a value safe that the name of the member alone would not.
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
    let Argument {
        function,
        name,
        generics,
        ..
    } = *argument;
    let own = if is_told_by_type(policy, argument) {
        Verdict::Fit
    } else {
        policy.name(name)
    };
    let is_vague = policy.is_vague(name);
    if let Some(TypeVerdict::Refused { class, name: ty }) =
        argument.ty.map(|ty| types::judge(policy, ty, generics))
    {
        // A collection of passwords is described best by the name, as passwords.
        let by_name = !class.outweighs_container() && !is_vague;
        let by_name = by_name.then(|| by_name_of(own, Shape::Other)).flatten();
        return Some(Refused {
            origin: Origin::of_argument(by_name.unwrap_or(Grounds::Type { class, name: ty })),
            by_function: false,
            class: Some(class),
        });
    }
    let by_function = |grounds| Refused {
        origin: Origin::of_argument(grounds),
        by_function: true,
        class: None,
    };
    let is_own_id = shape == Shape::Other
        && argument
            .ty
            .and_then(|ty| types::own_id(ty, generics))
            .is_some_and(|of| policy.name(&of) == Verdict::Fit || argument.name.ends_with("id"));
    if !is_vague {
        let shape = if is_own_id { Shape::Id } else { shape };
        if is_record_of_a_person(policy, argument, &own) {
            return None;
        }
        if let Some(grounds) = by_name_of(own, shape) {
            return Some(grounds.into());
        }
        let among = (shape == Shape::Text).then(|| policy.among(name, &beside(argument)));
        if let Some(grounds) = among.and_then(|verdict| by_name_of(verdict, shape)) {
            return Some(grounds.into());
        }
        let owner = (shape == Shape::Text).then(|| policy.of_owner(argument.function, name));
        if let Some(grounds) = owner.and_then(|verdict| by_name_of(verdict, shape)) {
            return Some(by_function(grounds));
        }
    } else if let Some(grounds) = by_name_of(policy.qualified(argument.function, name), shape) {
        return Some(by_function(grounds));
    }
    if let Some(refusal) = policy.promised(name).filter(|_| shape == Shape::Text) {
        return Some(Grounds::Promised(refusal).into());
    }
    if let Some(refusal) = taken(policy, argument) {
        let may_be = match shape {
            Shape::Text => true,
            // `verify_pin(candidate: u32)`, `record_glucose(reading: f64)`
            // A function that masks something is told how much of it: `visible`.
            _ if policy.is_barrier(function) => false,
            // `usize` counts what is in memory.
            Shape::Integer if argument.ty.is_some_and(types::is_size) => false,
            Shape::Integer => is_a_number(&refusal) && !policy.measures(function, name),
            Shape::Float => is_a_datum(&refusal) && !policy.measures(function, name),
            Shape::Bool | Shape::Char | Shape::Id | Shape::Other => false,
        };
        if may_be {
            return Some(by_function(Grounds::MayBe(refusal)));
        }
    }
    (shape == Shape::Text && policy.is_any_text(argument.function, name)).then(|| {
        let is_bulk = policy.is_bulk(name);
        let any = Grounds::AnyText { is_bulk };
        policy.any_url(name).map_or(any, Grounds::Name).into()
    })
}

/// Returns the names that an argument stands beside, apart from numbers and flags: `code` of `f(code: u16, state)` is
/// that of an exit.
fn beside(argument: &Argument<'_>) -> Vec<String> {
    let is_scalar = |binding: &&Binding| {
        let shape = |ty| types::shape(ty, argument.generics);
        matches!(
            binding.ty.as_ref().map(shape),
            Some(Shape::Bool | Shape::Integer | Shape::Float | Shape::Char)
        )
    };
    let others = argument.all.iter().filter(|other| !is_scalar(other));
    others
        .map(|other| other.name.clone())
        .filter(|other| other != argument.name)
        .collect()
}

/// Whether the written type of an argument says that it is none of the things that its name may mean.
fn is_told_by_type(policy: &Policy, argument: &Argument<'_>) -> bool {
    argument
        .ty
        .is_some_and(|ty| types::tells(policy, ty, argument.name))
}

/// Whether an argument is a whole record of a person, of a type that the signature names. rustc then checks each member
/// of the type, and that it is not a text: `auth_user: AuthenticatedUser`.
fn is_record_of_a_person(policy: &Policy, argument: &Argument<'_>, own: &Verdict) -> bool {
    let Verdict::Refused(refusal) = own else {
        return false;
    };
    policy.is_person(refusal)
        && is_open(argument)
        && argument.ty.is_some_and(|ty| {
            types::judge(policy, ty, argument.generics) == TypeVerdict::Unknown
                && types::is_named(ty, argument.generics)
        })
}

/// Whether a refused thing can be an integer: a code that gives access, or an income.
fn is_a_number(refusal: &Refusal) -> bool {
    refusal.strength == Strength::Hard && refusal.class == Class::Credential || is_a_datum(refusal)
}

/// Whether a refused thing is measured or counted.
fn is_a_datum(refusal: &Refusal) -> bool {
    refusal.strength == Strength::Hard && matches!(refusal.class, Class::Financial | Class::Health)
}

/// Returns what a refused name says, unless the shape of the value makes it safe.
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
