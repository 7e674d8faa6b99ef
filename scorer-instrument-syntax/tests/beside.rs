//! What a name means by what stands beside it: the other arguments, the function's verb, the column of a table. Each kind
//! is generated, with its twins that may be recorded.

use proc_macro2::TokenStream;
use scorer_instrument_policy::{Policy, Verdict};
use scorer_instrument_syntax::{members, mend};

fn tokens(code: &str) -> TokenStream {
    code.parse().expect("tokens")
}

/// The arguments that must not be recorded in a function.
fn unfit(function: &str) -> Vec<String> {
    let item = tokens(&format!("{function} {{}}"));
    let mending = mend(&Policy::default(), TokenStream::new(), item);
    mending.map_or_else(Vec::new, |mending| mending.unfit)
}

fn is_refused(function: &str, name: &str) -> bool {
    unfit(function).iter().any(|unfit| unfit == name)
}

/// Whether the derive refuses a type.
fn is_refused_type(item: &str) -> bool {
    members::judge(&Policy::default(), tokens(item)).is_err()
}

/// Text, as signatures write it.
const TEXTS: &[&str] = &[
    "&str",
    "String",
    "Option<&str>",
    "Cow<'_, str>",
    "impl AsRef<str>",
];

/// Names that mean something else beside one of the others.
const GROUPS: &[(&[&str], &[&str])] = &[
    (
        &["to", "from", "sender", "cc"],
        &[
            "subject",
            "html",
            "bcc",
            "reply_to",
            "html_body",
            "attachments",
        ],
    ),
    (&["state"], &["code", "authorization_code", "oauth_code"]),
    (&["user", "login"], &["password", "pass", "passphrase"]),
    (&["number", "holder"], &["cvc", "cvv", "security_code"]),
    (
        &["city", "town", "district"],
        &["street", "postcode", "zip", "house_number"],
    ),
    (&["account"], &["routing", "sort_code", "bic"]),
];

#[test]
fn a_name_means_what_stands_beside_it_says() {
    let mut missed = Vec::new();
    for (names, marks) in GROUPS {
        for name in *names {
            for mark in *marks {
                for ty in TEXTS {
                    for function in [
                        format!("fn run({name}: {ty}, {mark}: &str)"),
                        format!("fn run(id: u64, {mark}: String, {name}: {ty})"),
                        format!("async fn handle(&self, {mark}: &str, depth: u8, {name}: {ty})"),
                    ] {
                        if !is_refused(&function, name) {
                            missed.push(function);
                        }
                    }
                }
                let item = format!(
                    "struct Row {{ {name}: String, #[recordable(skip)] {mark}: String, depth: u8 }}"
                );
                if !is_refused_type(&item) {
                    missed.push(item);
                }
            }
        }
    }
    assert!(
        missed.is_empty(),
        "{}:\n{}",
        missed.len(),
        missed.join("\n")
    );
}

#[test]
fn a_name_alone_or_beside_a_number_means_what_it_says() {
    for (names, marks) in GROUPS {
        // `cc` is that of a mail and `number` any text by themselves.
        for name in names
            .iter()
            .filter(|name| !matches!(**name, "cc" | "number"))
        {
            let alone = format!("fn transfer({name}: &str, amount: u64)");
            assert!(!is_refused(&alone, name), "{alone}");
            for mark in *marks {
                let number = format!("fn transfer({name}: u64, {mark}: u16)");
                assert!(!is_refused(&number, name), "{number}");
                let flagged = format!("fn transfer({name}: &str, {mark}: bool)");
                assert!(!is_refused(&flagged, name), "{flagged}");
            }
        }
    }
}

#[test]
fn text_that_a_function_uses_up_gives_access() {
    for verb in [
        "consume", "redeem", "exchange", "claim", "burn", "use", "accept", "verify", "validate",
        "check",
    ] {
        for presented in [
            "ticket",
            "voucher",
            "invite",
            "invitation",
            "nonce",
            "grant",
            "gift_card",
        ] {
            for tail in ["", "_for_user", "_by_value"] {
                let function = format!("{verb}_{presented}{tail}");
                for name in [presented, "given", "s", "code", "raw"] {
                    let of = format!("fn {function}({name}: &str, seats: u32)");
                    assert_eq!(unfit(&of), [name], "{of}");
                }
                for fit in [
                    format!("{presented}_id: &str"),
                    format!("{presented}_id: i64"),
                    "user_id: Uuid".to_owned(),
                    "seats: u32".to_owned(),
                    "locale: &str".to_owned(),
                ] {
                    let of = format!("fn {function}({fit})");
                    assert!(unfit(&of).is_empty(), "{of}");
                }
            }
        }
    }
    // Others do with a ticket what is done with any record.
    for function in [
        "close_ticket",
        "assign_ticket",
        "load_voucher",
        "list_invites",
    ] {
        let of = format!("fn {function}(queue: &str, depth: u8)");
        assert!(unfit(&of).is_empty(), "{of}");
    }
}

