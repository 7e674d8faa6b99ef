//! The names that a function's arguments bind, each with its part of the type.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::punctuated::Punctuated;
use syn::{FnArg, Member, Pat, Path, Signature, Token, Type};

use crate::origin::{BoundFrom, Origin};
use crate::{each, types};
use scorer_instrument_policy::Policy;

/// One name that an argument binds.
#[derive(Clone)]
pub struct Binding {
    /// The identifier as written.
    pub ident: Ident,
    /// The name, as it appears in messages and fields.
    pub name: String,
    /// Its type, if the signature shows it.
    pub ty: Option<Type>,
    /// What it was bound from. Each side of an `|` has its own origin.
    pub origins: Vec<Origin>,
    /// For a function that `async_trait` has rewritten: the argument with the whole value, and the pattern with which
    /// the body takes it apart.
    pub rewritten: Option<Rewritten>,
}

/// A pattern argument after `async_trait`: `fn f(__arg1: (A, B)) { let (a, b) = __arg1; .. }`.
#[derive(Clone)]
pub struct Rewritten {
    /// `__arg1`.
    pub argument: Ident,
    /// `(a, b)`.
    pub pattern: Pat,
}

impl Binding {
    /// Returns why it must not be recorded because of what it was bound from, if so.
    pub fn held(&self, policy: &Policy) -> Option<BoundFrom> {
        self.origins.iter().find_map(|origin| origin.held(policy))
    }
}

/// Returns the names that a pattern alone binds.
pub(super) fn bindings_of(pat: &Pat) -> Vec<Binding> {
    let mut found = Vec::new();
    collect(pat, None, &Origin::default(), &mut found);
    found
}

/// Returns the position of a macro or another pattern whose names cannot be read.
pub(super) fn unread(pat: &Pat) -> Option<Span> {
    let any = |pats: Vec<&Pat>| pats.into_iter().find_map(unread);
    match pat {
        Pat::Macro(_) | Pat::Verbatim(_) => {
            let first = pat.to_token_stream().into_iter().next();
            Some(first.map_or_else(Span::call_site, |tree| tree.span()))
        }
        Pat::Ident(pat) => pat.subpat.as_ref().and_then(|(_, pat)| unread(pat)),
        Pat::Or(pat) => any(each(&pat.cases)),
        Pat::Paren(pat) => unread(&pat.pat),
        Pat::Reference(pat) => unread(&pat.pat),
        Pat::Slice(pat) => any(each(&pat.elems)),
        Pat::Struct(pat) => each(&pat.fields)
            .iter()
            .find_map(|field| unread(&field.pat)),
        Pat::Tuple(pat) => any(each(&pat.elems)),
        Pat::TupleStruct(pat) => any(each(&pat.elems)),
        Pat::Type(pat) => unread(&pat.pat),
        _ => None,
    }
}

/// Returns all names that the arguments bind, in order, and whether there is a `self`.
pub fn bindings(sig: &Signature, body: &TokenStream) -> (Vec<Binding>, bool) {
    let mut found = Vec::new();
    let mut receiver = false;
    let whole = Origin::default();
    for input in &sig.inputs {
        match input {
            FnArg::Receiver(_) => receiver = true,
            FnArg::Typed(typed) => {
                let start = found.len();
                match form(&typed.pat, body) {
                    Form::Wild => {}
                    Form::Written => collect(&typed.pat, Some(&typed.ty), &whole, &mut found),
                    Form::Pattern(rewritten) => {
                        collect(&rewritten.pattern, Some(&typed.ty), &whole, &mut found);
                        for binding in &mut found[start..] {
                            binding.rewritten = Some(Rewritten::clone(&rewritten));
                        }
                    }
                }
            }
        }
    }
    (found, receiver)
}

/// What `async_trait` did with an argument.
enum Form {
    /// Nothing. The argument is as it was written.
    Written,
    /// `_`, which binds nothing.
    Wild,
    /// It replaced a pattern, which the body uses to take the argument apart.
    Pattern(Box<Rewritten>),
}

/// Returns the pattern of an argument that `async_trait` named `__argN`.
fn form(pat: &Pat, body: &TokenStream) -> Form {
    let Pat::Ident(ident) = pat else {
        return Form::Written;
    };
    let name = ident.ident.to_string();
    let number = name.strip_prefix("__arg").unwrap_or_default();
    if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return Form::Written;
    }
    match pattern_of(&ident.ident, body) {
        Some(Pat::Ident(same)) if same.ident == ident.ident => Form::Wild,
        Some(pattern) => Form::Pattern(Box::new(Rewritten {
            argument: ident.ident.clone(),
            pattern,
        })),
        None => Form::Written,
    }
}

