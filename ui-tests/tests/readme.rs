//! The refused example that README opens with gets the messages that stand under it.

mod source;

use proc_macro2::TokenStream;
use scorer_instrument_policy::Policy;
use scorer_instrument_syntax as syntax;
use source::{annotated, derived};

const README: &str = include_str!("../../README.md");

/// The text of the first code block that opens with this line.
fn block(opening: &str) -> &'static str {
    let (_, rest) = README
        .split_once(&format!("```{opening}\n"))
        .expect("the block is there");
    rest.split_once("```").expect("the block ends").0
}

#[test]
fn the_refused_example_is_refused_in_these_words() {
    let tokens: TokenStream = block("rust,compile_fail").parse().expect("tokens");
    let mut said = String::new();
    for (attribute, item) in annotated(&tokens) {
        let judged = syntax::judge(&Policy::default(), attribute, item, &|_, operand, _| {
            operand
        });
        for fault in judged.err().unwrap_or_default() {
            // rustc indents what follows the first line of a message.
            let text = fault.text().replace('\n', "\n       ");
            said.extend(["error: ", &text, "\n"]);
        }
    }
    assert!(derived(&tokens).is_empty(), "the example derives nothing");
    assert_eq!(said, block("text"));
}
