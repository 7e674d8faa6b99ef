//! Turns an attribute and a signature into a checked plan or a list of faults, with syn. The macro and the lint share
//! this code.
//!
//! Each stage has its own files. Both halves are parsed ([`args`], [`item`]), a plan is made ([`plan`], [`binding`]),
//! and the plan is checked (`check`, [`expr`], [`types`]). Only a checked plan can be expanded. Every fault comes with
//! the attribute to write instead (`draft`).

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

/// Checks `#[scorer_span(attr)]` on an item.
///
/// `prove` wraps an operand that the attribute turns into text, so that rustc checks its type. It is given the path of
/// the facade crate. A caller that generates no code returns the operand unchanged.
///
/// # Errors
///
/// Returns every fault of the attribute and the item at once.
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

/// Returns what an attribute must change so that [`judge`] accepts it, or `None` if no change would be enough.
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

/// Returns the elements of a list. syn's own iterator is boxed, and is compiled with all its methods for each type of
/// element.
fn each<T, P>(list: &Punctuated<T, P>) -> Vec<&T> {
    let mut elements = Vec::new();
    for at in 0..list.len() {
        elements.push(&list[at]);
    }
    elements
}

/// Returns the default path of the facade crate, `::scorer_instrument`.
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
