//! Finds the declared fields that a body fills later.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use syn::ext::IdentExt;

/// A name that a body fills.
pub(super) struct Filled {
    /// The name.
    pub(super) name: String,
    /// Where it stands.
    pub(super) span: Span,
    /// Whether `record!` fills it, and not the method.
    pub(super) by_macro: bool,
}

/// Whether the tokens contain a call of `record!` anywhere.
#[must_use]
pub fn calls_record(body: &TokenStream) -> bool {
    let mut calls = false;
    each_call(body, &mut |call| calls |= matches!(call, Call::Macro(_)));
    calls
}

/// Returns the names in `.record("name", ..)` and `record!(name = ..)`, anywhere in the body.
pub(super) fn filled(body: &TokenStream) -> Vec<Filled> {
    let mut names = Vec::new();
    each_call(body, &mut |call| match call {
        Call::Method(arguments) => {
            names.extend(first_text(&arguments).map(|(name, span)| Filled {
                name,
                span,
                by_macro: false,
            }));
        }
        Call::Macro(arguments) => assigned(arguments, &mut names),
    });
    names
}

/// A call that fills fields, with the content of its parentheses.
enum Call {
    /// `.record(..)`.
    Method(TokenStream),
    /// `record!(..)`.
    Macro(TokenStream),
}

/// Finds each call. It is not recursive, because bodies can be nested to any depth.
fn each_call(body: &TokenStream, visit: &mut dyn FnMut(Call)) {
    let mut streams = vec![body.clone()];
    while let Some(stream) = streams.pop() {
        let trees: Vec<TokenTree> = stream.into_iter().collect();
        for (at, tree) in trees.iter().enumerate() {
            let TokenTree::Group(group) = tree else {
                continue;
            };
            streams.push(group.stream());
            match &trees[..at] {
                [.., TokenTree::Punct(dot), TokenTree::Ident(method)]
                    if dot.as_char() == '.'
                        && method == "record"
                        && group.delimiter() == Delimiter::Parenthesis =>
                {
                    visit(Call::Method(group.stream()));
                }
                [.., TokenTree::Ident(name), TokenTree::Punct(bang)]
                    if bang.as_char() == '!' && name == "record" =>
                {
                    visit(Call::Macro(group.stream()));
                }
                _ => {}
            }
        }
    }
}

/// Returns the string at the start of a stream.
fn first_text(tokens: &TokenStream) -> Option<(String, Span)> {
    let first = tokens.clone().into_iter().next()?;
    let span = first.span();
    let literal = syn::parse2::<syn::LitStr>(first.into()).ok()?;
    Some((literal.value(), span))
}

/// Returns the names before `=` in `a = 1, b.c = 2`, and a name whose value is not written yet.
fn assigned(tokens: TokenStream, names: &mut Vec<Filled>) {
    // The name as far as it was read. `None` within a value, and after anything that is not a name.
    let mut name = Some((String::new(), Span::call_site()));
    let mut end = |name: Option<(String, Span)>| {
        let name = name.filter(|(name, _)| !name.is_empty());
        names.extend(name.map(|(name, span)| Filled {
            name,
            span,
            by_macro: true,
        }));
    };
    for tree in tokens {
        let span = tree.span();
        let mut part = |text: &str| {
            if let Some((name, place)) = &mut name {
                name.push_str(text);
                *place = span;
            }
        };
        match &tree {
            TokenTree::Punct(punct) if punct.as_char() == ',' => {
                end(name.replace((String::new(), span)));
            }
            TokenTree::Punct(punct) if punct.as_char() == '=' => end(name.take()),
            TokenTree::Punct(punct) if punct.as_char() == '.' => part("."),
            TokenTree::Ident(ident) => part(&ident.unraw().to_string()),
            TokenTree::Literal(_) => {
                if let Some((text, _)) = first_text(&tree.into()) {
                    part(&text);
                }
            }
            _ => name = None,
        }
    }
    end(name);
}
