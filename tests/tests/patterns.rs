//! Patterns in arguments: each name that they bind is a field, with the value of its own part.

#![expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "references are what is tried"
)]

use scorer_instrument::{Recordable, scorer_span};
use scorer_instrument_tests::FieldValue::{self, I64, U64};
use scorer_instrument_tests::watch;

struct Point {
    x: i64,
    y: i64,
}

#[derive(Clone, Copy, Recordable)]
struct Wrapped(i64);

struct Pair<A, B>(A, B);

#[test]
fn a_tuple() {
    #[scorer_span]
    fn load((left, right): (i64, &str)) {
        let _ = (left, right);
    }
    let ((), recording) = watch(|| load((1, "two")));
    assert_eq!(recording.field("left"), Some(I64(1)));
    assert_eq!(recording.field("right"), Some(FieldValue::str("two")));
}

#[test]
fn tuples_within_tuples_and_a_rest() {
    #[scorer_span]
    fn load(((first, _), .., last): ((i64, u8), u8, u8, Option<u8>)) {
        let _ = (first, last);
    }
    let ((), recording) = watch(|| load(((1, 2), 3, 4, Some(5))));
    assert_eq!(recording.only().declared, ["first", "last"]);
    assert_eq!(recording.field("first"), Some(I64(1)));
    assert_eq!(recording.field("last"), Some(U64(5)));
}

#[test]
fn a_struct_with_renamed_and_left_out_members() {
    #[scorer_span]
    fn load(Point { x, y: height }: Point) {
        let _ = (x, height);
    }
    #[scorer_span]
    fn partly(Point { x, .. }: &Point) {
        let _ = x;
    }
    let ((), recording) = watch(|| load(Point { x: 1, y: 2 }));
    assert_eq!(recording.only().declared, ["x", "height"]);
    assert_eq!(recording.field("height"), Some(I64(2)));
    let ((), recording) = watch(|| partly(&Point { x: 3, y: 4 }));
    assert_eq!(recording.field("x"), Some(I64(3)));
}

#[test]
fn a_tuple_struct_and_a_generic_one() {
    #[scorer_span]
    fn load(Wrapped(inner): Wrapped, Pair(one, two): Pair<u8, Wrapped>) {
        let _ = (inner, one, two);
    }
    let ((), recording) = watch(|| load(Wrapped(1), Pair(2, Wrapped(3))));
    assert_eq!(recording.only().declared, ["inner", "one", "two"]);
    assert_eq!(recording.field("two"), Some(I64(3)));
}

#[test]
fn references_mutability_and_bindings_of_the_whole() {
    #[scorer_span]
    fn load(&left: &i64, mut right: i64, whole @ Wrapped(part): Wrapped) -> i64 {
        right += left + part;
        let _ = whole;
        right
    }
    let (total, recording) = watch(|| load(&1, 2, Wrapped(3)));
    assert_eq!(total, 6);
    assert_eq!(
        recording.only().declared,
        ["left", "right", "whole", "part"]
    );
    assert_eq!(recording.field("right"), Some(I64(2)));
    assert_eq!(recording.field("whole"), Some(I64(3)));
}

#[test]
fn an_array_and_its_parts() {
    #[scorer_span]
    fn load([first, second]: [i64; 2], [head, .., tail]: &[u8; 4]) {
        let _ = (first, second, head, tail);
    }
    let ((), recording) = watch(|| load([1, 2], &[3, 4, 5, 6]));
    assert_eq!(
        recording.only().declared,
        ["first", "second", "head", "tail"]
    );
    assert_eq!(recording.field("tail"), Some(U64(6)));
}

#[test]
fn what_is_not_bound_is_not_recorded() {
    #[scorer_span]
    fn load(_: Vec<u8>, (_, last): (Vec<u8>, u8)) {
        let _ = last;
    }
    let ((), recording) = watch(|| load(Vec::new(), (Vec::new(), 1)));
    assert_eq!(recording.only().declared, ["last"]);
}

enum Contact {
    Email { to: String, attempt: u8 },
    Password(String),
    Id(i64),
}

struct Login {
    user_id: i64,
    password: String,
}

struct ApiKey(String);

/// What the credentials of the tests below hold; it must come out nowhere.
const SENTINEL: &str = "hunter2";

#[test]
fn what_was_bound_from_a_credential_is_left_out_as_the_refusal_says() {
    #[scorer_span(skip(given))]
    fn load(
        Login {
            user_id,
            password: given,
        }: Login,
        ApiKey(_): ApiKey,
    ) -> usize {
        assert_eq!(user_id, 1);
        given.len()
    }
    #[scorer_span(skip(given, inner), fields(key_length = inner.len()))]
    fn nested(
        (
            Login {
                password: ref mut given,
                ..
            },
            ApiKey(inner),
        ): (Login, ApiKey),
    ) -> usize {
        given.push('!');
        given.len() + inner.len()
    }
    let login = || Login {
        user_id: 1,
        password: SENTINEL.to_owned(),
    };
    let key = || ApiKey(SENTINEL.to_owned());
    let (total, recording) = watch(|| load(login(), key()) + nested((login(), key())));
    assert_eq!(total, 7 + 8 + 7);
    assert_eq!(recording.spans[0].declared, ["user_id"]);
    assert_eq!(recording.spans[1].declared, ["key_length"]);
    assert!(!recording.shows(SENTINEL));
}

#[test]
fn what_a_match_binds_from_a_fit_member_is_recorded() {
    #[scorer_span(skip(contact), fields(n = match &contact {
        Contact::Email { attempt: given, .. } => i64::from(*given),
        Contact::Id(id) => *id,
        Contact::Password(_) => 0,
    }))]
    fn load(contact: Contact) {
        match contact {
            Contact::Email { to, .. } | Contact::Password(to) => drop(to),
            Contact::Id(_) => {}
        }
    }
    let ((), recording) = watch(|| {
        load(Contact::Email {
            to: SENTINEL.to_owned(),
            attempt: 2,
        });
        load(Contact::Password(SENTINEL.to_owned()));
        load(Contact::Id(3));
    });
    let recorded: Vec<_> = recording
        .spans
        .iter()
        .filter_map(|span| span.fields.get("n").cloned())
        .collect();
    assert_eq!(recorded, [I64(2), I64(0), I64(3)]);
    assert!(!recording.shows(SENTINEL));
}

#[test]
fn names_of_a_pattern_are_skipped_and_read_like_others() {
    #[scorer_span(skip(items), fields(item_count = items.len()))]
    fn load((id, items): (i64, Vec<u8>)) {
        let _ = (id, items);
    }
    let ((), recording) = watch(|| load((1, vec![1, 2])));
    assert_eq!(recording.only().declared, ["id", "item_count"]);
    assert_eq!(recording.field("item_count"), Some(U64(2)));
}
