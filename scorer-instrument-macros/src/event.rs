//! The event macros and `record!`: after the checks, the tokens are passed to tracing's own macros.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use scorer_instrument_syntax::events;

use crate::{policy, refuse, reviewed, span};

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
            let prints = !event.message.is_empty() || !event.fields.is_empty();
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
            let event = quote!(#facade::private::tracing::#name!(#settings #(#parts),*));
            let mut front = loaded.tracked();
            if prints {
                front.extend(reviewed::items(&loaded, &facade));
            }
            if front.is_empty() {
                event
            } else {
                quote!({ #front #event })
            }
        }
        Err(faults) => refuse::errors(&faults),
    }
}

/// Expands `record!(["score"] [facade] score = value)`. The declared names come from the macro in the annotated
/// function.
pub(crate) fn record(tokens: TokenStream) -> TokenStream {
    let loaded = match policy::load() {
        Ok(loaded) => loaded,
        Err(errors) => return errors,
    };
    match events::record(&loaded.policy, tokens, &span::proof) {
        Ok((facade, values)) => {
            let calls = values.iter().map(|(name, recorded)| {
                let value = span::value(recorded, &facade);
                // Passed as `dyn Value`, so that a type that is not recordable is a single error.
                quote! {
                    #facade::private::declaring(#name)
                        .record(#name, &#value as &dyn #facade::private::tracing::field::Value);
                }
            });
            let reviewed = reviewed::items(&loaded, &facade);
            quote!({ #reviewed #(#calls)* })
        }
        Err(faults) => refuse::errors(&faults),
    }
}
