//! The bridge between `#[scorer_span(fields(score))]` and `record!(score = ..)`: a macro, local to
//! the function, that knows the declared fields.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use scorer_instrument_policy::syntax::args::FieldName;
use syn::Path;

/// The local macro's name: rustc shows it when `record!` stands outside a function that has it, so
/// it reads as what is wrong.
pub(crate) fn bridge() -> Ident {
    Ident::new(
        "record_needs_scorer_span_with_a_declared_field_around_it",
        Span::call_site(),
    )
}

/// The local macro's definition, for the front of the body.
pub(crate) fn definition(empty: &[FieldName], facade: &Path) -> TokenStream {
    if empty.is_empty() {
        return TokenStream::new();
    }
    let bridge = bridge();
    let rules = empty.iter().filter_map(|field| {
        let name = field.text()?;
        Some(quote! {
            (#name, $method:ident, $value:expr) => {
                ::tracing::Span::current().record(#name, #facade::private::$method(&$value))
            };
        })
    });
    let declared = empty
        .iter()
        .filter_map(FieldName::text)
        .collect::<Vec<_>>()
        .join("`, `");
    let known =
        format!("` is no declared field of this function's span; declared are `{declared}`");
    quote! {
        #[allow(unused_macros, reason = "a field can be filled by `Span::record` alone")]
        macro_rules! #bridge {
            #(#rules)*
            ($other:literal, $method:ident, $value:expr) => {
                ::core::compile_error!(::core::concat!("`", $other, #known))
            };
        }
    }
}