#[test]
fn who_did_something_is_a_person_as_text_and_an_id_otherwise() {
    for column in [
        "created_by",
        "updated_by",
        "last_modified_by",
        "approved_by",
        "assigned_to",
        "invited_by",
        "shared_with",
        "assignee",
        "on_behalf_of",
        "rejected_by_name",
        "createdBy",
        "uploaded_by",
    ] {
        for ty in TEXTS {
            let function = format!("fn save({column}: {ty})");
            assert_eq!(unfit(&function), [column], "{function}");
        }
        assert!(is_refused_type(&format!(
            "struct Note {{ {column}: Option<String>, depth: u8 }}"
        )));
        for ty in ["Uuid", "i64", "Option<u64>", "UserId"] {
            let function = format!("fn save({column}: {ty})");
            assert!(unfit(&function).is_empty(), "{function}");
        }
        let id = format!("{column}_id");
        assert!(unfit(&format!("fn save({id}: &str)")).is_empty(), "{id}");
    }
    for other in [
        "sort_by",
        "order_by",
        "group_by",
        "caused_by",
        "blocked_by",
        "changed_to",
        "indexed_by",
        "limited_to",
    ] {
        assert_eq!(Policy::default().name(other), Verdict::Fit, "{other}");
    }
}

#[test]
fn a_url_under_any_name_is_refused_as_text_unless_it_is_public() {
    for noun in ["url", "uri", "link", "href"] {
        for whose in [
            "magnet", "redirect", "callback", "next", "return", "target", "source", "short",
        ] {
            for ty in TEXTS {
                let function = format!("fn follow({whose}_{noun}: {ty})");
                assert_eq!(unfit(&function).len(), 1, "{function}");
            }
        }
        for whose in [
            "avatar",
            "issuer",
            "jwks",
            "base",
            "feed",
            "repository",
            "image",
            "docs",
        ] {
            let function = format!("fn follow({whose}_{noun}: &str, redirect_{noun}_count: usize)");
            assert!(unfit(&function).is_empty(), "{function}");
        }
    }
}

#[test]
fn what_a_secret_is_written_in_hides_nothing() {
    let policy = Policy::default();
    for encoding in [
        "b64", "base64", "hex", "b58", "base58", "enc", "pem", "der", "bin",
    ] {
        for secret in [
            "seed",
            "wallet_seed",
            "entropy",
            "token",
            "private_key",
            "signing_key",
            "master_seed",
        ] {
            let name = format!("{secret}_{encoding}");
            assert_ne!(policy.name(&name), Verdict::Fit, "{name}");
        }
        for public in ["public_key", "verifying_key", "object", "color"] {
            let name = format!("{public}_{encoding}");
            assert_eq!(policy.name(&name), Verdict::Fit, "{name}");
        }
    }
}

#[test]
fn a_number_in_a_function_that_masks_says_how_much() {
    for function in [
        "mask_card_number",
        "redact_ssn",
        "mask_iban",
        "obfuscate_phone_number",
    ] {
        for name in ["visible", "keep", "tail", "n"] {
            for ty in ["usize", "u8", "u32", "Option<usize>"] {
                let of = format!("fn {function}({name}: {ty})");
                assert!(unfit(&of).is_empty(), "{of}");
            }
        }
    }
    assert_eq!(
        unfit("fn verify_pin(candidate: u32, at: usize)"),
        ["candidate"]
    );
}

#[test]
fn a_record_of_a_person_is_judged_by_its_type() {
    for name in [
        "auth_user",
        "recipient",
        "beneficiary",
        "attendee",
        "assignee",
    ] {
        for ty in [
            "AuthenticatedUser",
            "&Pubkey",
            "Arc<Account>",
            "Option<Member>",
        ] {
            let function = format!("fn run({name}: {ty})");
            assert!(unfit(&function).is_empty(), "{function}");
        }
        for ty in ["&str", "Option<String>", "T"] {
            let function = format!("fn run<T: Display>({name}: {ty})");
            assert_eq!(unfit(&function), [name], "{function}");
        }
    }
}
