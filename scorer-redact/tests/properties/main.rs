//! What holds of any text: for each kind of secret a form, a sentinel and what may stand around it; and of texts that nobody
//! meant to write, that the redactor ends, keeps what it did, and is as fast as on others.
//!
//! More cases: `SCORER_CASES=100000`. A million canaries:
//! `SCORER_CASES=1000000 cargo test --release -p scorer-redact --test properties canar`

mod classes;
mod coloured;
mod described;
mod forms;
mod instead;
mod messages;
mod mutated;
mod persons;
mod places;

use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use scorer_instrument_policy::Policy;
use scorer_redact::Redactor;

/// Cases of each property: the same ones in each run, and others with `SCORER_CASES` for a long one.
pub(crate) fn cases(usual: u32) -> ProptestConfig {
    let long = std::env::var("SCORER_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok());
    ProptestConfig {
        failure_persistence: None,
        cases: long.unwrap_or(usual),
        rng_seed: match long {
            Some(_) => RngSeed::Random,
            None => RngSeed::Fixed(1),
        },
        ..ProptestConfig::default()
    }
}

/// The redactor of all tests: what it knows of names is found out once.
pub(crate) fn redactor() -> &'static Redactor {
    static REDACTOR: LazyLock<Redactor> =
        LazyLock::new(|| Redactor::with_limit(Policy::default(), 1 << 20));
    &REDACTOR
}
