//! Connects `#[scorer_span(fields(score))]` with `record!(score = ..)`: a macro, local to the function, tells `record!`
//! which fields are declared.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use scorer_instrument_syntax::field::FieldName;
use syn::Path;

/// Returns the definition of the local macro, for the start of the body.
///
/// `record!` calls it by a name that is used nowhere else. If there is no such macro, rustc shows the name, so the name
/// describes the mistake.
pub(crate) fn definition<'a>(
    empty: impl Iterator<Item = &'a FieldName>,
    facade: &Path,
) -> TokenStream {
    let names: Vec<String> = empty.filter_map(FieldName::text).collect();
    if names.is_empty() {
        return TokenStream::new();
    }
    bridge(&filling(&quote!(#(#names),*), facade))
}

/// Returns the definition for a function that was refused. The fields that it declares are not known, so any name may
/// be filled, and `record!` adds no misleading error. In a `const fn`, where nothing can be recorded, it does nothing.
pub(crate) fn undecided(facade: &Path, is_const: bool) -> TokenStream {
    if is_const {
        return bridge(&quote!({}));
    }
    bridge(&filling(&quote!(_), facade))
}

fn filling(names: &TokenStream, facade: &Path) -> TokenStream {
    quote!(#facade::logged::judged_record!([#names] $($tokens)*))
}

fn bridge(expansion: &TokenStream) -> TokenStream {
    let bridge = Ident::new(
        "record_needs_a_scorer_span_with_declared_fields_around_it",
        Span::call_site(),
    );
    quote! {
        #[allow(unused_macros, reason = "a field can be filled by `Span::record` alone")]
        macro_rules! #bridge {
            ($($tokens:tt)*) => { #expansion };
        }
    }
}
