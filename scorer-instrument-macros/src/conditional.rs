//! Handles `#[cfg]` on an argument: generates the function with it and the function without it.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use scorer_instrument_syntax::binding::bindings;
use scorer_instrument_syntax::item::{self, Function};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Attribute, FnArg, Meta, Path, Signature, Token, Visibility};

use crate::refuse;

/// Returns both versions of a function that has an argument with a condition. Each has its own `#[cfg]`, and the
/// attribute again. Returns `None` if there is no such argument.
///
/// rustc drops one version before it expands the other. That one may have another such argument, so each step removes
/// one condition.
pub(crate) fn halves(
    facade: &Path,
    attr: &TokenStream,
    function: &Function,
) -> Option<TokenStream> {
    let inputs = &function.sig.inputs;
    let (at, place) = (0..inputs.len()).find_map(|at| Some((at, condition_of(&inputs[at])?)))?;
    let mut with = function.sig.clone();
    let condition = attributes(&mut with.inputs[at]).remove(place);
    let Meta::List(condition) = condition.meta else {
        return None;
    };
    let condition = condition.tokens;
    let mut without = function.sig.clone();
    without.inputs = Punctuated::new();
    for (other, input) in inputs.iter().enumerate() {
        if other != at {
            without.inputs.push(input.clone());
        }
    }
    let mut alone = function.sig.clone();
    alone.inputs = Punctuated::from_iter([inputs[at].clone()]);
    let (bound, _) = bindings(&alone, &TokenStream::new());
    let names: Vec<String> = bound.into_iter().map(|binding| binding.name).collect();
    let shorter = without_names(attr.clone(), &names);
    let (outer, visibility) = outer.parse2(function.head.clone()).ok()?;
    let body = &function.body;
    let half = |condition: TokenStream, attr: &TokenStream, sig: &Signature| {
        quote! {
            #[cfg(#condition)]
            #[#facade::scorer_span(#attr)]
            #(#outer)* #visibility #sig #body
        }
    };
    let mut items = half(condition.clone(), attr, &with);
    items.extend(half(quote!(not(#condition)), &shorter, &without));
    Some(items)
}

/// Does the same for a function that was refused.
pub(crate) fn halves_of(attr: &TokenStream, item: &TokenStream) -> Option<TokenStream> {
    let function = item::parse(item.clone()).ok()?;
    halves(&refuse::facade(attr.clone()), attr, &function)
}

/// Returns which attribute of an argument is a condition.
fn condition_of(input: &FnArg) -> Option<usize> {
    let attributes = match input {
        FnArg::Receiver(receiver) => &receiver.attrs,
        FnArg::Typed(typed) => &typed.attrs,
    };
    let is_condition = |attribute: &Attribute| attribute.path().is_ident("cfg");
    attributes.iter().position(is_condition)
}

fn attributes(input: &mut FnArg) -> &mut Vec<Attribute> {
    match input {
        FnArg::Receiver(receiver) => &mut receiver.attrs,
        FnArg::Typed(typed) => &mut typed.attrs,
    }
}

/// Parses what precedes a signature.
fn outer(input: ParseStream) -> syn::Result<(Vec<Attribute>, Visibility)> {
    let before = (
        input.call(Attribute::parse_outer)?,
        input.parse::<Visibility>()?,
    );
    input.parse::<Signature>()?;
    Ok(before)
}

/// Returns the attribute without these names in its `skip` and `include`.
fn without_names(attr: TokenStream, names: &[String]) -> TokenStream {
    let mut shorter = Vec::new();
    for tree in attr {
        let lists = matches!(shorter.last(), Some(TokenTree::Ident(word)) if word == "skip" || word == "include");
        let list = match &tree {
            TokenTree::Group(group) if lists && group.delimiter() == Delimiter::Parenthesis => {
                Some(group)
            }
            _ => None,
        };
        shorter.push(match list {
            Some(list) => without_entries(list, names).into(),
            None => tree,
        });
    }
    shorter.into_iter().collect()
}

fn without_entries(list: &Group, names: &[String]) -> Group {
    let parser = Punctuated::<TokenTree, Token![,]>::parse_terminated;
    let Ok(entries) = parser.parse2(list.stream()) else {
        return list.clone();
    };
    let is_named = |entry: &TokenTree| match entry {
        TokenTree::Ident(ident) => names.iter().any(|name| ident.unraw() == name.as_str()),
        _ => false,
    };
    let mut kept = TokenStream::new();
    for pair in entries.into_pairs() {
        if !is_named(pair.value()) {
            pair.to_tokens(&mut kept);
        }
    }
    let mut shorter = Group::new(list.delimiter(), kept);
    shorter.set_span(list.span());
    shorter
}
