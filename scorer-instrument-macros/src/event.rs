//! Guarded events and `record!`: what was judged goes to tracing's own macros.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use scorer_instrument_policy::syntax::args::Sigil;
use scorer_instrument_policy::syntax::events;
use scorer_instrument_policy::syntax::plan::{How, Recorded};

use crate::{declared, policy, refuse, span};

/// Expands `info!([facade] a = 1, "message")` to tracing's macro of the same name.
pub(crate) fn event(tokens: TokenStream, name: &str) -> TokenStream {
    let loaded = match policy::load() {
        Ok(loaded) => loaded,
        Err(errors) => return errors,
    };
    match events::event(&loaded.policy, tokens, name == "event", &span::proof) {
        Ok((facade, event)) => {
            let name = Ident::new(name, Span::call_site());
            let settings = event.settings;
            let mut parts: Vec<TokenStream> = event
                .fields
                .iter()
                .map(|field| {
                    let (name, value) = (&field.name, span::value(field, &facade));
                    quote!(#name = #value)
                })
                .collect();
            if !event.message.is_empty() {
                parts.push(event.message);
            }
            quote!(#facade::private::tracing::#name!(#settings #(#parts),*))
        }
        Err(faults) => refuse::errors(&faults),
    }
}

/// Expands `record!([facade] score = value)`: each field through the macro that the annotated
/// function holds, which knows the fields and the facade.
pub(crate) fn record(tokens: TokenStream) -> TokenStream {
    let loaded = match policy::load() {
        Ok(loaded) => loaded,
        Err(errors) => return errors,
    };
    match events::record(&loaded.policy, tokens, &span::proof) {
        Ok(values) => {
            let calls = values.iter().map(|(name, value)| fill(name, value));
            quote!({ #(#calls)* })
        }
        Err(faults) => refuse::errors(&faults),
    }
}

fn fill(name: &str, recorded: &Recorded) -> TokenStream {
    let Recorded {
        value, span, how, ..
    } = recorded;
    let at = Span::call_site().located_at(*span);
    let bridge = declared::bridge();
    let method = match how {
        How::Proven(Sigil::None) => "value",
        How::Proven(Sigil::Display) => "display",
        How::Proven(Sigil::Debug) => "debug",
        How::Plain => "reviewed_value",
        How::Own(via) | How::OwnOption(via) => match via {
            scorer_instrument_policy::Via::Display => "reviewed_display",
            scorer_instrument_policy::Via::Debug => "reviewed_debug",
        },
    };
    let method = Ident::new(method, at);
    quote_spanned!(at=> #bridge!(#name, #method, #value);)
}
