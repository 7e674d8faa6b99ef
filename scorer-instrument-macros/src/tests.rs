//! Any tokens, as attribute, as item, as a type or as an event, give tokens or errors: never a panic.
//! A refused function comes back unchanged, an accepted one keeps its head and gains one attribute.

mod trees;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use scorer_instrument_syntax::filled::calls_record;
use trees::{ATTRIBUTES, EVENTS, FUNCTIONS, TYPES, spoiled};

use crate::{event, recordable, span};

/// Each token as text: spacing is no part of it.
fn texts(stream: TokenStream) -> Vec<String> {
    stream.into_iter().map(|tree| tree.to_string()).collect()
}

/// The stream without invisible brackets round all of it, through which the macro looks.
fn visible(stream: TokenStream) -> TokenStream {
    let mut trees = stream.clone().into_iter();
    match (trees.next(), trees.next()) {
        (Some(TokenTree::Group(group)), None) if group.delimiter() == Delimiter::None => {
            visible(group.stream())
        }
        _ => stream,
    }
}

/// A body without the macro that `record!` finds at its front.
fn without_bridge(body: &TokenTree) -> TokenTree {
    let TokenTree::Group(group) = body else {
        return body.clone();
    };
    let mut inside: Vec<TokenTree> = group.stream().into_iter().collect();
    let at = inside
        .iter()
        .position(|tree| tree.to_string() == "macro_rules");
    // `#[allow(..)] macro_rules! name {..}`
    if let Some(at) = at.filter(|at| *at >= 2) {
        inside.drain(at - 2..at + 4);
    }
    Group::new(group.delimiter(), inside.into_iter().collect()).into()
}

/// Asserts that the item was accepted or refused, in the promised form, and says which.
fn judged(attr: TokenStream, item: TokenStream) -> bool {
    let output = span::scorer_span(attr, &item);
    let out = texts(output.clone());
    if output.to_string().starts_with(":: core :: compile_error") {
        let unchanged = out.ends_with(&texts(item.clone()));
        let visible = visible(item);
        let mut head = texts(visible.clone());
        let body = head.pop().unwrap_or_default();
        let bridged = || {
            let last = output.clone().into_iter().last();
            let body_without = last.map(|last| without_bridge(&last).to_string());
            out[..out.len() - 1].ends_with(&head) && body_without == Some(body.clone())
        };
        assert!(
            unchanged || calls_record(&visible) && bridged(),
            "a refused item changed: {output}"
        );
        return false;
    }
    // `#`, `[::tracing::instrument(..)]`, then the head as it was; the body may have gained something.
    let mut head = texts(visible(item));
    head.pop();
    assert_eq!(out[0], "#", "{output}");
    assert!(out[1].starts_with("[:: tracing :: instrument"), "{output}");
    assert_eq!(out[2..out.len() - 1], head, "an accepted head changed");
    true
}

