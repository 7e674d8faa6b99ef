//! The policy's labelled names, as identifiers.

use std::collections::BTreeSet;

use scorer_instrument_policy::Policy;

const NAMES: &str = include_str!("../../../../scorer-instrument-policy/tests/data/names.tsv");

fn labelled(label: &str) -> Vec<String> {
    let names: BTreeSet<String> = NAMES
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut cells = line.split('\t');
            let name = cells.next()?;
            (cells.next()? == label).then(|| snake(&name.replace(['.', '-', ' ', ':', '/'], "_")))
        })
        .filter(|name| syn::parse_str::<syn::Ident>(name).is_ok())
        .collect();
    names.into_iter().collect()
}

/// All sensitive rows.
pub(crate) fn sensitive() -> Vec<String> {
    labelled("sensitive")
}

/// Every so many of the benign rows that say what they hold, and that it may be text.
pub(crate) fn benign(step: usize) -> Vec<String> {
    let policy = Policy::default();
    let mut names = labelled("benign");
    names.retain(|name| !policy.is_vague(name) && policy.promised(name).is_none());
    every(&names, step)
}

/// Every so many of some names.
pub(crate) fn every(names: &[String], step: usize) -> Vec<String> {
    names.iter().step_by(step).cloned().collect()
}

/// `AWSAccessKeyId` -> `aws_access_key_id`: a variable of Rust's is called so.
fn snake(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut snake = String::new();
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| letters[at]);
        let begins = letter.is_uppercase()
            && before.is_some_and(|before| {
                before != '_'
                    && (!before.is_uppercase()
                        || letters.get(at + 1).is_some_and(|next| next.is_lowercase()))
            });
        if begins {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}

/// `api_key` -> `ApiKey`.
pub(crate) fn camel(name: &str) -> String {
    name.split('_')
        .map(|word| {
            let mut letters = word.chars();
            letters.next().map_or_else(String::new, |first| {
                first.to_uppercase().collect::<String>() + letters.as_str()
            })
        })
        .collect()
}
