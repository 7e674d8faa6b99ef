//! `err`, with or without `ret`: the events that the expansion writes itself, so that the text of an error passes
//! through the redactor. tracing's own event for an error cannot be changed.

use std::iter::Peekable;

use proc_macro2::token_stream::IntoIter;
use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Lit, ReturnType};

use crate::args::{Args, Word};
use crate::plan::Plan;
use crate::returned::{error_type, future_output};

/// What happens to the result of a function with `err`.
pub struct Outcome {
    /// The target of its events. `None` means the module.
    pub target: Option<TokenStream>,
    /// The event of an error.
    pub err: Told,
    /// The event of the value in `Ok`.
    pub ret: Option<Told>,
    /// The position at which an error about the error's type is reported.
    pub span: Span,
    /// The returned type, with `_` for each `impl Trait`. `None` if nothing is returned.
    pub returned: Option<TokenStream>,
    /// The same for the output of a returned future.
    pub awaited: Option<TokenStream>,
}

/// The event of a result.
pub struct Told {
    /// Its level, as an expression.
    pub level: TokenStream,
    /// Whether the value is printed by its `Debug`.
    pub debug: bool,
}

/// Returns what the attribute says about the result, if it has `err`.
pub(super) fn outcome(plan: &Plan<'_>) -> Option<Outcome> {
    let args = &plan.args;
    let span = args.err?;
    let output = &plan.function.sig.output;
    let place = match output {
        ReturnType::Default => None,
        ReturnType::Type(_, ty) => error_type(ty),
    };
    let place = place.and_then(|ty| ty.to_token_stream().into_iter().next());
    let err = Told {
        level: level(args.err_event.level.as_ref())
            .unwrap_or_else(|| quote!(::tracing::Level::ERROR)),
        debug: args.err_event.debug == Some(true),
    };
    let ret = args.ret.map(|_| Told {
        level: level(args.ret_event.level.as_ref())
            .or_else(|| level(own_level(args).as_ref()))
            .unwrap_or_else(|| quote!(::tracing::Level::INFO)),
        debug: args.ret_event.debug != Some(false),
    });
    Some(Outcome {
        target: value_of(args, Word::Target),
        err,
        ret,
        span: place.map_or(span, |token| token.span()),
        returned: match output {
            ReturnType::Default => None,
            ReturnType::Type(_, ty) => Some(without_impl(ty.to_token_stream())),
        },
        awaited: match output {
            ReturnType::Default => None,
            ReturnType::Type(_, ty) => Some(match future_output(ty) {
                Some(ty) => without_impl(ty.to_token_stream()),
                None => quote!(<#ty as ::core::future::Future>::Output),
            }),
        },
    })
}

/// Returns the level of the span itself.
fn own_level(args: &Args) -> Option<TokenStream> {
    value_of(args, Word::Level)
}

/// Returns what follows the `=` of a setting.
fn value_of(args: &Args, word: Word) -> Option<TokenStream> {
    let (_, tokens) = args.kept.iter().find(|(kept, _)| *kept == word)?;
    Some(tokens.clone().into_iter().skip(2).collect())
}

/// Returns a level as an expression. It may be written as `"warn"`, as `4`, or as a path.
fn level(written: Option<&TokenStream>) -> Option<TokenStream> {
    let written = written?.clone();
    let Ok(literal) = syn::parse2::<Lit>(written.clone()) else {
        return Some(written);
    };
    let word = match literal {
        Lit::Str(text) => text.value().to_ascii_lowercase(),
        Lit::Int(number) => number.base10_digits().to_owned(),
        _ => return None,
    };
    Some(match word.as_str() {
        "trace" | "1" => quote!(::tracing::Level::TRACE),
        "debug" | "2" => quote!(::tracing::Level::DEBUG),
        "info" | "3" => quote!(::tracing::Level::INFO),
        "warn" | "4" => quote!(::tracing::Level::WARN),
        _ => quote!(::tracing::Level::ERROR),
    })
}

/// Returns a type with `_` for each `impl Trait`, which a `let` does not accept.
pub fn without_impl(ty: TokenStream) -> TokenStream {
    let mut erased = TokenStream::new();
    let mut trees = ty.into_iter().peekable();
    while let Some(tree) = trees.next() {
        match tree {
            TokenTree::Ident(word) if word == "impl" => {
                erased.extend([TokenTree::from(proc_macro2::Ident::new("_", word.span()))]);
                bounds(&mut trees);
            }
            TokenTree::Group(group) => {
                let inside = without_impl(group.stream());
                let mut new = proc_macro2::Group::new(group.delimiter(), inside);
                new.set_span(group.span());
                erased.extend([TokenTree::from(new)]);
            }
            tree => erased.extend([tree]),
        }
    }
    erased
}

/// Skips the bounds of an `impl`, up to what cannot belong to them: a comma, a semicolon or a bracket.
fn bounds(trees: &mut Peekable<IntoIter>) {
    let (mut depth, mut arrow) = (0_usize, false);
    while let Some(tree) = trees.peek() {
        let char = match tree {
            TokenTree::Punct(punct) => punct.as_char(),
            _ => ' ',
        };
        match char {
            '>' if arrow => {}
            ',' | ';' | '>' if depth == 0 => return,
            '>' => depth -= 1,
            '<' => depth += 1,
            _ => {}
        }
        arrow = char == '-';
        trees.next();
    }
}

#[cfg(test)]
mod tests {
    use super::without_impl;

    #[test]
    fn each_impl_is_inferred_and_nothing_else() {
        for (written, erased) in [
            ("Result<u8, E>", "Result<u8, E>"),
            (
                "Result<impl Iterator<Item = (u8, impl Copy)> + 'a, E>",
                "Result<_, E>",
            ),
            (
                "Result<(impl Fn(u8) -> Vec<u8>, u8), Box<impl Error>>",
                "Result<(_, u8), Box<_>>",
            ),
            ("impl Future<Output = u8> + Send", "_"),
            (
                "Result<&'a impl Copy, [impl Copy; 2]>",
                "Result<&'a _, [_; 2]>",
            ),
        ] {
            let parse = |text: &str| text.parse::<proc_macro2::TokenStream>().expect("tokens");
            assert_eq!(
                without_impl(parse(written)).to_string(),
                parse(erased).to_string()
            );
        }
    }
}
