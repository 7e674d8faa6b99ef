//! What holds of any text.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use scorer_instrument::redact::Redactor;
use scorer_instrument_policy::{Policy, Verdict};

use crate::plant;

/// Cases of each property: the same ones in each run, and others with `SCORER_CASES=1000000` for a long one.
pub(crate) fn cases() -> ProptestConfig {
    let long = std::env::var("SCORER_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok());
    ProptestConfig {
        failure_persistence: None,
        cases: long.unwrap_or(2_000),
        rng_seed: match long {
            Some(_) => RngSeed::Random,
            None => RngSeed::Fixed(1),
        },
        ..ProptestConfig::default()
    }
}

/// Text of the pieces that shapes are made of, and of anything.
fn text() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(
        &[
            "://",
            ":",
            "=",
            "@",
            "\"",
            "\\",
            "\\\"",
            "'",
            "{",
            "}",
            "[",
            "]",
            "(",
            ")",
            ",",
            ";",
            " ",
            "\n",
            "--",
            "-----BEGIN PRIVATE KEY-----",
            "-----END PRIVATE KEY-----",
            "eyJhbGciOi",
            ".",
            "Bearer ",
            "Basic ",
            "password",
            "token",
            "email",
            "count",
            "Some(",
            "AKIA",
            "41111111",
            "4111 1111 1111 1111",
            "bob@example.com",
            "%40",
            "[redacted:",
            "[redacted:pii]",
            "true",
            "5",
            "x",
            "example.com",
            "…",
            "é",
            "密码",
            "/",
            "?",
            "&",
            "b\"",
        ][..],
    );
    prop_oneof![
        4 => prop::collection::vec(pieces.prop_map(str::to_owned), 0..24).prop_map(|all| all.concat()),
        1 => any::<String>(),
        1 => "[ -~\n]{0,200}",
    ]
}

/// What may stand beside a secret.
fn gap() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&[" ", "\n", ", ", "; ", " (", "\t"][..])
}

/// Words, numbers and ids that are nobody's secret; a word that names one would head a column of its values.
fn harmless() -> impl Strategy<Value = String> {
    let policy = Policy::default();
    let word = prop_oneof![
        "[a-z]{1,9}",
        "[A-Z][a-z]{1,7}",
        "[0-9]{1,12}",
        "1[0-9]{9,30}",
        "-?[0-9]{1,6}\\.[0-9]{1,17}",
        "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        "([0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})",
        "0x[0-9a-fA-F]{40}",
        "20[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]\\.[0-9]{3,9}Z",
        "https?://[a-z]{2,8}\\.[a-z]{2,3}(:[0-9]{2,5})?(/[a-z0-9]{1,8}){0,3}(\\?page=[0-9]{1,3})?",
        "[a-z]{2,6}(::[a-z]{2,6}){1,3}",
        "00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]",
    ]
    .prop_filter("a refused name", move |word| {
        let is_word = word.bytes().all(|b| b.is_ascii_alphabetic());
        !is_word || policy.name(word) == Verdict::Fit
    });
    prop::collection::vec(
        (
            word,
            prop::sample::select(&[" ", ", ", "; ", "\n", " | "][..]),
        ),
        0..12,
    )
    .prop_map(|words| words.into_iter().map(|(word, gap)| word + gap).collect())
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn a_shape_never_survives(before in text(), left in gap(), planted in plant::shape(), right in gap(), after in text()) {
        let redactor = Redactor::new(Policy::default());
        let text = format!("{before}{left}{}{right}{after}", planted.text);
        let redacted = redactor.text(&text);
        prop_assert!(!redacted.contains(&planted.canary), "{text}\nbecame {redacted}");
        let total: u64 = redactor.counts().iter().map(|it| it.count).sum();
        prop_assert!(total > 0 || text.len() > 1024);
    }

    #[test]
    fn nor_does_a_value_behind_a_refused_name(before in text(), left in gap(), planted in plant::named(), after in text()) {
        let redactor = Redactor::new(Policy::default());
        let text = format!("{before}{left}{} {after}", planted.text);
        let redacted = redactor.text(&text);
        prop_assert!(!redacted.contains(&planted.canary), "{text}\nbecame {redacted}");
    }

    #[test]
    fn wherever_the_bound_is(filler in "[a-z ]{0,200}", planted in plant::shape(), limit in 64..300_usize) {
        let redactor = Redactor::with_limit(Policy::default(), limit);
        let text = format!("{filler} {} {filler}", planted.text);
        let redacted = redactor.text(&text);
        prop_assert!(!redacted.contains(&planted.canary), "{text}\nbecame {redacted}");
        prop_assert!(redacted.len() <= limit);
        // Nor does a part of it.
        let half = &planted.canary[..planted.canary.len() / 2 + 2];
        prop_assert!(!redacted.contains(half), "{text}\nbecame {redacted}");
    }

    #[test]
    fn what_is_harmless_stays(text in harmless()) {
        let redactor = Redactor::new(Policy::default());
        prop_assert_eq!(redactor.text(&text), text.as_str());
        prop_assert!(redactor.counts().is_empty());
    }

    #[test]
    fn twice_is_once(text in text()) {
        let redactor = Redactor::with_limit(Policy::default(), 1 << 20);
        let once = redactor.text(&text).into_owned();
        prop_assert_eq!(redactor.text(&once), once.as_str(), "{}", text);
    }

    #[test]
    fn a_text_is_cut_at_the_bound(text in text(), limit in 0..200_usize) {
        let redactor = Redactor::with_limit(Policy::default(), limit);
        prop_assert!(redactor.text(&text).len() <= limit.max(64));
    }
}
