//! `[[recordable]]` in events: the types of other crates that the team has allowed, where no signature shows the type
//! of a value.

use proc_macro2::TokenStream;
use quote::quote;
use scorer_instrument_policy::Via;
use syn::Path;

use crate::policy::Loaded;

/// Returns items that make these types known to the facade's chains within the block that contains them. Returns
/// nothing if there are no such types.
///
/// A trait that is local to the block is found at the first link of a chain, if the link's own method does not apply.
pub(crate) fn items(loaded: &Loaded, facade: &Path) -> TokenStream {
    let mut impls = TokenStream::new();
    for (ty, via) in loaded.reviewed() {
        let private = quote!(#facade::private);
        let (one, optional) = match via {
            Via::Display => (quote!(by_display), quote!(by_display_of_some)),
            Via::Debug => (quote!(by_debug), quote!(by_debug)),
        };
        for (of, by) in [
            (quote!(#ty), &one),
            (quote!(&'__b #ty), &one),
            (quote!(&'__b &'__b #ty), &one),
            (quote!(::core::option::Option<#ty>), &optional),
            (quote!(::core::option::Option<&'__b #ty>), &optional),
        ] {
            for link in [
                quote!(ByRecordable),
                quote!(ByNotText),
                quote!(ByReturnable),
            ] {
                impls.extend(quote! {
                    impl<'__a, '__b> __Reviewed for #private::#link<'__a, #of> {
                        type __Known = #private::Shown<'__a, #of>;

                        fn __known(&self) -> Self::__Known {
                            self.__reviewed(#private::#by, #private::#by)
                        }
                    }
                });
            }
        }
    }
    if impls.is_empty() {
        return TokenStream::new();
    }
    quote! {
        #[allow(dead_code, reason = "for the types that are printed here")]
        trait __Reviewed {
            type __Known;

            fn __known(&self) -> Self::__Known;
        }

        #impls
    }
}
