//! The body of a function with `err`. It is wrapped once, as tracing wraps it, with events that print the error through
//! the redactor.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use scorer_instrument_syntax::item::{Function, regroup};
use scorer_instrument_syntax::outcome::{Outcome, Told};
use scorer_instrument_syntax::tail::{in_async_block, inner_function};
use syn::Path;

use crate::span::{FAILURE, known, running};

/// Returns the function's body. `front` precedes the original statements, and `proof` is put where the returned value
/// is made.
pub(crate) fn body(
    function: &Function,
    outcome: &Outcome,
    front: &TokenStream,
    proof: Option<&TokenStream>,
    facade: &Path,
) -> TokenStream {
    let arms = arms(outcome, facade);
    let running = running(facade);
    let (attributes, inside) = function.without_inner_attributes();
    let mut trees: Vec<TokenTree> = inside.into_iter().collect();
    let wrapped = if function.sig.asyncness.is_some() {
        let edge = edge(outcome.returned.as_ref(), facade);
        let inside: TokenStream = trees.into_iter().collect();
        let matched = later(&quote!(#front #edge #proof #inside), &arms);
        quote!(#running #matched)
    } else if in_async_block(&mut trees, &mut |block| {
        let edge = edge(outcome.awaited.as_ref(), facade);
        let inside = block.stream();
        let matched = later(&quote!(#edge #proof #inside), &arms);
        regroup(block, quote!(#running #matched))
    }) {
        let trees: TokenStream = trees.into_iter().collect();
        quote!(#front #trees)
    } else if let Some(inner) = inner_function(&trees) {
        if let TokenTree::Group(body) = &mut trees[inner.body] {
            let returned = Some(&inner.returned).filter(|returned| !returned.is_empty());
            let edge = edge(returned, facade);
            let inside = body.stream();
            let matched = later(&quote!(#edge #proof #inside), &arms);
            *body = regroup(body, quote!(#running #matched));
        }
        let trees: TokenStream = trees.into_iter().collect();
        quote!(#front #trees)
    } else {
        let edge = edge(outcome.returned.as_ref(), facade);
        let inside: TokenStream = trees.into_iter().collect();
        at_once(&quote!(#front #edge #proof #inside), &arms, facade)
    };
    let body = quote!(#attributes #wrapped);
    TokenTree::from(regroup(&function.body, body)).into()
}

/// Returns the match on the output of an async block.
fn later(inside: &TokenStream, arms: &TokenStream) -> TokenStream {
    quote!(match async move { #inside }.await { #arms })
}

/// Returns the match on the result of a closure.
fn at_once(inside: &TokenStream, arms: &TokenStream, facade: &Path) -> TokenStream {
    quote!(match #facade::private::once(move || { #inside }) { #arms })
}

/// Tells rustc the returned type before it reads the body, as tracing does.
fn edge(returned: Option<&TokenStream>, facade: &Path) -> TokenStream {
    let unit = quote!(());
    let returned = returned.unwrap_or(&unit);
    quote!(#facade::private::returns!(#returned);)
}

fn arms(outcome: &Outcome, facade: &Path) -> TokenStream {
    let (x, e) = (
        Ident::new("x", Span::mixed_site()),
        Ident::new("e", Span::mixed_site()),
    );
    let target = outcome
        .target
        .clone()
        .unwrap_or_else(|| quote!(::core::module_path!()));
    let ret = outcome.ret.as_ref().map(|Told { level, debug }| {
        let value = if *debug { quote!(?#x) } else { quote!(%#x) };
        quote!(::tracing::event!(target: #target, #level, return = #value);)
    });
    let Told { level, debug } = &outcome.err;
    let at = Span::mixed_site().located_at(outcome.span);
    let method = if *debug { "__debug" } else { "__display" };
    let error = known(facade, &FAILURE, method, &quote_spanned!(at=> &#e), at);
    quote! {
        #[allow(clippy::unit_arg, reason = "the value may be a unit")]
        ::core::result::Result::Ok(#x) => { #ret ::core::result::Result::Ok(#x) }
        ::core::result::Result::Err(#e) => {
            #facade::private::err_event!(#target, #level, #error);
            ::core::result::Result::Err(#e)
        }
    }
}
