//! A refusal: the user's item back, untouched and uninstrumented, with every fault.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use scorer_instrument_syntax::fault::Fault;

/// The faults as compile errors.
pub(crate) fn errors(faults: &[Fault]) -> TokenStream {
    let mut errors = TokenStream::new();
    for fault in faults {
        errors.extend(error(fault.span, &fault.text()));
    }
    errors
}

/// One compile error at a token.
pub(crate) fn error(span: Span, message: &str) -> TokenStream {
    quote_spanned!(span=> ::core::compile_error! { #message })
}
