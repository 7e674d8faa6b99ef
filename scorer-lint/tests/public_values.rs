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
    rules(policy, text).len()
}

fn rules(policy: Policy, text: &str) -> Vec<&'static str> {
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
    let findings = lint(&ALL, &[unit]).findings;
    findings.iter().map(|finding| finding.rule.name).collect()
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

#[test]
fn so_is_a_member_that_is_handed_on_and_what_a_statement_is_handed_is_somebodys() {
    for (address, shown) in [
        ("(given.server.ip, given.server.port)", "given.server.ip"),
        ("given.ip_address", "given.ip_address.ip()"),
        ("&given.ip_address", "given.ip_address"),
    ] {
        let listens = format!("let listener = TcpListener::bind({address});");
        for text in each(&listens, shown) {
            assert_eq!(found(Policy::default(), &text), 0, "{text}");
        }
        for text in each(&listens, "given.peer_ip") {
            assert_eq!(found(Policy::default(), &text), 1, "{text}");
        }
    }
    let statement = "let rows = query.bind(given.email);";
    for text in each(statement, "given.email") {
        assert_eq!(found(Policy::default(), &text), 1, "{text}");
    }
}

#[test]
fn a_number_as_wide_as_a_hash_is_no_address_of_a_person_and_text_may_be() {
    for name in ["recipient", "email", "phone"] {
        for (ty, count) in [
            ("H256", 0),
            ("U256", 0),
            ("Pubkey", 0),
            ("&str", 1),
            ("String", 1),
        ] {
            for shown in [
                format!("fn send({name}: {ty}) {{ info!({name} = ?{name}, \"sent\"); work(); }}"),
                format!("fn send({name}: {ty}) {{ info!(\"sent to {{}}\", {name}); work(); }}"),
                format!("#[tracing::instrument]\nfn send({name}: {ty}) {{ work(); }}"),
            ] {
                let rules = rules(Policy::default(), &shown).into_iter();
                let rules = rules.filter(|rule| *rule != "raw-instrument");
                assert_eq!(rules.count(), count, "{shown}");
            }
        }
    }
}

#[test]
fn a_state_that_is_called_after_a_credential_holds_none() {
    let error = "#[derive(thiserror::Error)]\nenum Refused { #[error(\"is {0}\")] State(CredentialStateEnum) }\n";
    let state = "#[derive(strum::Display)]\nenum CredentialStateEnum { Offered, Accepted }\n";
    assert_eq!(found(Policy::default(), &format!("{error}{state}")), 0);
    assert_eq!(found(Policy::default(), error), 1);
    let shown = "#[derive(Debug)]\nenum TokenState { Fresh, Used }\nfn show(access_token: TokenState) { info!(?access_token, \"seen\"); work(); }\n";
    assert_eq!(found(Policy::default(), shown), 0);
}

#[test]
fn a_function_of_one_word_says_what_is_done_and_not_with_what() {
    for (function, count) in [("store", 0), ("download", 0), ("validate_api_key", 1)] {
        let text = format!("fn {function}(key: &str) {{ info!(\"seen {{key}}\"); work(); }}");
        assert_eq!(found(Policy::default(), &text), count, "{text}");
    }
}

#[test]
fn the_hash_of_what_everybody_may_know_is_known_too() {
    for (value, count) in [
        ("given.public_key_hash", 0),
        ("given.api_key_hash", 1),
        ("given.password_hash", 1),
        ("given.key_hash", 1),
    ] {
        for text in each("", value) {
            assert_eq!(found(Policy::default(), &text), count, "{text}");
        }
    }
}

#[test]
fn what_an_error_says_of_itself_is_not_what_a_function_of_that_name_returns() {
    let source =
        "#[derive(Debug)]\nstruct Origin { api_key: String }\nfn source() -> Origin { read() }\n";
    let of_error =
        format!("{source}fn show(err: &Error) {{ warn!(\"{{:?}}\", err.source()); work(); }}\n");
    let of_other = format!(
        "{source}fn show(files: &Files) {{ warn!(\"{{:?}}\", files.source()); work(); }}\n"
    );
    assert_eq!(
        rules(Policy::default(), &of_error),
        ["debug-derive-on-secret"]
    );
    assert_eq!(rules(Policy::default(), &of_other), ["debug-of-sensitive"]);
}
