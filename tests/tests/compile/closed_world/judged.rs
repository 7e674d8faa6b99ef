//! What the macros' own judge says of a piece of a program.

use std::cell::Cell;

use proc_macro2::TokenStream;
use scorer_instrument_policy::Policy;
use scorer_instrument_syntax::expr::Operand;
use scorer_instrument_syntax::plan::{How, Returned};
use scorer_instrument_syntax::{events, judge, members};
use syn::Path;

use super::places::{FILLED, Handed};

/// What becomes of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verdict {
    /// The macro refuses it.
    Refused,
    /// The macro asks rustc to prove that it is no text.
    LeftToRustc,
    /// It is recorded.
    Accepted,
}

fn tokens(code: &str) -> TokenStream {
    code.parse()
        .unwrap_or_else(|error| panic!("the grid writes tokens: {error}: {code}"))
}

pub(crate) fn verdict(handed: &Handed) -> Verdict {
    let policy = Policy::default();
    let asked = Cell::new(false);
    let prove = |_: &Path, tokens: TokenStream, operand: Operand| {
        if matches!(
            operand,
            Operand::Flag | Operand::Scalar | Operand::FormattedUnnamed | Operand::Part
        ) {
            asked.set(true);
        }
        tokens
    };
    let is_no_text = |how: &How| matches!(how, How::NoText(_));
    let left = match handed {
        Handed::Span { attribute, item } => judge(&policy, tokens(attribute), tokens(item), &prove)
            .ok()
            .map(|(plan, _)| {
                let returned = plan.ret.is_some_and(|(_, returned)| {
                    matches!(returned, Returned::WholeNoText | Returned::OkNoText)
                });
                returned || plan.fields.iter().any(|field| is_no_text(&field.how))
            }),
        Handed::Event(inside) => events::event(&policy, tokens(inside), false, &prove)
            .ok()
            .map(|(_, event)| event.fields.iter().any(|field| is_no_text(&field.how))),
        Handed::Record(inside) => {
            let inside = tokens(&format!("[\"{FILLED}\"] {inside}"));
            events::record(&policy, inside, &prove)
                .ok()
                .map(|(_, filled)| filled.iter().any(|(_, value)| is_no_text(&value.how)))
        }
        Handed::Derive { item, .. } => members::judge(&policy, tokens(item))
            .ok()
            .map(|view| view.recorded().iter().any(|(_, how)| is_no_text(how))),
    };
    match left {
        None => Verdict::Refused,
        Some(left) if left || asked.get() => Verdict::LeftToRustc,
        Some(_) => Verdict::Accepted,
    }
}