/// Finds `let PATTERN = { let __arg1 = __arg1; __arg1 };`, or `let __arg1 = __arg1;` for `_`.
///
/// It is not recursive, because bodies can be nested to any depth.
fn pattern_of(argument: &Ident, body: &TokenStream) -> Option<Pat> {
    let mut streams = vec![body.clone()];
    while let Some(stream) = streams.pop() {
        let trees: Vec<TokenTree> = stream.into_iter().collect();
        for (at, tree) in trees.iter().enumerate() {
            let is_value = match tree {
                TokenTree::Group(group) => {
                    let rebinds = rebinds(group.stream(), argument);
                    if !rebinds {
                        streams.push(group.stream());
                    }
                    rebinds
                }
                TokenTree::Ident(ident) => ident == argument,
                _ => false,
            };
            if is_value {
                if let Some(pattern) = pattern_before(&trees[..at]) {
                    return Some(pattern);
                }
            }
        }
    }
    None
}

/// Whether a block begins with `let __arg1`.
fn rebinds(block: TokenStream, argument: &Ident) -> bool {
    let mut trees = block.into_iter();
    let mut next = |word: &dyn Fn(&Ident) -> bool| matches!(trees.next(), Some(TokenTree::Ident(ident)) if word(&ident));
    next(&|ident| ident == "let") && next(&|ident| ident == argument)
}

/// Returns the pattern of a `let PATTERN =` that ends here.
fn pattern_before(trees: &[TokenTree]) -> Option<Pat> {
    let (TokenTree::Punct(equals), before) = trees.split_last()? else {
        return None;
    };
    let start = before
        .iter()
        .rposition(|tree| matches!(tree, TokenTree::Ident(word) if word == "let"))?;
    let pattern: TokenStream = before[start + 1..].iter().cloned().collect();
    if equals.as_char() != '=' || crate::depth::too_deep(&pattern).is_some() {
        return None;
    }
    syn::parse::Parser::parse2(Pat::parse_single, pattern).ok()
}

/// Follows a pattern and its type in parallel, and notes what each name is bound from.
fn collect(pat: &Pat, ty: Option<&Type>, origin: &Origin, found: &mut Vec<Binding>) {
    let ty = ty.map(bare);
    match pat {
        Pat::Ident(pat) => {
            found.push(Binding {
                ident: pat.ident.clone(),
                name: pat.ident.unraw().to_string(),
                ty: ty.cloned(),
                origins: vec![origin.clone()],
                rewritten: None,
            });
            if let Some((_, inner)) = &pat.subpat {
                collect(inner, ty, origin, found);
            }
        }
        Pat::Paren(pat) => collect(&pat.pat, ty, origin, found),
        Pat::Type(pat) => collect(&pat.pat, Some(&pat.ty), origin, found),
        Pat::Reference(pat) => collect(&pat.pat, ty.and_then(|ty| referent(ty)), origin, found),
        Pat::Tuple(pat) => {
            let parts = match ty.map(through_references) {
                Some(Type::Tuple(tuple)) => each(&tuple.elems),
                _ => Vec::new(),
            };
            let mut behind_rest = false;
            for (at, elem) in each(&pat.elems).into_iter().enumerate() {
                // After `..`, the parts are counted from the end.
                let place = if behind_rest {
                    (parts.len() + at).checked_sub(pat.elems.len())
                } else {
                    Some(at)
                };
                behind_rest = behind_rest || matches!(elem, Pat::Rest(_));
                collect(
                    elem,
                    place.and_then(|place| parts.get(place).copied()),
                    origin,
                    found,
                );
            }
        }
        Pat::TupleStruct(pat) => {
            let inner = match (ty, pat.elems.len()) {
                (Some(ty), 1) => types::extracted(through_references(ty)),
                _ => None,
            };
            let origin = origin.member(&last_name(&pat.path), None);
            for elem in each(&pat.elems) {
                collect(elem, inner, &origin, found);
            }
        }
        Pat::Struct(pat) => {
            for field in each(&pat.fields) {
                let member = match &field.member {
                    Member::Named(name) => Some(name.unraw().to_string()),
                    Member::Unnamed(_) => None,
                };
                let origin = origin.member(&last_name(&pat.path), member.as_deref());
                collect(&field.pat, None, &origin, found);
            }
        }
        Pat::Slice(pat) => {
            let elem = match ty.map(through_references) {
                Some(Type::Array(array)) => Some(&*array.elem),
                Some(Type::Slice(slice)) => Some(&*slice.elem),
                _ => None,
            };
            for inner in each(&pat.elems) {
                match inner {
                    // `rest @ ..` binds a slice of what is left.
                    Pat::Ident(rest)
                        if matches!(
                            rest.subpat.as_ref().map(|(_, pat)| &**pat),
                            Some(Pat::Rest(_))
                        ) =>
                    {
                        collect(inner, ty, origin, found);
                    }
                    _ => collect(inner, elem, origin, found),
                }
            }
        }
        Pat::Or(pat) => {
            let start = found.len();
            for case in each(&pat.cases) {
                let mut names = Vec::new();
                collect(case, ty, origin, &mut names);
                for binding in names {
                    match found[start..]
                        .iter_mut()
                        .find(|known| known.name == binding.name)
                    {
                        Some(known) => known.origins.extend(binding.origins),
                        None => found.push(binding),
                    }
                }
            }
        }
        _ => {}
    }
}

