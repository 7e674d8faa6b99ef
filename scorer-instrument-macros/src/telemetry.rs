//! `telemetry!` and `redact!`: the team's policy as an expression, so that the redactor in the binary keeps what the
//! compiler allowed and removes what it refused.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use scorer_instrument_policy::Team;
use syn::parse::Parser as _;

use crate::{policy, refuse};

/// Returns the expression for a builder. The argument is the path of the facade, in brackets.
pub(crate) fn telemetry(tokens: TokenStream) -> TokenStream {
    baked(tokens, "telemetry", ".init()?", |facade, policy| {
        quote!(
            #facade::telemetry::Builder::new(
                ::core::env!("CARGO_PKG_NAME"),
                ::core::env!("CARGO_PKG_VERSION"),
                #facade::private::policy::installed(#policy),
            )
        )
    })
}

/// Returns the expression for a redactor. The argument is the path of the facade, in brackets.
pub(crate) fn redact(tokens: TokenStream) -> TokenStream {
    baked(
        tokens,
        "redact",
        "",
        |facade, policy| quote!(#facade::private::policy::redactor(#policy)),
    )
}

/// Returns an expression that contains the team's policy. `used` is what follows the macro in an example.
fn baked(
    tokens: TokenStream,
    name: &str,
    used: &str,
    expression: impl FnOnce(&TokenStream, TokenStream) -> TokenStream,
) -> TokenStream {
    let (facade, rest) = match parts.parse2(tokens) {
        Ok(parts) => parts,
        Err(error) => return error.to_compile_error(),
    };
    if !rest.is_empty() {
        return refuse::error(
            Span::call_site(),
            &format!("`{name}!` takes no arguments\nhelp: write `{name}!(){used}`"),
        );
    }
    let loaded = match policy::load() {
        Ok(loaded) => loaded,
        Err(errors) => return refuse::in_expression(&errors),
    };
    let tracked = loaded.tracked();
    let team = team(&facade, &loaded.policy.team);
    let expression = expression(
        &facade,
        quote!(#facade::private::policy::Policy::new(#team)),
    );
    quote!({
        #tracked
        #expression
    })
}

fn parts(input: syn::parse::ParseStream<'_>) -> syn::Result<(TokenStream, TokenStream)> {
    let content;
    syn::bracketed!(content in input);
    Ok((content.parse()?, input.parse()?))
}

/// Returns the words that the redactor needs. Types and functions matter only to the compiler.
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
    let secret = team.secret.iter().map(|it| {
        let prefix = text(&it.prefix);
        quote!(#policy::Secret { prefix: #prefix })
    });
    let edition = team.edition.to_string();
    quote!(#policy::team(
        #edition,
        [#(#allow),*],
        [#(#refuse),*],
        [#(#secret),*],
    ))
}
