//! Random tokens, and attributes, functions, types and events with a few tokens changed.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// What attributes, functions and events are made of.
const LEAVES: &[&str] = &[
    "skip",
    "skip_all",
    "fields",
    "name",
    "target",
    "level",
    "err",
    "ret",
    "parent",
    "follows_from",
    "crate",
    "Debug",
    "Display",
    "Empty",
    "None",
    "self",
    "Self",
    "super",
    "recordable",
    "reviewed",
    "reason",
    "format",
    "record",
    "fn",
    "async",
    "unsafe",
    "const",
    "extern",
    "pub",
    "impl",
    "dyn",
    "where",
    "for",
    "mut",
    "ref",
    "move",
    "let",
    "if",
    "else",
    "match",
    "return",
    "await",
    "struct",
    "enum",
    "union",
    "trait",
    "mod",
    "use",
    "type",
    "static",
    "_",
    "__arg1",
    "r#type",
    "x",
    "depth",
    "api_key",
    "email",
    "pool",
    "PgPool",
    "stamps",
    "user",
    "len",
    "String",
    "Option",
    "Vec",
    "T",
    "u8",
    "str",
    "é",
    "'a",
    "'_",
    "\"text\"",
    "\"{api_key} {} {:?}\"",
    "\"{\"",
    "r#\"raw\"#",
    "b\"bytes\"",
    "c\"c\"",
    "'c'",
    "b'b'",
    "0",
    "1_u8",
    "1.5",
    "0x7f",
    "99999999999999999999999999",
    ",",
    ";",
    ":",
    "::",
    "=",
    "==",
    "=>",
    "->",
    ".",
    "..",
    "...",
    "..=",
    "%",
    "?",
    "&",
    "&&",
    "*",
    "!",
    "#",
    "$",
    "@",
    "|",
    "||",
    "<",
    ">",
    "<<",
    "+",
    "-",
    "/",
    "^",
    "~",
];

/// Attributes and functions as people write them, to be spoiled.
pub(super) const ATTRIBUTES: &[&str] = &[
    "",
    "skip_all",
    "err, ret(level = \"debug\")",
    "fields(n = 1, label = \"text\", shown = %depth, depth_count = depth + 1)",
    "name = \"n\", skip(depth), level = Level::WARN",
    "skip(pool), fields(stamp_count = stamps.len(), %user.id, \"quoted\" = ?depth), err(Debug), ret",
    "name = \"n\", target = \"t\", level = \"debug\", parent = None, follows_from = causes, skip_all",
    "fields(score, late = Empty, { CONST } = 1, a.b.c = format!(\"{depth} {}\", depth)), crate = ::obs",
    "fields(x = if depth > 1 { depth } else { 2 }, y = match depth { _ => 3 }, z = reviewed!(pool, reason = \"r\"))",
];
pub(super) const FUNCTIONS: &[&str] = &[
    "fn f() {}",
    "fn f(depth: u8) {}",
    "pub async fn f(&self, depth: u8, (a, b): (i64, Option<&str>)) -> Result<(), E> { x }",
    "fn f<'a, T: Clone>(self: Box<Self>, depth: u8, State(stamps): State<T>) -> &'a u8 where T: 'a { x }",
    "/// Doc.\n#[inline] pub(crate) async unsafe fn f<'a, T: Clone, const N: usize>(&'a self, depth: u8, (a, b): (i64, Option<&'a str>)) -> Result<T, E> where T: Copy { record!(score = 1); Ok(x) }",
    "fn f(State(pool): State<PgPool>, Path((id, address)): Path<(i64, String)>, [x, .., y]: [u8; 4], P { q, r: s, .. }: P) -> impl Future<Output = u8> { async move { 1 } }",
    "fn f(__arg1: (i64, String), api_key: &str) -> Pin<Box<dyn Future<Output = i64> + Send>> { Box::pin(async move { let (id, name) = { let __arg1 = __arg1; __arg1 }; id }) }",
    "extern \"C\" fn f(mut x: impl Iterator<Item = u8>, &y: &u8, whole @ W(part): W) -> ! { #![allow(x)] loop {} }",
];
pub(super) const TYPES: &[&str] = &[
    "struct A;",
    "#[recordable(crate = obs)] pub struct A<'a, T: Clone, const N: usize> where T: Copy { id: i64, #[recordable(skip)] api_key: &'a str, r#type: T }",
    "struct A(u8, #[recordable(skip)] Vec<u8>);",
    "enum A { B, C(u8), D { e: Option<String>, #[recordable(skip)] f: [u8; 4] } }",
];
pub(super) const EVENTS: &[&str] = &[
    "[::scorer_instrument] \"{depth} {} {:?} {0:>1$}\", depth, a = 2",
    "[::scorer_instrument] target: \"t\", parent: &span, depth, %depth, x.y = ?depth, { a = 1 }, \"m\"",
    "[::scorer_instrument] Level::INFO, depth = reviewed!(x, reason = \"r\")",
    "[\"score\", \"x.y\"] [::scorer_instrument] score = depth, x.y = %depth",
];

