//! Finds annotated items in the tokens of a case, at any depth.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// Each `#[scorer_span(..)]` with the item that it stands on.
pub(crate) fn annotated(tokens: &TokenStream) -> Vec<(TokenStream, TokenStream)> {
    items(tokens, "scorer_span")
}

/// Each item with `#[derive(Recordable)]`.
pub(crate) fn derived(tokens: &TokenStream) -> Vec<TokenStream> {
    items(tokens, "derive")
        .into_iter()
        .filter(|(derives, _)| derives.to_string().contains("Recordable"))
        .map(|(_, item)| item)
        .collect()
}

/// The arguments of each attribute of this name, with the tokens of the item behind it.
fn items(tokens: &TokenStream, name: &str) -> Vec<(TokenStream, TokenStream)> {
    let trees: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut found = Vec::new();
    for (at, tree) in trees.iter().enumerate() {
        let TokenTree::Group(group) = tree else {
            continue;
        };
        let is_attribute =
            at > 0 && matches!(&trees[at - 1], TokenTree::Punct(hash) if hash.as_char() == '#');
        match arguments(group, name).filter(|_| is_attribute) {
            Some(arguments) => found.push((arguments, item(&trees[at + 1..]))),
            None => found.extend(items(&group.stream(), name)),
        }
    }
    found
}

/// What stands in the parentheses of `[name(..)]`; nothing of `[name]`.
fn arguments(attribute: &Group, name: &str) -> Option<TokenStream> {
    let mut trees = attribute.stream().into_iter();
    let is_named = matches!(trees.next(), Some(TokenTree::Ident(word)) if word == name);
    match trees.next() {
        _ if !is_named || attribute.delimiter() != Delimiter::Bracket => None,
        Some(TokenTree::Group(arguments)) => Some(arguments.stream()),
        _ => Some(TokenStream::new()),
    }
}

/// Up to the item's braces or its semicolon.
fn item(trees: &[TokenTree]) -> TokenStream {
    let is_end = |tree: &TokenTree| match tree {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        TokenTree::Punct(punct) => punct.as_char() == ';',
        _ => false,
    };
    // A pattern such as `Login { password }` stands within the arguments' parentheses.
    let end = trees
        .iter()
        .position(is_end)
        .map_or(trees.len(), |at| at + 1);
    trees[..end].iter().cloned().collect()
}
