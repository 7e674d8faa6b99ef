//! `telemetry!`: the team's policy as an expression, so that the binary's redactor keeps what the compiler allowed and
//! removes what it refused.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use scorer_instrument_policy::Team;
use syn::parse::Parser as _;

use crate::{policy, refuse};

/// The expression of a builder; the argument is the path of the facade, in brackets.
pub(crate) fn telemetry(tokens: TokenStream) -> TokenStream {
    let (facade, rest) = match parts.parse2(tokens) {
        Ok(parts) => parts,
        Err(error) => return error.to_compile_error(),
    };
    if !rest.is_empty() {
        return refuse::error(
            Span::call_site(),
            "`telemetry!` takes no arguments\nhelp: write `telemetry!().init()?`",
        );
    }
    let loaded = match policy::load() {
        Ok(loaded) => loaded,
        Err(errors) => return errors,
    };
    let tracked = loaded.tracked();
    let team = team(&facade, &loaded.policy.team);
    quote!({
        #tracked
        #facade::telemetry::Builder::new(
            ::core::env!("CARGO_PKG_NAME"),
            ::core::env!("CARGO_PKG_VERSION"),
            #facade::private::policy::Policy::new(#team),
        )
    })
}

fn parts(input: syn::parse::ParseStream<'_>) -> syn::Result<(TokenStream, TokenStream)> {
    let content;
    syn::bracketed!(content in input);
    Ok((content.parse()?, input.parse()?))
}

/// The words that the redactor asks for; types and functions are the compiler's alone.
fn team(facade: &TokenStream, team: &Team) -> TokenStream {
    let policy = quote!(#facade::private::policy);
    let text = |text: &String| quote!(#policy::text(#text));
    let allow = team.allow.iter().map(|it| {
        let (name, reason) = (text(&it.name), text(&it.reason));
        quote!(#policy::Allow { name: #name, reason: #reason })
    });
    let refuse = team.refuse.iter().map(|it| {
        let name = text(&it.name);
        quote!(#policy::Refuse {
            name: #name,
            instead: ::core::option::Option::None,
            reason: ::core::option::Option::None,
        })
    });
    quote!(#policy::team(
        [#(#allow),*],
        [#(#refuse),*],
    ))
}
