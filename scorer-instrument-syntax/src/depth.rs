//! How deep tokens nest: syn parses by recursion, and rustc's stack is finite.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};

/// Brackets within brackets: what nobody writes by hand.
pub const DEEPEST_NESTING: usize = 64;

/// Tokens that can nest without a bracket (`&&&&x`, `A<B<C<..`), along one path from the outermost
/// bracket inward. Built without optimisation, syn overflows a stack of 8 MiB at some 400.
const LONGEST_PATH: usize = 200;

/// The first token that nests too deep to be parsed.
///
/// A comma, a semicolon and an attribute end what can nest without brackets, so that long lists and
/// long documentation stay accepted.
pub fn too_deep(tokens: &TokenStream) -> Option<Span> {
    // An explicit stack: the point is not to recurse. Each entry is a stream still to be read,
    // how many brackets are round it and how long the path to it is.
    let mut streams = vec![(tokens.clone().into_iter(), 0_usize, 0_usize, 0_usize)];
    while let Some((trees, nesting, before, run)) = streams.last_mut() {
        let Some(tree) = trees.next() else {
            streams.pop();
            continue;
        };
        match &tree {
            TokenTree::Punct(punct) if matches!(punct.as_char(), ',' | ';' | '#') => *run = 0,
            _ => *run += 1,
        }
        let path = *before + *run;
        if path > LONGEST_PATH {
            return Some(tree.span());
        }
        if let TokenTree::Group(group) = tree {
            let nesting = *nesting + 1;
            if nesting > DEEPEST_NESTING {
                return Some(group.span_open());
            }
            streams.push((group.stream().into_iter(), nesting, path, 0));
        }
    }
    None
}

/// The tokens without the invisible brackets that `macro_rules!` puts round a whole fragment.
pub(super) fn without_invisible_group(tokens: TokenStream) -> Vec<TokenTree> {
    let mut trees: Vec<TokenTree> = tokens.into_iter().collect();
    while let [TokenTree::Group(group)] = trees.as_slice() {
        if group.delimiter() != Delimiter::None {
            break;
        }
        trees = group.stream().into_iter().collect();
    }
    trees
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> TokenStream {
        text.parse().expect("valid tokens")
    }

    #[test]
    fn sixty_four_brackets_are_accepted_and_sixty_five_are_not() {
        let nested = |depth: usize| tokens(&format!("{}x{}", "(".repeat(depth), ")".repeat(depth)));
        assert!(too_deep(&nested(DEEPEST_NESTING)).is_none());
        assert!(too_deep(&nested(DEEPEST_NESTING + 1)).is_some());
    }

    #[test]
    fn a_long_list_is_accepted_and_a_long_prefix_is_not() {
        assert!(too_deep(&tokens(&"a = 1, ".repeat(1_000))).is_none());
        assert!(too_deep(&tokens(&format!("{} fn f()", "/// words\n".repeat(1_000)))).is_none());
        assert!(too_deep(&tokens(&format!("{} x", "!".repeat(1_000)))).is_some());
    }
}