proptest! {
    #[test]
    fn any_attribute_on_any_item_gives_tokens_or_errors(
        attr in spoiled(ATTRIBUTES), item in spoiled(FUNCTIONS)
    ) {
        judged(attr, item);
    }

    #[test]
    fn any_attribute_on_a_function_gives_tokens_or_errors(
        attr in spoiled(ATTRIBUTES), item in select(FUNCTIONS)
    ) {
        judged(attr, item.parse().expect("a sample parses"));
    }

    #[test]
    fn a_plain_attribute_on_any_item_gives_tokens_or_errors(item in spoiled(FUNCTIONS)) {
        judged(TokenStream::new(), item);
    }

    #[test]
    fn any_type_gives_tokens_or_errors(item in spoiled(TYPES)) {
        recordable::derive(item);
    }

    #[test]
    fn any_event_gives_tokens_or_errors(input in spoiled(EVENTS)) {
        event::event(input.clone(), "info");
        event::event(input.clone(), "event");
        event::record(input);
    }

    #[test]
    fn any_name_of_a_field_and_an_argument_gives_tokens_or_errors(name in "[\\p{XID_Start}_]\\p{XID_Continue}{0,40}") {
        if let Ok(ident) = syn::parse_str::<syn::Ident>(&name) {
            judged(quote::quote!(fields(#ident = 1)), quote::quote!(fn f(#ident: &str, other: u8) {}));
        }
    }
}

fn parsed(text: &str) -> TokenStream {
    text.parse().expect("tokens")
}

/// `((( x )))`, built without recursion.
fn nested(depth: usize, delimiter: Delimiter) -> TokenStream {
    let mut stream = parsed("x");
    for _ in 0..depth {
        stream = TokenTree::from(Group::new(delimiter, stream)).into();
    }
    stream
}

#[test]
fn the_samples_are_accepted_or_refused_as_they_stand() {
    let accepted = |attr: &str, item: &str| judged(parsed(attr), parsed(item));
    assert!(accepted("", FUNCTIONS[0]));
    assert!(accepted(
        "skip_all, err, ret, level = 1",
        "fn f(id: u8) -> Result<u8, Failure> { x }"
    ));
    assert!(!accepted("err", "fn f(id: u8) {}"));
    assert!(accepted(
        "",
        "async fn f(depth: u8, (a, label): (i64, Option<&str>)) { x }"
    ));
    assert!(!accepted("skipp(x)", FUNCTIONS[0]));
    assert!(!accepted("", FUNCTIONS[6]));
    assert!(!accepted("", TYPES[0]));
}

#[test]
fn brackets_nest_up_to_the_bound_and_no_deeper() {
    let delimiters = [
        Delimiter::Parenthesis,
        Delimiter::Bracket,
        Delimiter::Brace,
        Delimiter::None,
    ];
    for delimiter in delimiters {
        for depth in [1, 62, 63, 64, 65, 1_000] {
            let deep = nested(depth, delimiter);
            judged(deep.clone(), parsed("fn f() {}"));
            let field = quote::quote!(fields(n = #deep));
            let accepted = judged(field, parsed("fn f(x: u8) {}"));
            assert!(!accepted || depth < 64, "{depth} {delimiter:?}");
            judged(TokenStream::new(), quote::quote!(fn f(x: #deep) {}));
            judged(TokenStream::new(), deep.clone());
            recordable::derive(quote::quote!(struct A { x: #deep }));
            event::event(quote::quote!([::a] n = #deep, "{}", #deep), "info");
            event::record(quote::quote!(["n"] [::a] n = #deep));
            // A body is never parsed.
            assert!(judged(TokenStream::new(), quote::quote!(fn f() { #deep })));
        }
    }
    let shallow = nested(40, Delimiter::Parenthesis);
    assert!(judged(
        quote::quote!(fields(n = #shallow)),
        parsed("fn f(x: u8) {}")
    ));
}

#[test]
fn long_prefixes_and_long_chains_are_refused_instead_of_overflowing_the_stack() {
    for prefix in [
        "!",
        "&",
        "*",
        "-",
        "& mut ",
        "return ",
        "|| ",
        "box ",
        "async move ",
    ] {
        let long = parsed(&format!("{} x", prefix.repeat(10_000)));
        let accepted = judged(quote::quote!(fields(n = #long)), parsed("fn f(x: u8) {}"));
        assert!(!accepted, "{prefix}");
        judged(TokenStream::new(), quote::quote!(fn f(x: #long) {}));
        recordable::derive(quote::quote!(struct A(#long);));
        event::event(quote::quote!([::a] n = #long), "info");
    }
    for (chain, end) in [
        ("x.", "y"),
        ("x + ", "y"),
        ("A<", "B"),
        ("A::", "B"),
        ("x = ", "y"),
        ("if x {} else ", "{}"),
    ] {
        let long = parsed(&format!("{}{end}", chain.repeat(10_000)));
        judged(quote::quote!(fields(n = #long)), parsed("fn f(x: u8) {}"));
        judged(TokenStream::new(), quote::quote!(fn f(x: #long) {}));
        judged(TokenStream::new(), quote::quote!(fn f() -> #long {}));
    }
}

#[test]
fn long_lists_and_huge_words_are_read() {
    let arguments = (0..1_000)
        .map(|at| format!("a{at}: u8"))
        .collect::<Vec<_>>()
        .join(", ");
    assert!(judged(
        TokenStream::new(),
        parsed(&format!("fn f({arguments}) {{}}"))
    ));
    let huge = "x".repeat(100_000);
    assert!(judged(
        parsed(&format!("fields({huge} = 1)")),
        parsed("fn f() {}")
    ));
    judged(
        TokenStream::new(),
        parsed(&format!("fn {huge}({huge}: &str) {{}}")),
    );
    judged(parsed(&format!("name = \"{huge}\"")), parsed("fn f() {}"));
}

/// Without this, a generator that makes nothing but rubbish would pass unnoticed.
#[test]
fn spoiled_samples_reach_both_outcomes() {
    let mut runner = TestRunner::deterministic();
    let pairs = (spoiled(ATTRIBUTES), spoiled(FUNCTIONS));
    let outcomes = (0..500).map(|_| {
        let (attr, item) = pairs
            .new_tree(&mut runner)
            .expect("nothing is rejected")
            .current();
        judged(attr, item)
    });
    let accepted = outcomes.filter(|accepted| *accepted).count();
    assert!((25..=475).contains(&accepted), "{accepted} of 500");
}
