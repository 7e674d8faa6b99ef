//! Properties of the judgement on attributes and functions: it never panics, the order of an
//! attribute's arguments means nothing, and the attribute that a refusal proposes is accepted.

use proc_macro2::TokenStream;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use scorer_instrument_policy::{Policy, Record, Team};
use scorer_instrument_syntax::judge;

/// Arguments, fit and unfit, by name and by type.
const ARGUMENTS: &[&str] = &[
    "depth: u8",
    "label: &str",
    "is_new: bool",
    "api_key: &str",
    "email: String",
    "key: &str",
    "pool: &PgPool",
    "shared: Arc<Option<PgPool>>",
    "headers: HeaderMap",
    "stamps: &[Stamp]",
    "by_id: HashMap<i64, Stamp>",
    "document: serde_json::Value",
    "State(db): State<PgPool>",
    "Path((id, address)): Path<(i64, String)>",
    "Json(asked): Json<Asked>",
    "(first, password): (i64, String)",
    "r#type: i64",
    "token: usize",
    "_: Vec<u8>",
];

/// Arguments of the attribute, right and wrong; each stands at most once.
const SETTINGS: &[&str] = &[
    "name = \"span\"",
    "target = \"area\"",
    "level = \"debug\"",
    "err",
    "ret",
    "parent = None",
    "follows_from = causes",
    "levle = 3",
    "unknown = 1",
];

/// Names to skip or to include, of arguments and of nothing.
const SKIPPED: &[&str] = &[
    "depth", "label", "api_key", "email", "key", "pool", "stamps", "db", "self", "stmaps",
    "missing",
];

/// What says which arguments are recorded.
const LISTS: &[&[&str]] = &[
    &[],
    &["skip_all"],
    &["skip(NAMES)"],
    &["include(NAMES)"],
    &["include(NAMES)", "skip(depth)"],
    &["skip_all", "include(NAMES)"],
];

/// Fields, right and wrong.
const FIELDS: &[&str] = &[
    "n = 1",
    "stamp_count = stamps.len()",
    "has_key = api_key.is_some()",
    "%depth",
    "shown = ?label",
    "user = %api_key",
    "email = 1",
    "user.email = user.email",
    "{ NAME } = 1",
    "pool = ?pool",
    "depth",
    "score",
    "filled",
    "text = format!(\"{depth} {api_key}\")",
    "block = { let x = 1; x }",
    "call = (|| 1)()",
    "\"quoted name\" = depth",
];

const RETURNS: &[&str] = &[
    "",
    "-> u8",
    "-> Result<u8, E>",
    "-> Result<Vec<u8>, E>",
    "-> impl Iterator<Item = u8>",
    "-> PgPool",
];

/// Both modes.
const MODES: &[Record] = &[Record::All, Record::Listed];

fn policy(record: Record) -> Policy {
    Policy::new(Team {
        record,
        ..Team::default()
    })
}

/// The refusals of an annotated function: each with its help.
fn refusals(mode: Record, attr: &str, item: &str) -> Vec<(String, Option<String>)> {
    let tokens = |text: &str| text.parse::<TokenStream>().expect("the test writes tokens");
    match judge(
        &policy(mode),
        tokens(attr),
        tokens(item),
        &|_, operand, _| operand,
    ) {
        Ok(_) => Vec::new(),
        Err(faults) => faults
            .into_iter()
            .map(|fault| (fault.message, fault.help))
            .collect(),
    }
}

/// A function with some of the arguments.
fn function() -> impl Strategy<Value = String> {
    (
        subsequence(ARGUMENTS, 0..6),
        select(RETURNS),
        any::<bool>(),
        select(&["load", "validate_api_key", "r#try"][..]),
    )
        .prop_map(|(arguments, returns, receiver, name)| {
            let mut all = Vec::new();
            if receiver {
                all.push("&self");
            }
            all.extend(arguments);
            format!(
                "async fn {name}({}) {returns} {{ record!(filled = 1); }}",
                all.join(", ")
            )
        })
}

