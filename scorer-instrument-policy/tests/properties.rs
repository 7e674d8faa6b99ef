//! What holds of every name, whatever it is made of.

use proptest::prelude::*;
use scorer_instrument_policy::{Policy, Refuse, Team, Verdict};

fn capitalised(word: &str) -> String {
    let (first, rest) = word.split_at(1);
    first.to_ascii_uppercase() + rest
}

/// Words as names are really made of them, and words of any letters.
fn word() -> impl Strategy<Value = String> {
    let known: Vec<String> = include_str!("data/names.tsv")
        .split(|c: char| !c.is_ascii_lowercase())
        .filter(|word| word.len() > 1)
        .map(str::to_owned)
        .collect();
    prop_oneof![3 => proptest::sample::select(known), 1 => "[a-z]{2,10}"]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn any_string_gives_a_verdict(name in any::<String>(), other in any::<String>()) {
        let policy = Policy::new(Team {
            refuse: vec![Refuse { name: other.clone(), instead: None, reason: None }],
            ..Team::default()
        });
        let _ = (policy.name(&name), policy.is_vague(&name), policy.qualified(&other, &name));
        let _ = (policy.declassifies(&name), policy.makes_text(&name), policy.is_transparent(&name));
    }

    #[test]
    fn so_does_any_run_of_letters_digits_and_separators(name in "[a-zA-Z0-9_.:#/ éßİ密-]{0,40}") {
        let policy = Policy::default();
        let _ = (policy.name(&name), policy.count_name(&name), policy.is_vague(&name));
    }

    #[test]
    fn the_style_of_a_name_does_not_matter(words in proptest::collection::vec(word(), 1..6)) {
        let policy = Policy::default();
        let snake = words.join("_");
        let pascal: String = words.iter().map(|word| capitalised(word)).collect();
        let camel = words[0].clone() + &pascal[words[0].len()..];
        let verdict = policy.name(&snake);
        prop_assert_eq!(&policy.name(&camel), &verdict, "{}", camel);
        prop_assert_eq!(&policy.name(&pascal), &verdict, "{}", pascal);
        prop_assert_eq!(&policy.name(&snake.to_ascii_uppercase()), &verdict, "{}", snake);
        prop_assert_eq!(&policy.name(&words.join("-")), &verdict, "{}", snake);
        prop_assert_eq!(policy.is_vague(&camel), policy.is_vague(&snake), "{}", camel);
    }

    #[test]
    fn a_flag_or_a_count_is_fit_whatever_it_speaks_of(words in proptest::collection::vec(word(), 1..4)) {
        let policy = Policy::default();
        let name = words.join("_");
        for name in [format!("is_{name}"), format!("has_{name}"), format!("num_{name}"), format!("{name}_count")] {
            prop_assert_eq!(policy.name(&name), Verdict::Fit, "{}", name);
        }
    }

    #[test]
    fn a_counts_name_is_a_fit_identifier(name in "[a-zA-Z0-9_#é]{0,30}") {
        let policy = Policy::default();
        let count = policy.count_name(&name);
        prop_assert!(count.ends_with("_count"), "{}", count);
        prop_assert!(count.starts_with(|c: char| c.is_ascii_lowercase()), "{}", count);
        prop_assert!(count.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'), "{}", count);
        prop_assert_eq!(policy.name(&count), Verdict::Fit, "{}", count);
    }

    #[test]
    fn what_a_team_refuses_is_refused(words in proptest::collection::vec("[a-z]{3,8}", 1..4)) {
        let name = words.join("_");
        let policy = Policy::new(Team {
            refuse: vec![Refuse { name: name.clone(), instead: None, reason: None }],
            ..Team::default()
        });
        prop_assert_ne!(policy.name(&name), Verdict::Fit);
        prop_assert_ne!(policy.name(&name.to_ascii_uppercase()), Verdict::Fit);
    }
}

/// The vocabulary reads these as another word, which begins with another letter.
#[test]
fn a_team_refuses_a_word_that_is_read_as_another() {
    for name in ["link", "href", "linkTarget", "link_target"] {
        let policy = Policy::new(Team {
            refuse: vec![Refuse {
                name: name.to_owned(),
                instead: None,
                reason: None,
            }],
            ..Team::default()
        });
        assert_ne!(policy.name(name), Verdict::Fit, "{name}");
    }
}
