//! How a body ends: with the future that its function returns, or with one that somebody else made.

use proc_macro2::{Delimiter, TokenTree};

use crate::item::Function;

/// Whether a body ends in `async move { .. }` or `Box::pin(async move { .. })`, which is what tracing instruments.
pub(super) fn makes_future(function: &Function) -> bool {
    let trees: Vec<TokenTree> = function.body.stream().into_iter().collect();
    ends_in_async_block(&trees)
}

fn ends_in_async_block(trees: &[TokenTree]) -> bool {
    let Some((TokenTree::Group(last), before)) = trees.split_last() else {
        return false;
    };
    match last.delimiter() {
        Delimiter::Brace => ends_with_async(before),
        Delimiter::Parenthesis if ends_with_box_pin(before) => {
            let mut inside: Vec<TokenTree> = last.stream().into_iter().collect();
            // A trailing comma may follow the block.
            if matches!(inside.last(), Some(TokenTree::Punct(punct)) if punct.as_char() == ',') {
                inside.pop();
            }
            ends_in_async_block(&inside)
        }
        _ => false,
    }
}

/// Whether the tokens end in `Box::pin`, which alone is what tracing looks through.
pub fn ends_with_box_pin(trees: &[TokenTree]) -> bool {
    let Some(last) = trees
        .len()
        .checked_sub(4)
        .and_then(|from| trees.get(from..))
    else {
        return false;
    };
    let words: Vec<String> = last.iter().map(ToString::to_string).collect();
    words == ["Box", ":", ":", "pin"]
}

/// Whether the tokens end in `async` or `async move`.
pub fn ends_with_async(trees: &[TokenTree]) -> bool {
    let word =
        |tree: &TokenTree, word: &str| matches!(tree, TokenTree::Ident(ident) if ident == word);
    match trees {
        [.., first, second] if word(second, "move") => word(first, "async"),
        [.., last] => word(last, "async"),
        [] => false,
    }
}
