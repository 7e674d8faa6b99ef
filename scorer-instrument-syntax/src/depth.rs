//! Limits how deep tokens are nested, because syn is recursive and rustc's stack is limited.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};

/// The most brackets within brackets, more than anybody writes by hand.
pub const DEEPEST_NESTING: usize = 64;

/// The most tokens that can be nested without a bracket (`&&&&x`, `A<B<C<..`), along one path from the outermost
/// bracket inward. Without optimisation, syn overflows a stack of 8 MiB at about 400.
const LONGEST_PATH: usize = 200;

/// Returns the first token that is nested too deep to be parsed.
///
/// A comma, a semicolon and an attribute end what can be nested without brackets, so long lists and long documentation
/// are accepted.
pub fn too_deep(tokens: &TokenStream) -> Option<Span> {
    // An explicit stack, because recursion is to be avoided. Each entry is a stream with tokens left to read, the
    // number of brackets around it, and the length of the path to it.
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

/// Returns the tokens without the invisible brackets that `macro_rules!` puts around a whole fragment.
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
