//! Values that everybody may know under names of credentials, each beside its twin that must not be recorded.

use std::path::PathBuf;

use scorer_instrument_policy::Policy;
use scorer_lint::engine::run::lint;
use scorer_lint::package::unit::{Source, Unit};
use scorer_lint::rules::ALL;

const MACROS: &[&str] = &[
    "info!(value = %@, \"seen\");",
    "tracing::debug!(value = ?@, \"seen\");",
    "warn!(\"seen {}\", @);",
    "info!(\"{}\", format!(\"seen {}\", @));",
];

fn found(policy: Policy, text: &str) -> usize {
    let source = Source {
        path: PathBuf::from("src/lib.rs"),
        is_test: false,
        text: Some(text.to_owned()),
    };
    let unit = Unit {
        sources: vec![source],
        policy,
        ..Unit::default()
    };
    lint(&ALL, &[unit]).findings.len()
}

/// A function that shows a value, which a statement before makes, in each macro.
fn each(before: &str, value: &str) -> Vec<String> {
    let show = |sink: &&str| {
        let sink = sink.replace('@', value);
        format!("fn show(given: &Given) {{ {before} {sink} work(); }}\n")
    };
    MACROS.iter().map(show).collect()
}

#[test]
fn on_a_ledger_a_plain_signature_is_an_id_and_that_of_a_request_is_not() {
    for value in ["given.signature", "given.tx_signature"] {
        for text in each("", value) {
            assert_eq!(
                found(Policy::default().on_public_ledger(), &text),
                0,
                "{text}"
            );
            assert_eq!(found(Policy::default(), &text), 1, "{text}");
        }
    }
    for value in [
        "given.webhook_signature",
        "given.request_signature",
        "given.password",
    ] {
        for text in each("", value) {
            assert_eq!(
                found(Policy::default().on_public_ledger(), &text),
                1,
                "{text}"
            );
        }
    }
}

#[test]
fn what_is_calculated_or_written_out_is_nobodys() {
    for (before, value) in [
        ("let total = given.count * GAS_PER_AUTHORIZATION;", "total"),
        (
            "let shown = given.note.unwrap_or(HeaderValue::from_static(\"none\"));",
            "shown",
        ),
    ] {
        for text in each(before, value) {
            assert_eq!(found(Policy::default(), &text), 0, "{text}");
        }
    }
    for text in each("let shown = given.note.unwrap_or(given.api_key);", "shown") {
        assert_eq!(found(Policy::default(), &text), 1, "{text}");
    }
}

#[test]
fn an_address_that_the_program_listens_on_is_its_own() {
    let from = "let addr = SocketAddr::from((given.ip_address, given.port));";
    for text in each(&format!("{from} let server = Server::bind(&addr);"), "addr") {
        assert_eq!(found(Policy::default(), &text), 0, "{text}");
    }
    for text in each(from, "addr") {
        assert_eq!(found(Policy::default(), &text), 1, "{text}");
    }
}
