//! How a body ends: with the future that its function makes, or with one that was made elsewhere.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use crate::item::{Function, regroup};

/// Whether a body ends in an async block, see [`in_async_block`], or in a call of an inner function, see
/// [`inner_function`].
pub(super) fn makes_future(function: &Function) -> bool {
    let mut trees: Vec<TokenTree> = function.body.stream().into_iter().collect();
    in_async_block(&mut trees, &mut Group::clone) || inner_function(&trees).is_some()
}

/// Changes the block of the `async move { .. }` or `Box::pin(async move { .. })` at the end of a body, which is what
/// tracing instruments. Returns whether the body ends like this.
pub fn in_async_block(trees: &mut [TokenTree], change: &mut dyn FnMut(&Group) -> Group) -> bool {
    let Some((TokenTree::Group(last), before)) = trees.split_last_mut() else {
        return false;
    };
    match last.delimiter() {
        Delimiter::Brace if ends_with_async(before) => {
            *last = change(last);
            true
        }
        Delimiter::Parenthesis if ends_with_box_pin(before) => {
            let mut inside: Vec<TokenTree> = last.stream().into_iter().collect();
            // A trailing comma may follow the block.
            let comma = match inside.last() {
                Some(TokenTree::Punct(punct)) if punct.as_char() == ',' => inside.pop(),
                _ => None,
            };
            if !in_async_block(&mut inside, change) {
                return false;
            }
            inside.extend(comma);
            *last = regroup(last, inside.into_iter().collect());
            true
        }
        _ => false,
    }
}

/// The `async fn` that is called at the end of a body.
pub struct InnerFunction {
    /// The position of its body.
    pub body: usize,
    /// What it returns. Empty if that is not written.
    pub returned: TokenStream,
}

/// Returns the `async fn run(..) { .. }` in a body that ends in `Box::pin(run(..))`. Up to 0.1.43, `async_trait`
/// generated methods like this, and tracing instruments that inner function.
pub fn inner_function(trees: &[TokenTree]) -> Option<InnerFunction> {
    let (TokenTree::Group(last), before) = trees.split_last()? else {
        return None;
    };
    if last.delimiter() != Delimiter::Parenthesis || !ends_with_box_pin(before) {
        return None;
    }
    let call: Vec<TokenTree> = last.stream().into_iter().collect();
    let (TokenTree::Ident(name), TokenTree::Group(_)) = (call.first()?, call.last()?) else {
        return None;
    };
    let name = name.to_string();
    let word = |at: usize, word: &str| matches!(trees.get(at), Some(TokenTree::Ident(ident)) if ident == word);
    let start = (0..trees.len())
        .find(|at| word(*at, "async") && word(at + 1, "fn") && word(at + 2, &name))?;
    let body = (start..trees.len()).find(|at| {
        matches!(&trees[*at], TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
    })?;
    // The arguments are in parentheses, so an arrow in them is not seen; an arrow in the generics comes before them.
    let arguments = (start..body).find(|at| {
        matches!(&trees[*at], TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis)
    })?;
    let arrow = (arguments..body)
        .find(|at| matches!(&trees[*at], TokenTree::Punct(punct) if punct.as_char() == '>'));
    let end = (arguments..body)
        .find(|at| word(*at, "where"))
        .unwrap_or(body);
    let returned = match arrow {
        Some(arrow) if arrow < end => trees[arrow + 1..end].iter().cloned().collect(),
        _ => TokenStream::new(),
    };
    Some(InnerFunction { body, returned })
}

/// Whether the tokens end in `Box::pin`, which is the only call that tracing looks through.
fn ends_with_box_pin(trees: &[TokenTree]) -> bool {
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
fn ends_with_async(trees: &[TokenTree]) -> bool {
    let word =
        |tree: &TokenTree, word: &str| matches!(tree, TokenTree::Ident(ident) if ident == word);
    match trees {
        [.., first, second] if word(second, "move") => word(first, "async"),
        [.., last] => word(last, "async"),
        [] => false,
    }
}
