//! What must follow in a stream, said in our own words where the stream has ended.
//!
//! The end of a stream has no place of its own, and syn speaks there of an input that nobody sees.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Expr, Token};

/// `=` behind a word, which stands for it at the end.
pub(super) fn equals(input: ParseStream, word: Span) -> syn::Result<()> {
    something(input, word, "expected `=`")?;
    input.parse::<Token![=]>()?;
    Ok(())
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
    something(input, input.span(), "expected an identifier")?;
    input.call(Ident::parse_any)
}
