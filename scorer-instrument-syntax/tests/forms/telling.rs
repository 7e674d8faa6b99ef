//! What was refused and need not be, and numbers that are the secret.

use crate::judged::{event, span};

#[test]
fn what_says_which_key_it_is_may_be_recorded() {
    for argument in [
        "primary_key: &str",
        "object_key: String",
        "map_key: &str",
        "message_hash: &str",
        "iso_code: &str",
        "branch_code: &str",
        "state_id: Uuid",
        "ens_name: &str",
        "tan: f64",
        "passport_id: i64",
        "passport_id: Uuid",
        "image_url: &str",
        "entropy: f64",
        "seed: u64",
    ] {
        let faults = span("", &format!("fn load({argument}) {{}}"));
        assert!(faults.is_empty(), "{argument}: {faults:#?}");
    }
    for value in ["session.state", "e.address", "api_key.id()", "token.kind()"] {
        let faults = event(&format!("note = %{value}"));
        assert!(faults.is_empty(), "{value}: {faults:#?}");
    }
}

#[test]
fn a_url_as_it_was_asked_for_is_refused() {
    for argument in [
        "request_url: &str",
        "original_uri: String",
        "full_url: &str",
    ] {
        let faults = span("", &format!("fn load({argument}) {{}}"));
        assert_eq!(faults.len(), 1, "{argument}: {faults:#?}");
    }
}

#[test]
fn a_number_made_by_chance_may_let_somebody_in() {
    for argument in [
        "session_id: Uuid",
        "token: Uuid",
        "api_key: Uuid",
        "reset_token: uuid::Uuid",
    ] {
        let faults = span("", &format!("fn load({argument}) {{}}"));
        assert_eq!(faults.len(), 1, "{argument}: {faults:#?}");
    }
}

#[test]
fn a_number_that_is_the_secret_is_refused() {
    for argument in ["private_key: u128", "pin: u32", "otp: u64", "sk: u128"] {
        assert!(
            !span("", &format!("fn load({argument}) {{}}")).is_empty(),
            "{argument}"
        );
    }
    assert!(!span("", "fn verify_pin(candidate: u32) {}").is_empty());
    assert!(span("", "fn verify_pin(attempts: u32) {}").is_empty());
}