/// Returns the type without parentheses and invisible groups.
fn bare(ty: &Type) -> &Type {
    match ty {
        Type::Paren(inner) => bare(&inner.elem),
        Type::Group(inner) => bare(&inner.elem),
        _ => ty,
    }
}

/// Returns the type or the variant that the path of a pattern names.
fn last_name(path: &Path) -> String {
    let last = path.segments.last();
    last.map(|last| last.ident.unraw().to_string())
        .unwrap_or_default()
}

fn referent(ty: &Type) -> Option<&Type> {
    match bare(ty) {
        Type::Reference(reference) => Some(&reference.elem),
        _ => None,
    }
}

fn through_references(ty: &Type) -> &Type {
    match bare(ty) {
        Type::Reference(reference) => through_references(&reference.elem),
        ty => ty,
    }
}

impl Rewritten {
    /// Returns `let PATTERN = &__arg1;`, which binds only the wanted names, each by reference.
    ///
    /// `mut`, `ref` and `&` are removed from the pattern, so that default binding modes apply.
    pub fn binding_of(&self, wanted: &[String]) -> TokenStream {
        let pattern = project(&self.pattern, wanted);
        let argument = &self.argument;
        quote!(let #pattern = &#argument;)
    }
}

fn project(pat: &Pat, wanted: &[String]) -> TokenStream {
    match pat {
        Pat::Ident(pat) => {
            let ident = &pat.ident;
            let inner = pat.subpat.as_ref().map(|(_, inner)| project(inner, wanted));
            let wanted = wanted
                .iter()
                .any(|name| *ident.unraw().to_string() == *name);
            match (wanted, inner) {
                (true, Some(inner)) => quote!(#ident @ #inner),
                (true, None) => quote!(#ident),
                (false, Some(inner)) => inner,
                (false, None) => quote!(_),
            }
        }
        Pat::Paren(pat) => project(&pat.pat, wanted),
        Pat::Type(pat) => project(&pat.pat, wanted),
        Pat::Reference(pat) => project(&pat.pat, wanted),
        Pat::Tuple(pat) => {
            let elems = project_all(&pat.elems, wanted);
            quote!((#(#elems,)*))
        }
        Pat::TupleStruct(pat) => {
            let path = &pat.path;
            let elems = project_all(&pat.elems, wanted);
            quote!(#path(#(#elems),*))
        }
        Pat::Struct(pat) => {
            let path = &pat.path;
            let mut fields = Vec::new();
            for field in each(&pat.fields) {
                let (member, inner) = (&field.member, project(&field.pat, wanted));
                // A shorthand is kept, because rustc warns about `id: id`.
                if field.colon_token.is_none() && inner.to_string() != "_" {
                    fields.push(inner);
                } else {
                    fields.push(quote!(#member: #inner));
                }
            }
            quote!(#path { #(#fields,)* .. })
        }
        Pat::Slice(pat) => {
            let elems = project_all(&pat.elems, wanted);
            quote!([#(#elems),*])
        }
        Pat::Or(pat) => pat
            .cases
            .first()
            .map(|first| project(first, wanted))
            .unwrap_or_default(),
        Pat::Rest(_) => quote!(..),
        other => quote!(#other),
    }
}

fn project_all(pats: &Punctuated<Pat, Token![,]>, wanted: &[String]) -> Vec<TokenStream> {
    let mut projected = Vec::new();
    for pat in each(pats) {
        projected.push(project(pat, wanted));
    }
    projected
}
