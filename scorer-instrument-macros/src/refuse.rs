//! Refuses an item: it is returned unchanged, without instrumentation, together with every fault.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use scorer_instrument_syntax::fault::Fault;
use scorer_instrument_syntax::filled::calls_record;
use scorer_instrument_syntax::{args, default_facade, item};
use syn::Path;

use crate::declared;

/// Returns the item unchanged. If its body calls `record!`, the macro that this needs is added.
pub(crate) fn item(attr: TokenStream, item: TokenStream) -> TokenStream {
    if !calls_record(&item) {
        return item;
    }
    let facade = facade(attr);
    item::with_front(item, &|is_const| declared::undecided(&facade, is_const))
}

/// Returns the path of the facade crate in an attribute that was refused.
pub(crate) fn facade(attr: TokenStream) -> Path {
    let facade = args::parse(attr, &mut Vec::new()).krate;
    facade.unwrap_or_else(default_facade)
}

/// Returns the faults as compile errors.
pub(crate) fn errors(faults: &[Fault]) -> TokenStream {
    let mut errors = TokenStream::new();
    for fault in faults {
        errors.extend(error(fault.span, &fault.text()));
    }
    errors
}

/// Puts compile errors into a block, which may take the place of an expression. Without the block, rustc would take the
/// first error for the expression, and would not show the others.
pub(crate) fn in_expression(errors: &TokenStream) -> TokenStream {
    quote!({ #errors })
}

/// Returns one compile error at a token.
pub(crate) fn error(span: Span, message: &str) -> TokenStream {
    quote_spanned!(span=> ::core::compile_error! { #message })
}
