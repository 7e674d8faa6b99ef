//! `fields(..)`: names, expressions, sigils, and what is declared empty and filled later.

use std::cell::Cell;

use scorer_instrument::{info, record, reviewed, scorer_span};
use scorer_instrument_tests::FieldValue::{self, Bool, F64, I64, U64};
use scorer_instrument_tests::watch;
use tracing::field::Empty;

struct Batch {
    stamps: Vec<i64>,
    community: Community,
}

struct Community {
    id: i64,
    label: String,
}

fn batch() -> Batch {
    Batch {
        stamps: vec![1, 2, 3],
        community: Community {
            id: 335,
            label: "main".to_owned(),
        },
    }
}

#[test]
fn literals_are_recorded_as_what_they_are() {
    #[scorer_span(fields(a = 1, b = -1, c = 1.5, d = true, e = "five", f = 'f', g = 2_u8))]
    fn load() {}
    let ((), recording) = watch(load);
    let fields = &recording.only().fields;
    assert_eq!(fields.get("a"), Some(&I64(1)));
    assert_eq!(fields.get("b"), Some(&I64(-1)));
    assert_eq!(fields.get("c"), Some(&F64(1.5)));
    assert_eq!(fields.get("d"), Some(&Bool(true)));
    assert_eq!(fields.get("e"), Some(&FieldValue::str("five")));
    assert_eq!(fields.get("f"), Some(&FieldValue::debug("f")));
    assert_eq!(fields.get("g"), Some(&U64(2)));
}

#[test]
fn names_are_dotted_quoted_and_keywords() {
    #[scorer_span(fields(http.route = "/score", "score total" = 1, { "in braces" } = 2, otel.type = 3))]
    fn load() {}
    let ((), recording) = watch(load);
    assert_eq!(
        recording.only().fields.names(),
        ["http.route", "score total", "in braces", "otel.type"]
    );
}

#[test]
fn expressions_read_parts_of_what_is_skipped() {
    #[scorer_span(skip(batch), fields(
        stamp_count = batch.stamps.len(),
        community_id = batch.community.id,
        label = %batch.community.label,
        empty = batch.stamps.is_empty(),
        next = limit + 1,
        first = batch.stamps[0],
        ratio = batch.stamps.len() as f64 / 2.0,
        limit_text = limit.to_string(),
        kind = if limit > 5 { "large" } else { "small" },
        size = match limit { 0 => "none", _ => "some" },
        shown = format!("{limit:>3}/{}", batch.stamps.len()),
        lazily = format_args!("{limit}"),
    ))]
    fn load(batch: &Batch, limit: u32) {
        let _ = (batch, limit);
    }
    let batch = batch();
    let ((), recording) = watch(|| load(&batch, 7));
    let fields = &recording.only().fields;
    assert_eq!(fields.get("stamp_count"), Some(&U64(3)));
    assert_eq!(fields.get("community_id"), Some(&I64(335)));
    assert_eq!(fields.get("label"), Some(&FieldValue::debug("main")));
    assert_eq!(fields.get("empty"), Some(&Bool(false)));
    assert_eq!(fields.get("next"), Some(&U64(8)));
    assert_eq!(fields.get("first"), Some(&I64(1)));
    assert_eq!(fields.get("ratio"), Some(&F64(1.5)));
    assert_eq!(fields.get("limit_text"), Some(&FieldValue::str("7")));
    assert_eq!(fields.get("kind"), Some(&FieldValue::str("large")));
    assert_eq!(fields.get("size"), Some(&FieldValue::str("some")));
    assert_eq!(fields.get("shown"), Some(&FieldValue::str("  7/3")));
    assert_eq!(fields.get("lazily"), Some(&FieldValue::debug("7")));
}

#[test]
fn a_field_stands_in_the_place_of_the_argument_of_its_name() {
    #[scorer_span(fields(label = label.len()))]
    fn load(label: &str) {
        let _ = label;
    }
    let ((), recording) = watch(|| load("abc"));
    assert_eq!(recording.only().declared, ["label"]);
    assert_eq!(recording.field("label"), Some(U64(3)));
}

#[test]
fn an_empty_field_is_filled_by_the_macro_or_by_hand() {
    #[scorer_span(fields(score, weight = Empty, later))]
    fn load(fill: bool) {
        record!(score = 1.5, later = "done");
        if fill {
            tracing::Span::current().record("weight", 3);
        }
    }
    let ((), recording) = watch(|| load(true));
    assert_eq!(
        recording.only().declared,
        ["fill", "score", "weight", "later"]
    );
    assert_eq!(recording.field("score"), Some(F64(1.5)));
    assert_eq!(recording.field("weight"), Some(I64(3)));
    assert_eq!(recording.field("later"), Some(FieldValue::str("done")));
    let ((), recording) = watch(|| load(false));
    assert_eq!(recording.field("weight"), None);
}

#[test]
fn a_reviewed_value_is_recorded_by_its_own_forms() {
    #[derive(Debug)]
    struct Unproven(#[expect(dead_code, reason = "printed by Debug")] u8);
    #[scorer_span(skip(part, body), fields(
        part = ?reviewed!(part, reason = "a test's own type"),
        kind = reviewed!(&body[..1], reason = "one letter, the format"),
        shown = %reviewed!(&body[..1], reason = "one letter, the format"),
    ))]
    fn load(part: &Unproven, body: &str) {
        let _ = (part, body);
    }
    let ((), recording) = watch(|| load(&Unproven(1), "{}"));
    assert_eq!(
        recording.field("part"),
        Some(FieldValue::debug("Unproven(1)"))
    );
    assert_eq!(recording.field("kind"), Some(FieldValue::str("{")));
    assert_eq!(recording.field("shown"), Some(FieldValue::debug("{")));
}

thread_local! {
    static READ: Cell<u32> = const { Cell::new(0) };
}

struct Counted;

impl Counted {
    fn count(&self) -> u32 {
        let _ = self;
        READ.with(|read| {
            read.set(read.get() + 1);
            read.get()
        })
    }
}

#[test]
fn a_value_is_evaluated_once_and_not_at_all_without_a_subscriber() {
    #[scorer_span(skip(counted), fields(n = counted.count()))]
    fn load(counted: &Counted) {
        let _ = counted;
    }
    READ.with(|read| read.set(0));
    let ((), recording) = watch(|| load(&Counted));
    assert_eq!(recording.field("n"), Some(U64(1)));
    tracing::subscriber::with_default(tracing::subscriber::NoSubscriber::default(), || {
        load(&Counted);
    });
    assert_eq!(READ.with(Cell::get), 1);
}

#[test]
fn a_fingerprint_tells_which_key_it_was() {
    use scorer_instrument::fingerprint;

    #[scorer_span(skip(api_key), fields(key = %fingerprint(api_key), own = fingerprint(api_key)))]
    fn check(api_key: &str) {
        info!(api_key_fingerprint = %fingerprint(api_key), "checked {}", fingerprint(api_key));
    }

    let mark = |key| {
        let ((), recording) = watch(|| check(key));
        let fields = &recording.only().fields;
        let event = recording.only_event();
        assert_eq!(fields.get("key"), fields.get("own"));
        assert_eq!(fields.get("key"), event.fields.get("api_key_fingerprint"));
        let shown = format!("{fields:?} {event:?}");
        assert!(!shown.contains("canary"), "{shown}");
        shown
    };
    assert_eq!(mark("canary-1"), mark("canary-1"));
    assert_ne!(mark("canary-1"), mark("canary-2"));
}
