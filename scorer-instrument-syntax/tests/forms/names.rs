//! The labelled names that can be identifiers.

use scorer_instrument_policy::{Policy, Verdict};

/// The labelled list that the vocabulary is measured on.
const NAMES: &str = include_str!("../../../scorer-instrument-policy/tests/data/names.tsv");

/// The sensitive names that the vocabulary refuses.
pub(crate) fn sensitive() -> Vec<&'static str> {
    let refused = |name: &str| matches!(Policy::default().name(name), Verdict::Refused(_));
    let names = labelled("sensitive");
    let known: Vec<&str> = names.iter().copied().filter(|name| refused(name)).collect();
    assert!(
        known.len() * 100 > names.len() * 95 && known.len() > 200,
        "{} of {} sensitive names are refused",
        known.len(),
        names.len()
    );
    known
}

/// The benign names that the vocabulary has nothing against.
pub(crate) fn benign() -> Vec<&'static str> {
    let mut names = labelled("benign");
    names.retain(|name| Policy::default().name(name) == Verdict::Fit);
    assert!(names.len() > 100, "{} benign names", names.len());
    names
}

/// Names of a label that a variable can have.
fn labelled(label: &str) -> Vec<&'static str> {
    let mut names = Vec::new();
    for line in NAMES.lines().skip(1) {
        let mut columns = line.split('\t');
        let (Some(name), Some(of)) = (columns.next(), columns.next()) else {
            continue;
        };
        let is_variable = name.starts_with(|first: char| first.is_ascii_lowercase())
            && syn::parse_str::<syn::Ident>(name).is_ok();
        if of == label && is_variable {
            names.push(name);
        }
    }
    names
}

/// `ApiKey` for `api_key`: the name as a type's or a variant's.
pub(crate) fn camel(name: &str) -> String {
    let mut camel = String::new();
    for word in name.split('_') {
        let mut letters = word.chars();
        camel.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        camel.push_str(letters.as_str());
    }
    camel
}