#[derive(Clone, Debug)]
enum Tree {
    Leaf(&'static str),
    Group(Delimiter, Vec<Self>),
}

/// A change of one token, somewhere at any depth.
#[derive(Clone, Debug)]
enum Change {
    Drop,
    Twice,
    Replace(Tree),
    Insert(Tree),
    Wrap(Delimiter),
}

fn delimiter() -> impl Strategy<Value = Delimiter> {
    select(vec![
        Delimiter::Parenthesis,
        Delimiter::Brace,
        Delimiter::Bracket,
        Delimiter::None,
    ])
}

fn tree() -> impl Strategy<Value = Tree> {
    select(LEAVES)
        .prop_map(Tree::Leaf)
        .prop_recursive(5, 40, 8, |inner| {
            (delimiter(), vec(inner, 0..8))
                .prop_map(|(delimiter, trees)| Tree::Group(delimiter, trees))
        })
}

/// Random tokens.
fn soup() -> impl Strategy<Value = TokenStream> {
    vec(tree(), 0..24).prop_map(|trees| trees.iter().flat_map(tokens).collect())
}

/// One of the texts with a few changes, or random tokens.
pub(super) fn spoiled(texts: &'static [&'static str]) -> impl Strategy<Value = TokenStream> {
    let change = prop_oneof![
        Just(Change::Drop),
        Just(Change::Twice),
        tree().prop_map(Change::Replace),
        tree().prop_map(Change::Insert),
        delimiter().prop_map(Change::Wrap),
    ];
    let changed =
        (select(texts), vec((any::<Index>(), change), 0..4)).prop_map(|(text, changes)| {
            let mut stream: TokenStream = text.parse().expect("a sample parses");
            for (place, change) in changes {
                let mut remaining = place.index(count(&stream).max(1));
                stream = changed(stream, &mut remaining, &change);
            }
            stream
        });
    let unchanged = select(texts).prop_map(|text| text.parse().expect("a sample parses"));
    prop_oneof![2 => unchanged, 3 => changed, 1 => soup()]
}

fn tokens(tree: &Tree) -> TokenStream {
    match tree {
        Tree::Leaf(text) => text.parse().expect("a leaf is a token"),
        Tree::Group(delimiter, trees) => TokenTree::from(Group::new(
            *delimiter,
            trees.iter().flat_map(tokens).collect(),
        ))
        .into(),
    }
}

/// How many tokens there are, at all depths.
fn count(stream: &TokenStream) -> usize {
    stream
        .clone()
        .into_iter()
        .map(|tree| match tree {
            TokenTree::Group(group) => 1 + count(&group.stream()),
            _ => 1,
        })
        .sum()
}

/// Changes the token that is so many tokens ahead.
fn changed(stream: TokenStream, remaining: &mut usize, change: &Change) -> TokenStream {
    let mut out = TokenStream::new();
    for tree in stream {
        let here = *remaining == 0;
        *remaining = remaining.wrapping_sub(1);
        let tree = match tree {
            TokenTree::Group(group) if !here => Group::new(
                group.delimiter(),
                changed(group.stream(), remaining, change),
            )
            .into(),
            other => other,
        };
        if !here {
            out.extend([tree]);
            continue;
        }
        match change {
            Change::Drop => {}
            Change::Twice => out.extend([tree.clone(), tree]),
            Change::Replace(other) => out.extend(tokens(other)),
            Change::Insert(other) => {
                out.extend(tokens(other));
                out.extend([tree]);
            }
            Change::Wrap(delimiter) => {
                out.extend([TokenTree::from(Group::new(*delimiter, tree.into()))]);
            }
        }
    }
    out
}
