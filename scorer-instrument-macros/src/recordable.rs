//! `#[derive(Recordable)]`: generates a safe view of a type, after its members were checked like arguments.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use scorer_instrument_policy::Via;
use scorer_instrument_syntax::members::{self, Member, Variant, View};
use scorer_instrument_syntax::plan::How;
use syn::{GenericArgument, Generics, Path, PathArguments, PathSegment, Type, parse_quote};

use crate::span::{LOGGED, at_place, known};
use crate::{policy, refuse};

/// Expands the derive.
pub(crate) fn derive(item: TokenStream) -> TokenStream {
    let loaded = match policy::load() {
        Ok(loaded) => loaded,
        Err(errors) => return errors,
    };
    match members::judge(&loaded.policy, item) {
        Ok(view) => expand(&view, &loaded.tracked()),
        Err(faults) => refuse::errors(&faults),
    }
}

fn expand(view: &View, tracked: &TokenStream) -> TokenStream {
    let facade = &view.facade;
    let name = &view.input.ident;
    let generics = bounded(view, &parse_quote!(#facade::Recordable));
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let (value_type, value) = value(view);
    let debug = forms(view, Form::Debug);
    let display = forms(view, Form::Display);
    let returnable = returnable(view);
    let not_text = not_text(view);
    let proof = proof(view);
    quote! {
        const _: () = {
            #tracked

            #[automatically_derived]
            #[diagnostic::do_not_recommend]
            impl #impl_generics #facade::Recordable for #name #ty_generics #where_clause {
                type Value<'__value> = #value_type where Self: '__value;

                #[inline]
                fn value(&self) -> Self::Value<'_> {
                    #value
                }

                fn fmt_display(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    #display
                }

                fn fmt_debug(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    #debug
                }
            }

            #proof

            #returnable

            #not_text
        };
    }
}

