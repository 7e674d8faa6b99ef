//! Attribute + signature -> plan -> refusals, with syn: what the macro and the lint share.
//!
//! Stages, each a file: parse both halves ([`args`], [`item`]), plan ([`plan`], [`binding`]), check
//! (`check`, [`expr`], [`types`]). Only a checked plan can be expanded; every fault comes with the
//! attribute to write (`draft`).

#[cfg(feature = "answer")]
pub mod answer;
pub mod args;
pub mod argument;
pub mod binding;
mod check;
pub mod depth;
mod draft;
pub mod events;
mod expect;
pub mod expr;
pub mod fault;
pub mod field;
mod fields;
pub mod filled;
pub mod format;
mod guard;
mod how;
pub mod item;
mod listed;
pub mod lists;
pub mod members;
pub mod origin;
pub mod outcome;
pub mod plan;
pub mod reason;
mod returned;
pub mod says;
mod setting;
pub mod tail;
pub mod text;
pub mod types;
pub mod value_shape;
#[doc(hidden)]
pub mod words;

use proc_macro2::{Span, TokenStream};
use syn::punctuated::Punctuated;
use syn::{Path, PathSegment, Token};

pub use draft::{Mended, Mending};
use expr::Operand;
use fault::Fault;
use item::Function;
use plan::{CheckedPlan, Plan};
use scorer_instrument_policy::Policy;

/// Judges `#[scorer_span(attr)]` on an item.
///
/// `prove` wraps an operand that the attribute turns into text, so that rustc proves its type; it is
/// given the facade's path. A reader that generates nothing returns the operand.
///
/// # Errors
///
/// Every fault of attribute and item at once.
pub fn judge(
    policy: &Policy,
    attr: TokenStream,
    item: TokenStream,
    prove: &dyn Fn(&Path, TokenStream, Operand) -> TokenStream,
) -> Result<(CheckedPlan, Function), Vec<Fault>> {
    let mut faults = Vec::new();
    let args = args::parse(attr, &mut faults);
    let function = match item::parse(item) {
        Ok(function) => function,
        Err(fault) => {
            check::help_without_item(&args, &mut faults);
            faults.push(*fault);
            return Err(faults);
        }
    };
    let facade = args.krate.clone().unwrap_or_else(default_facade);
    let wrap = |tokens: TokenStream, operand| prove(&facade, tokens, operand);
    let plan = Plan::new(policy, args, &function);
    let checked = check::check(&plan, facade.clone(), faults, &wrap)?;
    Ok((checked, function))
}

/// What an attribute must change so that [`judge`] accepts it; none where no change of it would do.
pub fn mend(policy: &Policy, attr: TokenStream, item: TokenStream) -> Option<Mending> {
    let mut faults = Vec::new();
    let args = args::parse(attr, &mut faults);
    let function = item::parse(item).ok()?;
    let plan = Plan::new(policy, args, &function);
    match check::check(&plan, default_facade(), faults, &|operand, _| operand) {
        Ok(_) => Some(Mending::default()),
        Err(faults) => check::mending(&plan, &faults),
    }
}

/// The elements of a list. syn's own iterator is boxed and compiled anew, with all that an iterator can do, for each
/// type of element.
fn each<T, P>(list: &Punctuated<T, P>) -> Vec<&T> {
    let mut elements = Vec::new();
    for at in 0..list.len() {
        elements.push(&list[at]);
    }
    elements
}

/// `::scorer_instrument`.
pub fn default_facade() -> Path {
    let mut segments = Punctuated::new();
    segments.push(PathSegment::from(syn::Ident::new(
        "scorer_instrument",
        Span::call_site(),
    )));
    Path {
        leading_colon: Some(Token![::](Span::call_site())),
        segments,
    }
}
