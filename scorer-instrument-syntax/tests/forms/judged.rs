//! Code, judged as the macros judge it.

use proc_macro2::TokenStream;
use scorer_instrument_policy::Policy;
use scorer_instrument_syntax::fault::Fault;
use scorer_instrument_syntax::{events, judge};

fn tokens(code: &str) -> TokenStream {
    code.parse()
        .unwrap_or_else(|error| panic!("the test writes tokens: {error}: {code}"))
}

/// What is wrong with `#[scorer_span(attr)] item`.
pub(crate) fn span(attr: &str, item: &str) -> Vec<Fault> {
    let keep = |_: &syn::Path, operand, _| operand;
    judge(&Policy::default(), tokens(attr), tokens(item), &keep)
        .map_or_else(|faults| faults, |_| Vec::new())
}

/// What is wrong with `info!(inside)`.
pub(crate) fn event(inside: &str) -> Vec<Fault> {
    let keep = |_: &syn::Path, operand, _| operand;
    events::event(&Policy::default(), tokens(inside), false, &keep)
        .map_or_else(|faults| faults, |_| Vec::new())
}

/// What is wrong with `record!(note = value)`.
pub(crate) fn record(value: &str) -> Vec<Fault> {
    let keep = |_: &syn::Path, operand, _| operand;
    let inside = tokens(&format!("[\"note\"] note = {value}"));
    events::record(&Policy::default(), inside, &keep).map_or_else(|faults| faults, |_| Vec::new())
}

/// Where something is recorded: what to call it, and what is wrong with what is written there.
pub(crate) type Place = (&'static str, fn(&str) -> Vec<Fault>);

/// Where a value of an expression is recorded: in each of these places, under a name that is fit.
pub(crate) const PLACES: &[Place] = &[
    ("a field of an event", |value| {
        event(&format!("note = {value}"))
    }),
    ("a field by Debug", |value| {
        event(&format!("note = ?{value}"))
    }),
    ("an argument of a message", |value| {
        event(&format!("\"{{}}\", {value}"))
    }),
    ("a named argument of a message", |value| {
        event(&format!("\"{{shown:?}}\", shown = {value}"))
    }),
    ("a filled field", record),
    ("a field of a span", |value| {
        span(
            &format!("skip_all, fields(note = {value})"),
            "fn load(&self, depth: u8) {}",
        )
    }),
];
