//! The event macros and `record!`: after the checks, the tokens are passed to tracing's own macros.
//!
//! The tokens have the form to which tracing's macros reduce every event, so that rustc tries few of their rules. Those
//! that remain take one field at a time, and parse the earlier values again at each step. They skip what is in the
//! brackets of a macro, so each value is passed on in `as_one!`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use scorer_instrument_syntax::events::{self, Event};
use scorer_instrument_syntax::plan::How;
use syn::Path;

use crate::{policy, refuse, reviewed, span};

/// Expands `info!([facade] a = 1, "message")` to tracing's macro of the same name.
pub(crate) fn event(tokens: TokenStream, name: &str) -> TokenStream {
    let loaded = match policy::load() {
        Ok(loaded) => loaded,
        Err(errors) => return refuse::in_expression(&errors),
    };
    match events::event(&loaded.policy, tokens, name == "event", &span::proof) {
        Ok((facade, event)) => {
            let prints = !event.message.is_empty() || !event.fields.is_empty();
            let event = passed_on(name, &event, &facade);
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
        Err(faults) => refuse::in_expression(&refuse::errors(&faults)),
    }
}

/// Returns the event as tracing's macros accept it.
fn passed_on(name: &str, event: &Event, facade: &Path) -> TokenStream {
    let tracing = quote!(#facade::private::tracing);
    let settings = &event.settings;
    let fields = fields(event, facade);
    // The level of `event!` is one of its settings.
    if name == "event" {
        return quote!(#tracing::event!(#settings #fields));
    }
    // tracing says what is missing.
    if fields.is_empty() {
        let name = Ident::new(name, Span::call_site());
        return quote!(#tracing::#name!(#settings));
    }
    let level = Ident::new(&name.to_ascii_uppercase(), Span::call_site());
    let level = quote!(#tracing::Level::#level);
    if settings.is_empty() {
        quote!(#tracing::event!(target: ::core::module_path!(), #level, { #fields }))
    } else {
        quote!(#tracing::event!(#settings #level, #fields))
    }
}

/// Returns the fields and the message of an event.
fn fields(event: &Event, facade: &Path) -> TokenStream {
    let mut fields = TokenStream::new();
    for field in &event.fields {
        let (name, value) = (&field.name, span::value(field, facade));
        fields.extend(match field.how {
            How::Plain => quote!(#name = #value,),
            _ => quote!(#name = #facade::private::as_one!(#value),),
        });
    }
    fields.extend(event.message.clone());
    fields
}

/// Expands `record!(["score"] [facade] score = value)`. The declared names come from the macro in the annotated
/// function.
pub(crate) fn record(tokens: TokenStream) -> TokenStream {
    let loaded = match policy::load() {
        Ok(loaded) => loaded,
        Err(errors) => return refuse::in_expression(&errors),
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
        Err(faults) => refuse::in_expression(&refuse::errors(&faults)),
    }
}