/// The arguments of an attribute, still apart.
fn attribute() -> impl Strategy<Value = Vec<String>> {
    (
        subsequence(SETTINGS, 0..4),
        subsequence(SKIPPED, 0..4),
        subsequence(FIELDS, 0..4),
        select(LISTS),
    )
        .prop_map(|(settings, names, fields, lists)| {
            let mut parts: Vec<String> = settings.into_iter().map(str::to_owned).collect();
            let names = names.join(", ");
            parts.extend(lists.iter().map(|list| list.replace("NAMES", &names)));
            if !fields.is_empty() {
                parts.push(format!("fields({})", fields.join(", ")));
            }
            parts
        })
}

proptest! {
    #[test]
    fn what_a_refusal_proposes_is_accepted(mode in select(MODES), attr in attribute(), item in function()) {
        let attr = attr.join(", ");
        let refusals = refusals(mode, &attr, &item);
        let proposed: Vec<&str> = refusals
            .iter()
            .filter_map(|(_, help)| help.as_deref()?.strip_prefix("write "))
            .collect();
        for help in &proposed {
            prop_assert_eq!(help, &proposed[0], "one attribute mends all");
        }
        // Some faults are mended by no attribute; then nothing is promised.
        let mends_all = proposed.len() == refusals.len();
        if let Some(help) = proposed.first().filter(|_| mends_all) {
            let inside = help
                .strip_prefix("#[scorer_span")
                .and_then(|rest| rest.strip_suffix(']'))
                .expect("an attribute");
            let inside = inside.strip_prefix('(').map_or("", |rest| &rest[..rest.len() - 1]);
            let again = self::refusals(mode, inside, &item);
            prop_assert!(again.is_empty(), "{item}\n{attr}\n{help}\n{again:#?}");
        }
    }

    #[test]
    fn the_order_of_arguments_means_nothing(
        mode in select(MODES),
        (attr, other) in attribute().prop_flat_map(|attr| (Just(attr.clone()), Just(attr).prop_shuffle())),
        item in function()
    ) {
        let sorted = |attr: &[String]| {
            let mut messages: Vec<String> = refusals(mode, &attr.join(", "), &item)
                .into_iter()
                .map(|(message, _)| message)
                .collect();
            messages.sort();
            messages
        };
        prop_assert_eq!(sorted(&attr), sorted(&other));
    }

    #[test]
    fn a_trailing_comma_means_nothing(mode in select(MODES), attr in attribute(), item in function()) {
        let attr = attr.join(", ");
        prop_assert_eq!(refusals(mode, &attr, &item), refusals(mode, &format!("{attr},"), &item));
    }

    #[test]
    fn any_text_that_is_tokens_is_judged(attr in ".{0,60}", item in ".{0,60}", more in vec("[(){}\\[\\]<>%?=,.:&!'\"a-z0-9 ]{0,8}", 0..6)) {
        let texts = [attr.clone(), more.concat()];
        for text in texts {
            let (Ok(attr), Ok(item)) = (text.parse::<TokenStream>(), item.parse::<TokenStream>()) else {
                continue;
            };
            let function = "fn f(x: u8) {}".parse().expect("tokens");
            let prove = |_: &syn::Path, operand, _| operand;
            drop(judge(&Policy::default(), attr.clone(), function, &prove));
            drop(judge(&Policy::default(), attr, item, &prove));
        }
    }
}

/// Without this, generators that make nothing but one outcome would pass unnoticed.
#[test]
fn every_outcome_is_reached() {
    let mut runner = TestRunner::deterministic();
    let pairs = (attribute(), function());
    let (mut accepted, mut mended) = (0, 0);
    for _ in 0..1_000 {
        let (attr, item) = pairs
            .new_tree(&mut runner)
            .expect("nothing is rejected")
            .current();
        let refusals = refusals(Record::All, &attr.join(", "), &item);
        let has_help = |help: &Option<String>| {
            help.as_deref()
                .is_some_and(|help| help.starts_with("write "))
        };
        accepted += usize::from(refusals.is_empty());
        mended +=
            usize::from(!refusals.is_empty() && refusals.iter().all(|(_, help)| has_help(help)));
    }
    assert!(
        accepted > 20 && mended > 500,
        "{accepted} accepted, {mended} mended, of 1000"
    );
}
