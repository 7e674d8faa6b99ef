//! Parses what must follow in a stream, with our own messages for where the stream has ended.
//!
//! The end of a stream has no position, and syn's message about it mentions an input that the user never sees.

use proc_macro2::{Ident, Span, TokenTree};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::parse::discouraged::Speculative;
use syn::{Expr, Token};

/// Parses `=` after a word, and returns its position. At the end of the stream, an error gets the position of the word.
pub(super) fn equals(input: ParseStream, word: Span) -> syn::Result<Span> {
    something(input, word, "expected `=`")?;
    Ok(input.parse::<Token![=]>()?.span)
}

/// Tries to parse. On failure it keeps only the position that was reached, because syn would report what is left unread
/// in brackets as a second error.
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

/// Skips to the next comma of this level, or to the end.
pub(super) fn skip_to_comma(input: ParseStream) {
    while !input.is_empty() && !input.peek(Token![,]) {
        if input.parse::<TokenTree>().is_err() {
            return;
        }
    }
}

/// Checks that anything follows. At the end of the stream, an error gets the position `place`.
pub(super) fn something(input: ParseStream, place: Span, message: &str) -> syn::Result<()> {
    if input.is_empty() {
        return Err(syn::Error::new(place, message));
    }
    Ok(())
}

/// Parses an expression.
pub(super) fn expression(input: ParseStream) -> syn::Result<Expr> {
    something(input, input.span(), "expected an expression")?;
    input.parse()
}

/// Parses an identifier, which may be a keyword.
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

    /// Returns the messages about an attribute.
    fn said(attr: &str) -> Vec<String> {
        let attr: TokenStream = attr.parse().expect("tokens");
        let item = "fn load(community: i64) -> Result<(), Failure> { run() }"
            .parse()
            .expect("tokens");
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