/// The value that is passed to tracing: the inner value of a newtype, the variant's name of an enum without fields, and
/// the safe view of any other type.
fn value(view: &View) -> (TokenStream, TokenStream) {
    let facade = &view.facade;
    let field = quote!(#facade::private::tracing::field);
    if let Some(Member { ty, span, how, .. }) = newtype(view) {
        return match how {
            Some(How::Own(Via::Display)) => (
                quote!(#field::DisplayValue<&'__value #ty>),
                quote!(#field::display(&self.0)),
            ),
            Some(How::Own(Via::Debug)) => (
                quote!(#field::DebugValue<&'__value #ty>),
                quote!(#field::debug(&self.0)),
            ),
            _ => {
                let at = Span::call_site().located_at(*span);
                let value = quote_spanned!(at=> <_ as #facade::Recordable>::value(&self.0));
                let facade = at_place(facade.to_token_stream(), at);
                (
                    quote_spanned!(at=> <#ty as #facade::Recordable>::Value<'__value>),
                    value,
                )
            }
        };
    }
    if view.only_names() {
        let arms = view
            .variants
            .iter()
            .filter_map(|variant| variant.ident.as_ref())
            .map(|variant| {
                let name = variant_name(variant);
                quote!(Self::#variant { .. } => #name,)
            });
        // An enum without variants has no value to match.
        let value = if view.variants.is_empty() {
            quote!(match *self {})
        } else {
            quote!(match self { #(#arms)* })
        };
        return (quote!(&'static str), value);
    }
    (
        quote!(#field::DebugValue<#facade::Debugged<'__value, Self>>),
        quote!(#facade::private::tracing::field::debug(#facade::Debugged(self))),
    )
}

#[derive(Clone, Copy, PartialEq)]
enum Form {
    Debug,
    Display,
}

/// The body of `fmt_debug` or `fmt_display`: it prints the safe view, without skipped members.
fn forms(view: &View, form: Form) -> TokenStream {
    let facade = &view.facade;
    if let (Form::Display, Some(member)) = (form, newtype(view)) {
        let inside = shown(member, &quote!(&self.0), facade);
        let wrapped = match member.how {
            Some(How::Proven(_) | How::NoText(_)) => quote!(#facade::Displayed(&self.0)),
            _ => inside,
        };
        return if matches!(member.how, Some(How::Proven(_) | How::NoText(_))) {
            quote!(::core::fmt::Display::fmt(&#wrapped, __f))
        } else {
            quote!(::core::fmt::Debug::fmt(&#wrapped, __f))
        };
    }
    if view.variants.is_empty() {
        return quote!(match *self {});
    }
    let arms = view.variants.iter().map(|variant| arm(view, variant));
    let view_of_all = quote!(match self { #(#arms)* });
    let nests = |(member, _): &(&Member, How)| member.nests;
    if !view.recorded().iter().any(nests) {
        return view_of_all;
    }
    let name = variant_name(&view.input.ident);
    quote! {
        #facade::private::nested(
            ::core::concat!(::core::module_path!(), "::", #name),
            __f,
            |__f| #view_of_all,
        )
    }
}

/// `Self::A { id: __0, .. } => __f.debug_struct("A").field("id", ..).finish_non_exhaustive()`.
fn arm(view: &View, variant: &Variant) -> TokenStream {
    let facade = &view.facade;
    let ident = variant.ident.as_ref().unwrap_or(&view.input.ident);
    let path = variant
        .ident
        .as_ref()
        .map_or_else(|| quote!(Self), |ident| quote!(Self::#ident));
    let name = variant_name(ident);
    let (mut bindings, mut fields) = (TokenStream::new(), TokenStream::new());
    let mut whole = true;
    for (at, member) in variant.members.iter().enumerate() {
        if member.how.is_none() {
            whole = false;
            continue;
        }
        let binding = format_ident!("__{at}");
        let shown = shown(member, &binding.to_token_stream(), facade);
        match &member.ident {
            Some(ident) => {
                let name = variant_name(ident);
                bindings.extend(quote!(#ident: #binding,));
                fields.extend(quote!(.field(#name, &#shown)));
            }
            None => {
                let index = syn::Index::from(at);
                bindings.extend(quote!(#index: #binding,));
                fields.extend(quote!(.field(&#shown)));
            }
        }
    }
    let finish = if whole {
        quote!(finish())
    } else {
        quote!(finish_non_exhaustive())
    };
    let build = match (variant.named, variant.members.is_empty()) {
        (_, true) => return quote!(#path { .. } => __f.write_str(#name),),
        (true, false) => quote!(debug_struct),
        (false, false) => quote!(debug_tuple),
    };
    quote!(#path { #bindings .. } => __f.#build(#name) #fields .#finish,)
}

/// A member in its debug form: through its `Recordable`, or as the team's policy says.
fn shown(member: &Member, value: &TokenStream, facade: &Path) -> TokenStream {
    let at = Span::call_site().located_at(member.span);
    let field = quote!(#facade::private::tracing::field);
    match member.how {
        Some(How::Own(Via::Display)) => quote!(#field::display(#value)),
        Some(How::Own(Via::Debug)) => quote!(#field::debug(#value)),
        Some(How::OwnOption(Via::Display)) => {
            quote!(::core::option::Option::map(::core::option::Option::as_ref(#value), #field::display))
        }
        Some(How::OwnOption(Via::Debug)) => {
            quote!(::core::option::Option::map(::core::option::Option::as_ref(#value), #field::debug))
        }
        Some(How::Error) => known(facade, &LOGGED, "__shown", value, at),
        _ => {
            let facade = at_place(facade.to_token_stream(), at);
            quote_spanned!(at=> <_ as #facade::Recordable>::__shown(#value))
        }
    }
}

/// Implements `Returnable` if no member is skipped. Each member must implement it, too.
fn returnable(view: &View) -> TokenStream {
    let facade = &view.facade;
    if may_hold_each_other(view) {
        return TokenStream::new();
    }
    for variant in &view.variants {
        for member in &variant.members {
            let own_debug_is_fit = matches!(
                member.how,
                Some(
                    How::Proven(_)
                        | How::NoText(_)
                        | How::Own(Via::Debug)
                        | How::OwnOption(Via::Debug)
                )
            );
            if !own_debug_is_fit {
                return TokenStream::new();
            }
        }
    }
    let name = &view.input.ident;
    let generics = bounded(view, &parse_quote!(#facade::Returnable));
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    quote! {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #impl_generics #facade::Returnable for #name #ty_generics #where_clause {}
    }
}

/// Implements `NotText` if each recorded member implements it. A member that the team's policy records counts as
/// reviewed.
fn not_text(view: &View) -> TokenStream {
    if view.holds_errors() {
        return TokenStream::new();
    }
    let facade = &view.facade;
    if may_hold_each_other(view) {
        return TokenStream::new();
    }
    let name = &view.input.ident;
    let generics = bounded(view, &parse_quote!(#facade::NotText));
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    quote! {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #impl_generics #facade::NotText for #name #ty_generics #where_clause {}
    }
}

/// The type's generics, with a bound on the type of each recorded member that the impl depends on.
///
/// A bound without a type parameter gets a lifetime of its own. If it does not hold, the impl then does not apply,
/// instead of being an error, so that [`proof`] reports the member once. The impl of `Recordable` has no such bounds,
/// because types that contain each other would depend on each other without end. Its methods let rustc check these
/// members instead.
fn bounded(view: &View, bound: &Path) -> Generics {
    let mut generics = view.input.generics.clone();
    for member in proven(view) {
        let ty = without_self(&member.ty, &view.input.ident);
        let has_parameter = has_parameter(view, &ty);
        if !has_parameter && is_recordable(bound) && newtype(view).is_none() {
            continue;
        }
        let bound = match required(view, member) {
            // The user chooses the type of a parameter, and the error should name a derived `Recordable`.
            Some(no_text) if has_parameter => quote!(#bound + #no_text),
            _ => bound.to_token_stream(),
        };
        let bound = at_place(bound, place(member));
        let predicate = if has_parameter {
            parse_quote!(#ty: #bound)
        } else {
            parse_quote!(for<'__member> #ty: #bound)
        };
        generics.make_where_clause().predicates.push(predicate);
    }
    generics
}

fn is_recordable(bound: &Path) -> bool {
    bound
        .segments
        .last()
        .is_some_and(|last| last.ident == "Recordable")
}

/// A function that is never called. In it rustc checks each member whose type is known and that no method checks. Its
/// argument implies what the type itself implies about its lifetimes.
fn proof(view: &View) -> TokenStream {
    let facade = &view.facade;
    let mut generics = view.input.generics.clone();
    let recordable: Path = parse_quote!(#facade::Recordable);
    let mut proofs = TokenStream::new();
    for member in proven(view) {
        let ty = without_self(&member.ty, &view.input.ident);
        if has_parameter(view, &ty) {
            generics
                .make_where_clause()
                .predicates
                .push(parse_quote!(#ty: #recordable));
            continue;
        }
        let at = place(member);
        let facade = at_place(facade.to_token_stream(), at);
        let (of, method) = match member.how {
            Some(How::NoText(_)) => (quote_spanned!(at=> NotText), quote_spanned!(at=> __member)),
            _ if newtype(view).is_none() => continue,
            _ => (
                quote_spanned!(at=> Recordable),
                quote_spanned!(at=> fmt_debug),
            ),
        };
        proofs.extend(quote_spanned!(at=> let _ = <#ty as #facade::#of>::#method;));
    }
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let name = &view.input.ident;
    quote! {
        #[allow(dead_code, reason = "for the proofs alone")]
        fn __members #impl_generics (_: &#name #ty_generics) #where_clause {
            #proofs
        }
    }
}

/// Whether a member points to a type that may point back. Each of the two would implement the trait only if the other
/// did, which rustc cannot decide, so neither does.
fn may_hold_each_other(view: &View) -> bool {
    proven(view).into_iter().any(|member| {
        let ty = without_self(&member.ty, &view.input.ident);
        member.nests && !has_parameter(view, &ty) && points_to_another(&ty)
    })
}

/// Whether a type is a pointer to a type outside the standard library: `Option<Box<Owner>>`, `&Owner`.
fn points_to_another(ty: &Type) -> bool {
    match ty {
        Type::Reference(inner) => is_another(&inner.elem),
        Type::Paren(inner) => points_to_another(&inner.elem),
        Type::Group(inner) => points_to_another(&inner.elem),
        Type::Path(path) => path.path.segments.last().is_some_and(|last| {
            let is_pointer = ["Box", "Rc", "Arc"]
                .iter()
                .any(|pointer| last.ident == pointer);
            arguments(last).any(|inner| points_to_another(inner) || is_pointer && is_another(inner))
        }),
        _ => false,
    }
}

fn is_another(ty: &Type) -> bool {
    !matches!(ty, Type::Path(path) if path.path.get_ident().is_some_and(is_scalar))
}

/// Whether this is a primitive type. Only their names begin with a lower-case letter.
fn is_scalar(ident: &Ident) -> bool {
    ident == "String"
        || ident
            .to_string()
            .starts_with(|first: char| first.is_ascii_lowercase())
}

fn arguments(segment: &PathSegment) -> impl Iterator<Item = &Type> {
    let arguments = match &segment.arguments {
        PathArguments::AngleBracketed(arguments) => Some(&arguments.args),
        _ => None,
    };
    arguments
        .into_iter()
        .flatten()
        .filter_map(|argument| match argument {
            GenericArgument::Type(ty) => Some(ty),
            _ => None,
        })
}

/// The only member of a struct that is recorded as this member, unless that member contains the struct itself.
fn newtype(view: &View) -> Option<&Member> {
    let member = view.newtype()?;
    let name = view.input.ident.clone();
    let words = [name, Ident::new("Self", Span::call_site())];
    (!mentions(member.ty.to_token_stream(), &words)).then_some(member)
}

/// Returns the type of a member, with `bool` in place of the type that it is a member of: what that type needs cannot
/// be derived from itself.
fn without_self(ty: &Type, name: &Ident) -> Type {
    let mut ty = ty.clone();
    replace_self(&mut ty, name);
    ty
}

fn replace_self(ty: &mut Type, name: &Ident) {
    match ty {
        Type::Path(path) if path.qself.is_none() => {
            let segments = &path.path.segments;
            let alone = segments.first().filter(|_| segments.len() == 1);
            if alone.is_some_and(|one| one.ident == *name || one.ident == "Self") {
                *ty = parse_quote!(bool);
                return;
            }
            for segment in &mut path.path.segments {
                if let PathArguments::AngleBracketed(arguments) = &mut segment.arguments {
                    for argument in &mut arguments.args {
                        if let GenericArgument::Type(inner) = argument {
                            replace_self(inner, name);
                        }
                    }
                }
            }
        }
        Type::Reference(inner) => replace_self(&mut inner.elem, name),
        Type::Paren(inner) => replace_self(&mut inner.elem, name),
        Type::Group(inner) => replace_self(&mut inner.elem, name),
        _ => {}
    }
}

/// Returns the members that are recorded through `Recordable`, one for each type.
fn proven(view: &View) -> Vec<&Member> {
    let (mut proven, mut seen) = (Vec::new(), Vec::new());
    for (member, how) in view.recorded() {
        let text = member.ty.to_token_stream().to_string();
        let how = match how {
            How::Proven(_) => "Proven",
            How::NoText(_) => "NoText",
            _ => continue,
        };
        if !seen.contains(&(how, text.clone())) {
            seen.push((how, text));
            proven.push(member);
        }
    }
    proven
}

/// Returns what a member's type needs besides `Recordable`.
fn required(view: &View, member: &Member) -> Option<TokenStream> {
    let facade = &view.facade;
    matches!(member.how, Some(How::NoText(_))).then(|| quote!(#facade::NotText))
}

/// Whether the type of a member mentions a type parameter, so that the user has to meet its bound.
fn has_parameter(view: &View, ty: &Type) -> bool {
    let mut parameters = Vec::new();
    for parameter in view.input.generics.type_params() {
        parameters.push(parameter.ident.clone());
    }
    mentions(ty.to_token_stream(), &parameters)
}

fn place(member: &Member) -> Span {
    Span::call_site().located_at(member.span)
}

/// Whether one of the identifiers occurs anywhere in the tokens.
fn mentions(tokens: TokenStream, words: &[Ident]) -> bool {
    tokens.into_iter().any(|tree| match tree {
        TokenTree::Group(group) => mentions(group.stream(), words),
        TokenTree::Ident(ident) => words.contains(&ident),
        _ => false,
    })
}

fn variant_name(ident: &Ident) -> String {
    ident.to_string().trim_start_matches("r#").to_owned()
}
