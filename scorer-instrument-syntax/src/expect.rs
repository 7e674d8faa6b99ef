//! What must follow in a stream, said in our own words where the stream has ended.
//!
//! The end of a stream has no place of its own, and syn speaks there of an input that nobody sees.

use proc_macro2::{Ident, Span, TokenTree};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::parse::discouraged::Speculative;
use syn::{Expr, Token};

/// `=` behind a word, which stands for it at the end. Returns where it stands.
pub(super) fn equals(input: ParseStream, word: Span) -> syn::Result<Span> {
    something(input, word, "expected `=`")?;
    Ok(input.parse::<Token![=]>()?.span)
}

/// Parses, and where that fails leaves nothing behind but the place that was reached: what syn finds unread in brackets
/// that were given up would be a second error for one mistake.
pub(super) fn attempt<T>(
    input: ParseStream,
    parse: impl FnOnce(ParseStream) -> syn::Result<T>,
) -> syn::Result<T> {
    let ahead = input.fork();
    match parse(&ahead) {
        Ok(parsed) => {
            input.advance_to(&ahead);
            Ok(parsed)
        }
        Err(error) => {
            while input.cursor() < ahead.cursor() && input.parse::<TokenTree>().is_ok() {}
            Err(error)
        }
    }
}

/// Leaves the stream before the next comma of this level, or at its end.
pub(super) fn skip_to_comma(input: ParseStream) {
    while !input.is_empty() && !input.peek(Token![,]) {
        if input.parse::<TokenTree>().is_err() {
            return;
        }
    }
}

/// Anything at all; at the end `place` stands for it.
pub(super) fn something(input: ParseStream, place: Span, message: &str) -> syn::Result<()> {
    if input.is_empty() {
        return Err(syn::Error::new(place, message));
    }
    Ok(())
}

/// An expression.
pub(super) fn expression(input: ParseStream) -> syn::Result<Expr> {
    something(input, input.span(), "expected an expression")?;
    input.parse()
}

/// An identifier, keywords included.
pub(super) fn word(input: ParseStream) -> syn::Result<Ident> {
    const EXPECTED: &str = "expected an identifier";
    something(input, input.span(), EXPECTED)?;
    let word = input.call(Ident::parse_any);
    word.map_err(|error| syn::Error::new(error.span(), EXPECTED))
}

#[cfg(test)]
mod tests {
    use proc_macro2::TokenStream;

    use crate::Policy;
    use crate::judge;

    /// What is said of an attribute.
    fn said(attr: &str) -> Vec<String> {
        let attr: TokenStream = attr.parse().expect("tokens");
        let item = "fn load(community: i64) {}".parse().expect("tokens");
        match judge(&Policy::default(), attr, item, &|_, operand, _| operand) {
            Ok(_) => Vec::new(),
            Err(faults) => faults.into_iter().map(|fault| fault.message).collect(),
        }
    }

    #[test]
    fn what_is_missing_at_the_end_is_said_in_our_own_words() {
        for (attr, message) in [
            ("name", "expected `=`"),
            ("level", "expected `=`"),
            ("err(level)", "expected `=`"),
            ("crate", "expected `=`"),
            ("parent =", "expected an expression"),
            ("follows_from =", "expected an expression"),
            ("fields(a =)", "expected an expression"),
            ("fields({})", "expected an expression"),
            ("fields(a.)", "expected an identifier"),
            ("fields(%)", "expected an identifier"),
            ("crate =", "expected a path: `crate = my_facade`"),
            (
                "skip",
                "expected a list in parentheses: `skip(pool, headers)`",
            ),
            (
                "target =",
                "expected a string literal or the name of a constant",
            ),
        ] {
            assert_eq!(said(attr), [message], "{attr}");
        }
        for attr in ["level =", "err(level =)"] {
            let said = said(attr);
            assert!(
                matches!(said.as_slice(), [one] if one.starts_with("expected a level: ")),
                "{attr}: {said:?}"
            );
        }
    }
}
