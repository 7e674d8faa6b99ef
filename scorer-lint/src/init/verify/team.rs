//! Does the compiler's own reader take the policy file, and the lint its table?

use std::path::Path;

use scorer_instrument_policy::config;

use crate::package::settings::Settings;
use crate::rule::Rules;

use super::outcome::Outcome::{self, Failed, Verified};

pub(super) fn check(rules: Rules, path: &Path, text: &str) -> Vec<Outcome> {
    if let Err(errors) = config::parse(text.as_bytes(), path) {
        return errors
            .iter()
            .map(|error| Failed(error.message.clone()))
            .collect();
    }
    match Settings::default().read(rules, text) {
        Ok(()) => vec![Verified("`#[scorer_span]` and the lint read it".to_owned())],
        Err(errors) => errors
            .into_iter()
            .map(|error| Failed(error.message))
            .collect(),
    }
}
