//! The values of `name`, `target`, `level`, `err`, `ret`, `parent` and `follows_from`, which are passed on unchanged.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::parse::discouraged::Speculative;
use syn::{Expr, LitInt, LitStr, Path, Token};

use super::expect;

/// Parses `= "text"` or `= NAME`, as `#[instrument]` accepts a name and a target.
pub(super) fn literal_or_ident(input: ParseStream, word: Span) -> syn::Result<TokenStream> {
    const EXPECTED: &str = "expected a string literal or the name of a constant";
    let equals = expect::equals(input, word)?;
    expect::something(input, equals, EXPECTED)?;
    let ahead = input.fork();
    if let Ok(literal) = ahead.parse::<LitStr>() {
        input.advance_to(&ahead);
        return Ok(literal.into_token_stream());
    }
    match input.parse::<Ident>() {
        Ok(ident) => Ok(ident.into_token_stream()),
        Err(error) => Err(syn::Error::new(error.span(), EXPECTED)),
    }
}

/// Parses the expression of `parent` or `follows_from`: a span, or several.
///
/// A macro in it could open a span of its own, with fields that were not checked.
pub(super) fn span(input: ParseStream, setting: &str) -> syn::Result<Expr> {
    let value = expect::expression(input)?;
    match macro_name(value.to_token_stream()) {
        Some(name) => {
            let message = format!(
                "`{setting}` calls `{name}!`, whose fields are not judged here: make the span in a function and call it"
            );
            Err(syn::Error::new(name.span(), message))
        }
        None => Ok(value),
    }
}

/// Returns the name of a macro that is called anywhere in the tokens.
fn macro_name(tokens: TokenStream) -> Option<Ident> {
    let mut streams = vec![tokens];
    while let Some(stream) = streams.pop() {
        let mut name = None;
        let mut is_call = false;
        for tree in stream {
            match tree {
                TokenTree::Group(group) => {
                    if is_call && name.is_some() {
                        return name;
                    }
                    streams.push(group.stream());
                    (name, is_call) = (None, false);
                }
                TokenTree::Punct(punct) if punct.as_char() == '!' => is_call = true,
                // `if !(..)` is not a macro call, because a keyword is not a name.
                TokenTree::Ident(word) => {
                    name = syn::parse2(word.into_token_stream()).ok();
                    is_call = false;
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => (name, is_call) = (None, false),
            }
        }
    }
    None
}

/// Parses what follows `level =`. At the end of the stream, an error gets the position `equals`.
pub(super) fn level(input: ParseStream, equals: Span) -> syn::Result<TokenStream> {
    const EXPECTED: &str = "expected a level: \"trace\", \"debug\", \"info\", \"warn\", \"error\", a number from 1 to 5, or a `Level`";
    expect::something(input, equals, EXPECTED)?;
    if let Ok(literal) = input.fork().parse::<LitStr>() {
        let word = literal.value().to_ascii_lowercase();
        if !["trace", "debug", "info", "warn", "error"].contains(&word.as_str()) {
            return Err(syn::Error::new(literal.span(), EXPECTED));
        }
        return Ok(input.parse::<LitStr>()?.into_token_stream());
    }
    if input.peek(LitInt) {
        let literal: LitInt = input.parse()?;
        return match literal.base10_parse::<u64>() {
            Ok(1..=5) => Ok(literal.into_token_stream()),
            _ => Err(syn::Error::new(literal.span(), EXPECTED)),
        };
    }
    match input.parse::<Path>() {
        Ok(path) => Ok(path.into_token_stream()),
        Err(error) => Err(syn::Error::new(error.span(), EXPECTED)),
    }
}

/// The content of the parentheses of `err` or `ret`.
#[derive(Clone, Default)]
pub(super) struct EventArgs {
    /// The level, as written.
    pub(super) level: Option<TokenStream>,
    /// Whether the format is `Debug`, if one is written.
    pub(super) debug: Option<bool>,
    /// All tokens.
    pub(super) tokens: TokenStream,
}

/// `(Debug)`, `(level = "warn")`, `(Display, level = "info")`.
pub(super) fn event_args(input: ParseStream) -> syn::Result<EventArgs> {
    let content;
    syn::parenthesized!(content in input);
    let mut args = EventArgs::default();
    let (mut seen_level, mut seen_format) = (false, false);
    let mut parts = Vec::new();
    while !content.is_empty() {
        let word = content.call(Ident::parse_any)?;
        let (seen, part) = if word == "level" {
            let equals = expect::equals(&content, word.span())?;
            let level = level(&content, equals)?;
            args.level = Some(level.clone());
            (&mut seen_level, quote::quote!(level = #level))
        } else if word == "Debug" || word == "Display" {
            args.debug = Some(word == "Debug");
            (&mut seen_format, word.to_token_stream())
        } else {
            return Err(syn::Error::new(
                word.span(),
                "expected `Debug`, `Display` or `level = ..`",
            ));
        };
        if std::mem::replace(seen, true) {
            return Err(syn::Error::new(
                word.span(),
                "expected one format and one level: `err(Debug, level = \"warn\")`",
            ));
        }
        parts.push(part);
        if !content.is_empty() {
            content.parse::<Token![,]>()?;
        }
    }
    args.tokens = quote::quote!((#(#parts),*));
    Ok(args)
}

#[cfg(test)]
mod tests {
    use super::macro_name;

    #[test]
    fn a_call_of_a_macro_is_told_from_a_negation() {
        let name = |text: &str| {
            let tokens = text.parse().expect("valid tokens");
            macro_name(tokens).map(|name| name.to_string())
        };
        for text in [
            "info_span!(\"x\")",
            "[f(&tracing::info_span! { \"x\" })]",
            "!!(a, info_span!())",
        ] {
            assert_eq!(name(text).as_deref(), Some("info_span"), "{text}");
        }
        for text in [
            "span.id()",
            "a != (b)",
            "a || !(b)",
            "if !(a) { b } else { c }",
            "!(a)",
        ] {
            assert_eq!(name(text), None, "{text}");
        }
    }
}
