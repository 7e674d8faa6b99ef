//! `#[scorer_span]`: a checked plan becomes one `#[tracing::instrument]`; a refused one becomes the
//! user's function and its faults.

use proc_macro2::{Delimiter, Group, Ident, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use scorer_instrument_policy::Via;
use scorer_instrument_syntax as syntax;
use scorer_instrument_syntax::expr::Operand;
use scorer_instrument_syntax::field::Sigil;
use scorer_instrument_syntax::item::{Function, regroup};
use scorer_instrument_syntax::plan::{CheckedPlan, How, Recorded, Returned};
use scorer_instrument_syntax::tail::{ends_with_async, ends_with_box_pin};
use syn::{Path, ReturnType, Type};

use crate::{declared, policy, refuse};

/// Expands the attribute.
pub(crate) fn scorer_span(attr: TokenStream, item: &TokenStream) -> TokenStream {
    let loaded = match policy::load() {
        Ok(loaded) => loaded,
        Err(errors) => return quote!(#errors #item),
    };
    match syntax::judge(&loaded.policy, attr, item.clone(), &proof) {
        Ok((plan, function)) => expand(&plan, &function, &loaded.tracked()),
        Err(faults) => {
            let errors = refuse::errors(&faults);
            quote!(#errors #item)
        }
    }
}

/// Expansion cannot fail: the plan was checked.
fn expand(plan: &CheckedPlan, function: &Function, tracked: &TokenStream) -> TokenStream {
    let CheckedPlan {
        settings,
        fields,
        empty,
        ret,
        facade,
    } = plan;
    let mut recorded = TokenStream::new();
    let path = trees(facade);
    for field in fields {
        record(field, facade, &path, &mut recorded);
    }
    let empty_names = empty.iter().map(|(name, written)| {
        let (name, default) = (name.tokens(), quote!(::tracing::field::Empty));
        let marker = written.as_ref().unwrap_or(&default);
        quote!(#name = #marker)
    });
    let declared = declared::definition(empty.iter().map(|(name, _)| name), facade);
    let fields = if fields.is_empty() && empty.is_empty() {
        TokenStream::new()
    } else {
        quote!(fields(#recorded #(#empty_names,)*))
    };
    let head = &function.head;
    let proof = ret.map(|(span, returned)| return_proof(span, returned, facade));
    let body = body(function, quote!(#tracked #declared), facade, proof.as_ref());
    quote! {
        #[::tracing::instrument(skip_all, #settings #fields)]
        #head #body
    }
}

/// `name = value,`.
///
/// Most arguments are recorded under their own name: those go into the stream token by token, since each stream that is put
/// into another costs as much as a dozen tokens.
fn record(field: &Recorded, facade: &Path, path: &[TokenTree], stream: &mut TokenStream) {
    let written = match (&field.argument, &field.how) {
        (Some(argument), How::Plain) => {
            stream.extend([TokenTree::from(argument.clone()), equals()]);
            stream.extend([TokenTree::from(argument.clone())]);
            true
        }
        (Some(argument), How::Proven(Sigil::None)) => {
            let at = Span::call_site().located_at(field.span);
            stream.extend([TokenTree::from(argument.clone()), equals()]);
            trait_method(path, &["Recordable"], "value", at, stream);
            let mut operand = TokenStream::new();
            if !field.by_reference {
                operand.extend([TokenTree::from(Punct::new('&', Spacing::Alone))]);
            }
            operand.extend([TokenTree::from(argument.clone())]);
            let mut operand = Group::new(Delimiter::Parenthesis, operand);
            operand.set_span(at);
            stream.extend([TokenTree::from(operand)]);
            true
        }
        _ => false,
    };
    if !written {
        let (name, value) = (&field.name, value(field, facade));
        stream.extend(quote!(#name = #value));
    }
    stream.extend([TokenTree::from(Punct::new(',', Spacing::Alone))]);
}

fn equals() -> TokenTree {
    Punct::new('=', Spacing::Alone).into()
}

/// The value of one field, as an expression that tracing takes.
pub(crate) fn value(field: &Recorded, facade: &Path) -> TokenStream {
    let Recorded {
        value,
        span,
        how,
        before,
        by_reference,
        ..
    } = field;
    // Errors point at the argument; names are resolved where the attribute stands.
    let at = Span::call_site().located_at(*span);
    // What a statement before binds lives as long as the value: the block is what is borrowed.
    let value = if before.is_empty() {
        value.clone()
    } else {
        quote_spanned!(at=> { #before #value })
    };
    let borrowed = match by_reference {
        true => value.clone(),
        false => {
            let operand = operand(&value);
            quote_spanned!(at=> &#operand)
        }
    };
    let recordable = |method| method_of(facade, &["Recordable"], method, at);
    match how {
        How::Plain => value,
        How::Proven(sigil) => {
            let method = recordable(match sigil {
                Sigil::None => "value",
                Sigil::Display => "__display",
                Sigil::Debug => "__debug",
            });
            quote_spanned!(at=> #method(#borrowed))
        }
        How::NoText(sigil) => {
            let method = match sigil {
                Sigil::None => "__named",
                Sigil::Display => "__named_display",
                Sigil::Debug => "__named_debug",
            };
            let method = method_of(facade, &["NotText"], method, at);
            quote_spanned!(at=> #method(#borrowed))
        }
        How::Own(via) => {
            let via = via_path(*via, at);
            quote_spanned!(at=> #via(#borrowed))
        }
        How::OwnOption(via) => {
            let via = via_path(*via, at);
            quote_spanned!(at=> ::core::option::Option::map(::core::option::Option::as_ref(#borrowed), #via))
        }
    }
}

/// The value where `&` can stand before it: in parentheses, unless it is one token.
fn operand(value: &TokenStream) -> TokenStream {
    let mut trees = value.clone().into_iter();
    match (trees.next(), trees.next()) {
        (Some(_), None) => value.clone(),
        _ => quote!((#value)),
    }
}

fn via_path(via: Via, at: Span) -> TokenStream {
    match via {
        Via::Display => quote_spanned!(at=> ::tracing::field::display),
        Via::Debug => quote_spanned!(at=> ::tracing::field::debug),
    }
}

/// Makes rustc prove an operand that is turned into text.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the judge hands its operands over"
)]
pub(crate) fn proof(facade: &Path, operand: TokenStream, how: Operand) -> TokenStream {
    let span = operand
        .clone()
        .into_iter()
        .next()
        .map_or_else(Span::call_site, |tree| tree.span());
    let at = Span::call_site().located_at(span);
    let method = |of, method| method_of(facade, of, method, at);
    match how {
        Operand::Formatted => {
            let shown = method(&["Recordable"][..], "__shown");
            quote_spanned!(at=> #shown(&(#operand)))
        }
        Operand::FormattedUnnamed => {
            let shown = method(&["NotText"], "__named_shown");
            quote_spanned!(at=> #shown(&(#operand)))
        }
        Operand::Flag => quote_spanned!(at=> #facade::private::flag(#operand)),
        Operand::Scalar => quote_spanned!(at=> #facade::private::scalar(#operand)),
        Operand::Number => {
            let number = method(&["private", "Number"], "number");
            quote_spanned!(at=> #number(&(#operand)))
        }
        Operand::Receiver => {
            let proven = method(&["Returnable"], "__proven");
            quote_spanned!(at=> (*#proven(&(#operand))))
        }
        Operand::Argument => {
            let proven = method(&["Returnable"], "__proven_as_is");
            quote_spanned!(at=> #proven(#operand))
        }
    }
}

/// A path's tokens, taken apart once for all the places where they are put.
fn trees(path: &Path) -> Vec<TokenTree> {
    path.to_token_stream().into_iter().collect()
}

/// `<_ as facade::Trait>::method`, all of it at one place: rustc's error about a type that is not
/// proven then points there, and shows nothing of this crate. For `facade::Trait::method`, which says
/// the same, rustc reports the type twice.
fn trait_method(
    facade: &[TokenTree],
    of: &[&str],
    method: &str,
    at: Span,
    stream: &mut TokenStream,
) {
    let mut tokens = Vec::with_capacity(20);
    let punct = |tokens: &mut Vec<TokenTree>, char, spacing| {
        let mut punct = Punct::new(char, spacing);
        punct.set_span(at);
        tokens.push(TokenTree::from(punct));
    };
    punct(&mut tokens, '<', Spacing::Alone);
    tokens.push(Ident::new("_", at).into());
    tokens.push(Ident::new("as", at).into());
    for tree in facade {
        tokens.push(moved(tree.clone(), at));
    }
    for word in of {
        punct(&mut tokens, ':', Spacing::Joint);
        punct(&mut tokens, ':', Spacing::Alone);
        tokens.push(Ident::new(word, at).into());
    }
    punct(&mut tokens, '>', Spacing::Alone);
    punct(&mut tokens, ':', Spacing::Joint);
    punct(&mut tokens, ':', Spacing::Alone);
    tokens.push(Ident::new(method, at).into());
    stream.extend(tokens);
}

fn method_of(facade: &Path, of: &[&str], method: &str, at: Span) -> TokenStream {
    let mut stream = TokenStream::new();
    trait_method(&trees(facade), of, method, at, &mut stream);
    stream
}

/// The tokens, resolved as they were and shown at another place.
pub(crate) fn at_place(tokens: TokenStream, at: Span) -> TokenStream {
    let mut trees = Vec::new();
    for tree in tokens {
        trees.push(moved(tree, at));
    }
    trees.into_iter().collect()
}

fn moved(mut tree: TokenTree, at: Span) -> TokenTree {
    tree.set_span(tree.span().located_at(at));
    tree
}

/// A statement that is never run and lets rustc prove the returned type by inference.
fn return_proof(span: Span, returned: Returned, facade: &Path) -> TokenStream {
    let at = Span::call_site().located_at(span);
    let of: &[&str] = match returned {
        Returned::Whole | Returned::Ok => &["Returnable"],
        Returned::WholeNoText | Returned::OkNoText => &["private", "ReturnedUnnamed"],
    };
    let proof = method_of(facade, of, "__returned", at);
    let proof = match returned {
        Returned::Whole | Returned::WholeNoText => quote_spanned!(at=> #proof()),
        Returned::Ok | Returned::OkNoText => {
            quote_spanned!(at=> ::core::result::Result::Ok(#proof()))
        }
    };
    quote_spanned! {at=>
        #[allow(clippy::needless_return, clippy::diverging_sub_expression, reason = "for inference alone")]
        if false {
            return #proof;
        }
    }
}

/// The body with what stands before its statements. What is about the work itself goes where tracing instruments it: inside
/// the async block that the body ends with, if it does.
fn body(
    function: &Function,
    front: TokenStream,
    facade: &Path,
    proof: Option<&TokenStream>,
) -> TokenStream {
    let is_async = function.sig.asyncness.is_some();
    if is_async {
        let running = running(facade);
        return function.body_with(quote!(#front #running #proof));
    }
    if proof.is_some() || returns_future(function) {
        let running = running(facade);
        let mut trees: Vec<TokenTree> = function.body.stream().into_iter().collect();
        if put_in_async_block(&mut trees, &quote!(#running #proof)) {
            let body = regroup(&function.body, trees.into_iter().collect());
            if front.is_empty() {
                return body.to_token_stream();
            }
            let whole = Function {
                head: TokenStream::new(),
                sig: function.sig.clone(),
                body,
            };
            return whole.body_with(front);
        }
    }
    if front.is_empty() && proof.is_none() {
        return function.body.to_token_stream();
    }
    function.body_with(quote!(#front #proof))
}

/// A statement by which the runtime knows a future that ended from one that was dropped before. Without the runtime it is
/// nothing. Its name is not the body's to see.
fn running(facade: &Path) -> TokenStream {
    let name = Ident::new("_running", Span::mixed_site());
    quote!(let #name = #facade::private::running();)
}

/// Whether the written type is a future's, as those of async traits are.
fn returns_future(function: &Function) -> bool {
    match &function.sig.output {
        ReturnType::Default => false,
        ReturnType::Type(_, written) => match &**written {
            Type::Path(_) | Type::ImplTrait(_) => {
                let mut trees = written.to_token_stream().into_iter();
                trees.any(|it| matches!(it, TokenTree::Ident(word) if word == "Future"))
            }
            _ => false,
        },
    }
}

/// Finds `async move { .. }` or `Box::pin(async move { .. })` at the end of a body, and puts statements first in it.
fn put_in_async_block(trees: &mut [TokenTree], statements: &TokenStream) -> bool {
    let Some((TokenTree::Group(last), before)) = trees.split_last_mut() else {
        return false;
    };
    match last.delimiter() {
        Delimiter::Brace if ends_with_async(before) => {
            let inside = last.stream();
            *last = regroup(last, quote!(#statements #inside));
            true
        }
        Delimiter::Parenthesis if ends_with_box_pin(before) => {
            let mut inside: Vec<TokenTree> = last.stream().into_iter().collect();
            // A trailing comma may follow the block.
            let comma = match inside.last() {
                Some(TokenTree::Punct(punct)) if punct.as_char() == ',' => inside.pop(),
                _ => None,
            };
            if !put_in_async_block(&mut inside, statements) {
                return false;
            }
            inside.extend(comma);
            let group: Group = regroup(last, inside.into_iter().collect());
            *last = group;
            true
        }
        _ => false,
    }
}
