//! The bridge between `#[scorer_span(fields(score))]` and `record!(score = ..)`: a macro, local to
//! the function, that tells `record!` which fields are declared.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use scorer_instrument_syntax::field::FieldName;
use syn::Path;

/// The local macro's definition, for the front of the body.
///
/// `record!` calls it by a name that stands nowhere else; rustc shows the name when there is no such
/// macro around, so it reads as what is wrong.
pub(crate) fn definition<'a>(
    empty: impl Iterator<Item = &'a FieldName>,
    facade: &Path,
) -> TokenStream {
    let names: Vec<String> = empty.filter_map(FieldName::text).collect();
    if names.is_empty() {
        return TokenStream::new();
    }
    let bridge = Ident::new(
        "record_needs_a_scorer_span_with_declared_fields_around_it",
        Span::call_site(),
    );
    quote! {
        #[allow(unused_macros, reason = "a field can be filled by `Span::record` alone")]
        macro_rules! #bridge {
            ($($tokens:tt)*) => { #facade::private::judged_record!([#(#names),*] $($tokens)*) };
        }
    }
}
