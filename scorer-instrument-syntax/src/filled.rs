//! Which declared fields a body fills later.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::ext::IdentExt;

/// The names in `.record("name", ..)` and `record!(name = ..)`, anywhere in the body.
///
/// Without recursion: a body may nest as deep as it likes.
pub(super) fn filled(body: &TokenStream) -> Vec<String> {
    let mut names = Vec::new();
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
                    names.extend(first_text(&group.stream()));
                }
                [.., TokenTree::Ident(name), TokenTree::Punct(bang)]
                    if bang.as_char() == '!' && name == "record" =>
                {
                    assigned(group.stream(), &mut names);
                }
                _ => {}
            }
        }
    }
    names
}

/// The string that a stream begins with.
fn first_text(tokens: &TokenStream) -> Option<String> {
    let first = tokens.clone().into_iter().next()?;
    syn::parse2::<syn::LitStr>(first.into())
        .ok()
        .map(|literal| literal.value())
}

/// The names before `=` in `a = 1, b.c = 2`.
fn assigned(tokens: TokenStream, names: &mut Vec<String>) {
    let mut name = Some(String::new());
    for tree in tokens {
        match (&tree, &mut name) {
            (TokenTree::Punct(punct), _) if punct.as_char() == ',' => name = Some(String::new()),
            (TokenTree::Punct(punct), Some(text)) if punct.as_char() == '=' => {
                names.push(std::mem::take(text));
                name = None;
            }
            (TokenTree::Punct(punct), Some(text)) if punct.as_char() == '.' => text.push('.'),
            (TokenTree::Ident(ident), Some(text)) => text.push_str(&ident.unraw().to_string()),
            (TokenTree::Literal(_), Some(text)) => {
                *text = first_text(&tree.into()).unwrap_or_default();
            }
            _ => {}
        }
    }
}
