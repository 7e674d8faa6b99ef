//! `#[derive(Recordable)]` on types that hold others of their own kind: they are printed to depth 4.

use std::sync::Arc;

use scorer_instrument::{NotText, Recordable, Returnable, scorer_span};
use scorer_instrument_tests::FieldValue;
use scorer_instrument_tests::watch;

#[derive(Debug, Recordable)]
struct Node {
    id: i64,
    parent: Option<Box<Node>>,
}

fn chain(length: i64) -> Node {
    let mut node = Node {
        id: length,
        parent: None,
    };
    for id in (1..length).rev() {
        node = Node {
            id,
            parent: Some(Box::new(node)),
        };
    }
    node
}

#[derive(Recordable)]
enum Tree<T> {
    Leaf(T),
    Branch(Box<Self>, Arc<Tree<T>>),
}

/// Two types that hold each other.
#[derive(Recordable)]
struct Community {
    id: i64,
    owner: Option<Box<Owner>>,
}

#[derive(Recordable)]
struct Owner {
    user_id: i64,
    first: Option<Box<Community>>,
}

/// A struct of one member is its inside, unless that is of its own kind.
#[derive(Recordable)]
struct Link(Option<Box<Link>>);

/// The inside of this one holds it.
#[derive(Recordable)]
struct Next(Option<Box<Held>>);

#[derive(Recordable)]
struct Held {
    id: i64,
    next: Next,
}

/// Where no type of its own kind can be, the depth is not counted.
#[derive(Recordable)]
struct Deep<T> {
    inner: T,
}

fn shown(value: &impl Recordable) -> String {
    #[scorer_span]
    fn load(community: &impl Recordable) {
        let _ = community;
    }
    let ((), recording) = watch(|| load(value));
    match recording.field("community") {
        Some(FieldValue::Debug(text)) => text,
        other => panic!("{other:?}"),
    }
}

#[test]
fn four_deep_is_printed_and_no_deeper() {
    assert_eq!(
        shown(&chain(4)),
        "Node { id: 1, parent: Some(Node { id: 2, parent: Some(Node { id: 3, parent: Some(Node { id: 4, parent: None }) }) }) }"
    );
    assert_eq!(
        shown(&chain(5)),
        "Node { id: 1, parent: Some(Node { id: 2, parent: Some(Node { id: 3, parent: Some(Node { id: 4, parent: Some(..) }) }) }) }"
    );
}

#[test]
fn a_long_chain_ends_no_stack() {
    let mut node = chain(1);
    for id in 0..100_000 {
        node = Node {
            id,
            parent: Some(Box::new(node)),
        };
    }
    assert!(shown(&node).ends_with("parent: Some(..) }) }) }) }"));
    // So that no drop recurses, either.
    let mut next = Some(Box::new(node));
    while let Some(mut node) = next {
        next = node.parent.take();
    }
}

#[test]
fn each_value_of_a_branch_is_printed() {
    let leaf = || Tree::Leaf(1_u8);
    let tree = Tree::Branch(
        Box::new(leaf()),
        Arc::new(Tree::Branch(Box::new(leaf()), Arc::new(leaf()))),
    );
    assert_eq!(shown(&tree), "Branch(Leaf(1), Branch(Leaf(1), Leaf(1)))");
    // The depth is that of one value, not of all that were printed before.
    assert_eq!(shown(&tree), shown(&tree));
}

#[test]
fn types_that_hold_each_other_are_printed_to_the_same_depth() {
    let mut community = Community { id: 0, owner: None };
    for id in 1..10 {
        community = Community {
            id,
            owner: Some(Box::new(Owner {
                user_id: id,
                first: Some(Box::new(community)),
            })),
        };
    }
    let text = shown(&community);
    assert_eq!(text.matches("Community").count(), 4, "{text}");
    assert_eq!(text.matches("Owner").count(), 4, "{text}");
}

#[test]
fn a_struct_of_one_member_of_its_own_kind_is_printed() {
    let link = Link(Some(Box::new(Link(None))));
    assert_eq!(shown(&link), "Link(Some(Link(None)))");
    let held = Held {
        id: 1,
        next: Next(Some(Box::new(Held {
            id: 2,
            next: Next(None),
        }))),
    };
    assert_eq!(
        shown(&held),
        "Held { id: 1, next: Next(Some(Held { id: 2, next: Next(None) })) }"
    );
}

#[test]
fn what_is_no_type_of_its_own_kind_is_printed_to_any_depth() {
    #[derive(Recordable)]
    struct First {
        second: Second,
    }
    #[derive(Recordable)]
    struct Second {
        third: Third,
    }
    #[derive(Recordable)]
    struct Third {
        fourth: Fourth,
    }
    #[derive(Recordable)]
    struct Fourth {
        fifth: Deep<u8>,
    }
    let deep = First {
        second: Second {
            third: Third {
                fourth: Fourth {
                    fifth: Deep { inner: 5 },
                },
            },
        },
    };
    assert!(shown(&deep).contains("Deep { inner: 5 }"));
}

/// The value is of these traits, too.
fn proven(_: &(impl NotText + Returnable)) {}

#[test]
fn a_type_of_numbers_holds_no_text_however_deep_it_is() {
    proven(&chain(2));
    proven(&Tree::Leaf(1_u8));
}
