//! `#[derive(Recordable)]`: a newtype is its inside, a field-less enum its variant's name, the rest
//! a safe view; what is skipped is printed by nothing.

#![expect(clippy::needless_pass_by_value, reason = "arguments are what is tried")]

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use scorer_instrument::{Recordable, info, record, scorer_span};
use scorer_instrument_tests::FieldValue::{self, F64, U64};
use scorer_instrument_tests::{Recording, watch};

const HIDDEN: &str = "hidden text";

#[derive(Recordable)]
struct Community {
    id: i64,
    label: Option<String>,
    weight: Weight,
    #[recordable(skip)]
    notes: Vec<String>,
}

// Its own forms show everything, which is why they must never be used.
impl fmt::Debug for Community {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {:?}", self.notes, self.id)
    }
}

impl fmt::Display for Community {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.notes)
    }
}

#[derive(Clone, Copy, Debug, Recordable)]
struct Weight(f64);

#[derive(Recordable)]
struct Tagged(
    #[recordable(skip)]
    #[expect(dead_code, reason = "there to be hidden")]
    String,
    u8,
);

#[derive(Debug, Recordable)]
enum Kind {
    Small,
    r#Large,
}

#[derive(Recordable)]
enum Outcome {
    Scored {
        score: u32,
        weight: Weight,
    },
    Refused(u16),
    Hidden(
        #[recordable(skip)]
        #[expect(dead_code, reason = "there to be hidden")]
        String,
    ),
    Nothing,
}

#[derive(Recordable)]
struct Unit;

#[derive(Recordable)]
struct Empty {}

#[derive(Recordable)]
struct Generic<'a, T, U: ?Sized, const N: usize> {
    item: T,
    label: &'a str,
    #[recordable(skip)]
    bytes: [u8; N],
    #[recordable(skip)]
    marker: PhantomData<U>,
}

#[derive(Recordable)]
struct Outer {
    inner: Arc<Community>,
    kind: Kind,
    r#type: Cow<'static, str>,
}

#[scorer_span(skip(stage), fields(own = stage, display = %stage, debug = ?stage, late))]
fn everywhere<T: Recordable>(stage: &T) {
    record!(late = stage);
    info!(event = stage, "{stage} {stage:?}");
}

fn forms(recording: &Recording) -> [Option<&FieldValue>; 3] {
    let fields = &recording.only().fields;
    assert_eq!(fields.get("own"), fields.get("late"));
    assert_eq!(
        fields.get("own"),
        recording.only_event().fields.get("event")
    );
    ["own", "display", "debug"].map(|name| fields.get(name))
}

fn community() -> Community {
    Community {
        id: 335,
        label: None,
        weight: Weight(0.5),
        notes: vec![HIDDEN.to_owned()],
    }
}

macro_rules! derived {
    ($($test:ident: $value:expr => $own:expr, $display:literal, $debug:literal;)*) => {$(
        #[test]
        fn $test() {
            let ((), recording) = watch(|| everywhere(&$value));
            assert_eq!(
                forms(&recording),
                [Some(&$own), Some(&FieldValue::debug($display)), Some(&FieldValue::debug($debug))]
            );
            assert!(!recording.shows(HIDDEN));
        }
    )*};
}

derived! {
    a_struct: community() => FieldValue::debug("Community { id: 335, label: None, weight: Weight(0.5), .. }"),
        "Community { id: 335, label: None, weight: Weight(0.5), .. }",
        "Community { id: 335, label: None, weight: Weight(0.5), .. }";
    a_newtype: Weight(0.5) => F64(0.5), "0.5", "Weight(0.5)";
    a_variants_name: Kind::Small => FieldValue::str("Small"), "Small", "Small";
    a_raw_variants_name: Kind::r#Large => FieldValue::str("Large"), "Large", "Large";
    a_variant_with_members: Outcome::Scored { score: 7, weight: Weight(1.0) } => FieldValue::debug("Scored { score: 7, weight: Weight(1.0) }"),
        "Scored { score: 7, weight: Weight(1.0) }", "Scored { score: 7, weight: Weight(1.0) }";
    a_variant_of_a_tuple: Outcome::Refused(401) => FieldValue::debug("Refused(401)"), "Refused(401)", "Refused(401)";
    a_variant_with_all_hidden: Outcome::Hidden(HIDDEN.to_owned()) => FieldValue::debug("Hidden(..)"), "Hidden(..)", "Hidden(..)";
    a_variant_without_members: Outcome::Nothing => FieldValue::debug("Nothing"), "Nothing", "Nothing";
    a_tuple_with_a_hidden_part: Tagged(HIDDEN.to_owned(), 3) => FieldValue::debug("Tagged(3, ..)"), "Tagged(3, ..)", "Tagged(3, ..)";
    a_unit: Unit => FieldValue::debug("Unit"), "Unit", "Unit";
    an_empty_struct: Empty {} => FieldValue::debug("Empty"), "Empty", "Empty";
}

#[test]
fn a_generic_type_is_recordable_when_its_parts_are() {
    let generic = Generic::<'_, _, str, 2> {
        item: Some(3_u8),
        label: "abc",
        bytes: [1, 2],
        marker: PhantomData,
    };
    let ((), recording) = watch(|| everywhere(&generic));
    assert_eq!(
        forms(&recording)[2],
        Some(&FieldValue::debug(
            "Generic { item: Some(3), label: \"abc\", .. }"
        ))
    );
    assert_eq!(generic.bytes.len() + size_of_val(&generic.marker), 2);
}

#[test]
fn a_type_within_a_type_hides_what_it_hides_alone() {
    let outer = Outer {
        inner: Arc::new(community()),
        kind: Kind::r#Large,
        r#type: Cow::Borrowed("abc"),
    };
    let ((), recording) = watch(|| everywhere(&outer));
    let [_, _, Some(FieldValue::Debug(debug))] = forms(&recording) else {
        panic!("{recording:?}");
    };
    assert!(debug.contains("id: 335"), "{debug}");
    assert!(debug.contains("kind: Large"), "{debug}");
    assert!(debug.contains("type: \"abc\""), "{debug}");
    assert!(!recording.shows(HIDDEN));
}

#[test]
fn nothing_prints_what_is_skipped_of_an_argument() {
    #[scorer_span(fields(whole = ?community, shown = %community, text = format!("{community:?} {community}")))]
    fn load(community: &Community, optional: Option<Arc<Community>>) {
        info!(?community, %optional, "{community} {optional:?} {:#?}", community);
    }
    let ((), recording) = watch(|| load(&community(), Some(Arc::new(community()))));
    assert_eq!(recording.only().declared.len(), 5);
    assert!(!recording.shows(HIDDEN), "{recording:#?}");
    // Its own forms would show it.
    assert!(format!("{} {:?}", community(), community()).contains(HIDDEN));
}

#[test]
fn a_newtype_of_a_newtype_is_the_innermost_value() {
    #[derive(Recordable)]
    struct Depth(Inner);
    #[derive(Recordable)]
    struct Inner(u8);
    #[derive(Recordable)]
    struct Named {
        depth: u8,
    }
    #[scorer_span]
    fn load(depth: Depth, named: Named) {
        let _ = (depth, named);
    }
    let ((), recording) = watch(|| load(Depth(Inner(3)), Named { depth: 4 }));
    assert_eq!(recording.field("depth"), Some(U64(3)));
    // One named member is a struct like others.
    assert_eq!(
        recording.field("named"),
        Some(FieldValue::debug("Named { depth: 4 }"))
    );
}
