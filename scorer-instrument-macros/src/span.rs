//! `#[scorer_span]`: a checked plan becomes one `#[tracing::instrument]`; a refused one becomes the user's function
//! with its faults.

use proc_macro2::{Delimiter, Group, Ident, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use scorer_instrument_policy::Via;
use scorer_instrument_syntax as syntax;
use scorer_instrument_syntax::expr::Operand;
use scorer_instrument_syntax::field::Sigil;
use scorer_instrument_syntax::item::{Function, regroup};
use scorer_instrument_syntax::plan::{CheckedPlan, How, Place, Recorded, Returned};
use scorer_instrument_syntax::tail::in_async_block;
use syn::{Path, ReturnType, Type};

use crate::{conditional, declared, outcome, policy, refuse, reviewed};

/// Expands the attribute.
pub(crate) fn scorer_span(attr: TokenStream, item: &TokenStream) -> TokenStream {
    let loaded = match policy::load() {
        Ok(loaded) => loaded,
        Err(mut errors) => {
            errors.extend(refuse::item(attr, item.clone()));
            return errors;
        }
    };
    match syntax::judge(&loaded.policy, attr.clone(), item.clone(), &proof) {
        Ok((plan, function)) => match conditional::halves(&plan.facade, &attr, &function) {
            Some(halves) => halves,
            None => {
                let reviewed = reviewed::items(&loaded, &plan.facade);
                expand(&plan, &function, &loaded.tracked(), &reviewed)
            }
        },
        Err(faults) => {
            // The fault of a conditional argument is reported in the version that has this argument.
            if let Some(halves) = conditional::halves_of(&attr, item) {
                return halves;
            }
            let mut errors = refuse::errors(&faults);
            errors.extend(refuse::item(attr, item.clone()));
            errors
        }
    }
}

/// Expands a plan. This cannot fail, because the plan was checked.
fn expand(
    plan: &CheckedPlan,
    function: &Function,
    tracked: &TokenStream,
    reviewed: &TokenStream,
) -> TokenStream {
    let CheckedPlan {
        settings,
        fields,
        empty,
        ret,
        outcome,
        facade,
    } = plan;
    let mut recorded = TokenStream::new();
    let path = trees(facade);
    for field in fields {
        record(field, facade, &path, reviewed, &mut recorded);
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
    let front = quote!(#tracked #declared);
    let proof = ret.map(|(span, returned)| return_proof(span, returned, facade));
    let body = match outcome {
        Some(outcome) => outcome::body(function, outcome, &front, proof.as_ref(), facade),
        None => body(function, &front, facade, proof.as_ref()),
    };
    quote! {
        #[::tracing::instrument(skip_all, #settings #fields)]
        #head #body
    }
}

/// Writes `name = value,`.
///
/// Most arguments are recorded under their own name. These are added to the stream token by token, because inserting
/// one stream into another costs as much as a dozen tokens.
fn record(
    field: &Recorded,
    facade: &Path,
    path: &[TokenTree],
    reviewed: &TokenStream,
    stream: &mut TokenStream,
) {
    let written = match (&field.argument, &field.how) {
        (Some(argument), How::Plain) => {
            stream.extend([TokenTree::from(argument.clone()), equals()]);
            stream.extend([TokenTree::from(argument.clone())]);
            true
        }
        (Some(argument), How::Proven(Sigil::None)) => {
            let at = Span::call_site().located_at(field.span);
            stream.extend([TokenTree::from(argument.clone()), equals()]);
            let of = ["place", recordable(field.place), INFERRED];
            trait_method(path, &of, "__value", at, stream);
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
        // The result of a call would not live longer than the block.
        if reviewed.is_empty() || calls(&field.value) {
            stream.extend(quote!(#name = #value));
        } else {
            stream.extend(quote!(#name = { #reviewed #value }));
        }
    }
    stream.extend([TokenTree::from(Punct::new(',', Spacing::Alone))]);
}

/// Whether there are any parentheses.
fn calls(value: &TokenStream) -> bool {
    value.clone().into_iter().any(|tree| match tree {
        TokenTree::Group(group) => {
            group.delimiter() == Delimiter::Parenthesis || calls(&group.stream())
        }
        _ => false,
    })
}

fn equals() -> TokenTree {
    Punct::new('=', Spacing::Alone).into()
}

/// Returns the value of one field, as an expression that tracing accepts.
pub(crate) fn value(field: &Recorded, facade: &Path) -> TokenStream {
    let Recorded {
        value,
        span,
        how,
        place,
        before,
        by_reference,
        ..
    } = field;
    // Errors point at the argument, while names are resolved at the attribute.
    let at = Span::call_site().located_at(*span);
    // The preceding statements bind what the value borrows. It has to live as long as the value, so the block as a
    // whole is borrowed.
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
    match how {
        How::Plain => value,
        How::Proven(Sigil::None) => {
            let of = ["place", recordable(*place), INFERRED];
            let method = method_of(facade, &of, "__value", at);
            quote_spanned!(at=> #method(#borrowed))
        }
        How::Proven(Sigil::Display) | How::Error => {
            known(facade, &LOGGED, "__display", &borrowed, at)
        }
        How::Proven(Sigil::Debug) => known(facade, &LOGGED, "__debug", &borrowed, at),
        How::NoText(Sigil::None) => {
            let of = ["place", not_text(*place), INFERRED];
            let method = method_of(facade, &of, "__value", at);
            quote_spanned!(at=> #method(#borrowed))
        }
        How::NoText(Sigil::Display) => known(facade, &UNNAMED, "__display", &borrowed, at),
        How::NoText(Sigil::Debug) => known(facade, &UNNAMED, "__debug", &borrowed, at),
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

/// Returns the trait for a recordable value in this place.
fn recordable(place: Place) -> &'static str {
    match place {
        Place::Argument | Place::Called | Place::Taken | Place::Person => "RecordableArgument",
        Place::Listed => "RecordableListed",
        Place::Field => "RecordableField",
    }
}

/// Returns the trait for a value in this place that must not be text.
fn not_text(place: Place) -> &'static str {
    match place {
        Place::Argument => "NotTextArgument",
        Place::Called => "NotTextCalled",
        Place::Taken => "NotTextTaken",
        Place::Person => "NotTextPerson",
        Place::Listed => "NotTextListed",
        Place::Field => "NotTextField",
    }
}

/// Returns the value in a form that `&` can precede: in parentheses, unless it is one token.
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

/// Makes rustc check an operand that is turned into text.
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
        Operand::Formatted => known(facade, &LOGGED, "__shown", &quote!(&(#operand)), at),
        Operand::FormattedUnnamed => known(facade, &UNNAMED, "__shown", &quote!(&(#operand)), at),
        Operand::Spoken => {
            let spoken = known(facade, &SPOKEN, "__spoken", &quote!(&(#operand)), at);
            quote_spanned!(at=> (#spoken))
        }
        Operand::Viewed => {
            let viewed = known(facade, &VIEWED, "__spoken", &quote!(&(#operand)), at);
            quote_spanned!(at=> (#viewed))
        }
        Operand::Flag => {
            let flag = method(&["not_text", "Flag"], "__flag");
            quote_spanned!(at=> #flag(#operand))
        }
        Operand::Scalar => {
            let scalar = method(&["not_text", "Scalar"], "__scalar");
            quote_spanned!(at=> #scalar(#operand))
        }
        Operand::MadeFit => {
            let made_fit = method(&["not_text", "MadeFit"], "__made_fit");
            quote_spanned!(at=> #made_fit(#operand))
        }
        Operand::Part => {
            let part = method(&["not_text", "NotTextPart"], "__part");
            quote_spanned!(at=> (*#part(&(#operand))))
        }
        Operand::Number => {
            let number = method(&["not_text", "Number"], "number");
            quote_spanned!(at=> #number(&(#operand)))
        }
        Operand::Receiver => {
            let proven = method(&["Converted"], "__proven");
            quote_spanned!(at=> (*#proven(&(#operand))))
        }
        Operand::Argument => {
            let proven = method(&["Converted"], "__proven_as_is");
            quote_spanned!(at=> #proven(#operand))
        }
    }
}

/// A trait's argument that rustc infers.
const INFERRED: &str = "<_>";

/// A chain of the facade, which chooses by a value's type how it is printed, and the trait that its result implements.
pub(crate) struct Chain {
    of: [&'static str; 3],
    function: &'static str,
}

pub(crate) const LOGGED: Chain = Chain {
    of: ["logged", "Logged", INFERRED],
    function: "logged",
};

const UNNAMED: Chain = Chain {
    of: ["logged", "LoggedUnnamed", INFERRED],
    function: "logged_unnamed",
};

const SPOKEN: Chain = Chain {
    of: ["logged", "Spoken", INFERRED],
    function: "spoken",
};

/// The chain for the error of a function with `err`.
pub(crate) const FAILURE: Chain = Chain {
    of: ["private", "LoggedError", INFERRED],
    function: "failure",
};

const VIEWED: Chain = Chain {
    of: ["logged", "Spoken", INFERRED],
    function: "viewed",
};

/// Returns `<_ as facade::private::Logged<_>>::method(facade::private::logged(value).__known())`.
pub(crate) fn known(
    facade: &Path,
    chain: &Chain,
    method: &str,
    value: &TokenStream,
    at: Span,
) -> TokenStream {
    let of = method_of(facade, &chain.of, method, at);
    let facade = at_place(facade.to_token_stream(), at);
    let function = Ident::new(chain.function, at);
    quote_spanned!(at=> #of(#facade::private::#function(#value).__known()))
}

/// Returns the tokens of a path, which are split once for all their uses.
fn trees(path: &Path) -> Vec<TokenTree> {
    path.to_token_stream().into_iter().collect()
}

/// Returns `<_ as facade::Trait>::method`, all of it with one span. rustc's error about a type that is not recordable
/// then points there, and shows nothing of this crate. For the equivalent `facade::Trait::method`, rustc would report
/// the type twice.
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
        if *word == INFERRED {
            punct(&mut tokens, '<', Spacing::Alone);
            tokens.push(Ident::new("_", at).into());
            punct(&mut tokens, '>', Spacing::Alone);
            continue;
        }
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

/// Returns tokens that resolve as before, but with another location in messages.
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

/// Returns a statement that is never executed, in which rustc infers and checks the returned type.
fn return_proof(span: Span, returned: Returned, facade: &Path) -> TokenStream {
    let at = Span::call_site().located_at(span);
    let of: &[&str] = match returned {
        Returned::Whole | Returned::Ok => &["Returnable"],
        Returned::WholeNoText | Returned::OkNoText => &["not_text", "ReturnedUnnamed"],
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

/// Returns the body with additional statements at its start. Statements about the work itself go where tracing
/// instruments it: into the async block at the end of the body, if there is one.
fn body(
    function: &Function,
    front: &TokenStream,
    facade: &Path,
    proof: Option<&TokenStream>,
) -> TokenStream {
    if function.sig.asyncness.is_some() {
        let running = running(facade);
        return function.body_with(quote!(#front #running #proof));
    }
    if proof.is_some() || returns_future(function) {
        let running = running(facade);
        let (attributes, inside) = function.without_inner_attributes();
        let mut trees: Vec<TokenTree> = inside.into_iter().collect();
        let is_future = in_async_block(&mut trees, &mut |block| {
            let inside = block.stream();
            regroup(block, quote!(#running #proof #inside))
        });
        if is_future {
            let trees: TokenStream = trees.into_iter().collect();
            let body = regroup(&function.body, quote!(#attributes #front #trees));
            return TokenTree::from(body).into();
        }
    }
    if front.is_empty() && proof.is_none() {
        return function.body.to_token_stream();
    }
    function.body_with(quote!(#front #proof))
}

/// Returns a statement that lets the runtime tell a future that ended from one that was dropped before. Without the
/// runtime it has no effect. The body cannot see its name.
pub(crate) fn running(facade: &Path) -> TokenStream {
    let name = Ident::new("_running", Span::mixed_site());
    quote!(let #name = #facade::private::running();)
}

/// Whether the written return type is a future, as in async traits.
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
