//! Types that hold secrets: in every form of member, wrapper and type, in one file or another, a derived `Debug` that shows one
//! is found, and its harmless twin is not.

use std::path::PathBuf;

use scorer_lint::engine::run::lint;
use scorer_lint::package::unit::{Source, Unit};
use scorer_lint::rules::ALL;

/// Members that are called like a secret, each with a twin that is not.
const NAMES: &[(&str, &str)] = &[
    ("password", "password_length"),
    ("api_key", "api_key_id"),
    ("client_secret", "client_secret_name"),
    ("refresh_token", "refresh_token_count"),
    ("private_key", "public_key"),
];

/// Types that hold text or bytes; `@` stands for the plain type.
const WRAPPERS: &[&str] = &[
    "@",
    "Option<@>",
    "Box<@>",
    "Arc<@>",
    "std::sync::Arc<Option<@>>",
];

const PLAIN: &[&str] = &["String", "Vec<u8>", "[u8; 32]", "Cow<'static, str>"];

/// Wrappers of a type of the workspace's own.
const HOLDERS: &[&str] = &[
    "@",
    "Option<@>",
    "Vec<@>",
    "Arc<@>",
    "Box<@>",
    "HashMap<u64, @>",
    "Arc<Mutex<@>>",
    "Vec<Option<@>>",
];

fn found(text: &str) -> Vec<(usize, &'static str)> {
    let source = Source {
        path: PathBuf::from("src/lib.rs"),
        is_test: false,
        text: Some(text.to_owned()),
    };
    let unit = Unit {
        sources: vec![source],
        ..Unit::default()
    };
    let findings = lint(&ALL, &[unit]).findings;
    let line = |at: usize| text[..at].matches('\n').count() + 1;
    findings
        .iter()
        .map(|finding| (line(finding.bytes.start), finding.rule.name))
        .collect()
}

const RULE: &str = "debug-derive-on-secret";

#[test]
fn a_plain_secret_is_found_in_each_kind_of_type_and_its_twin_in_none() {
    for (secret, harmless) in NAMES {
        for plain in PLAIN {
            for wrapper in WRAPPERS {
                let ty = wrapper.replace('@', plain);
                let of = |name: &str| {
                    let variant: String = name
                        .split('_')
                        .map(|word| word[..1].to_uppercase() + &word[1..])
                        .collect();
                    [
                        format!("#[derive(Debug)]\nstruct Held {{ id: u64, {name}: {ty} }}\n"),
                        format!("#[derive(Debug)]\nenum Held {{ None, One {{ {name}: {ty} }} }}\n"),
                        format!("#[derive(Debug)]\nenum Held {{ None, {variant}({ty}) }}\n"),
                        format!(
                            "struct Held {{ {name}: {ty} }}\nimpl fmt::Debug for Held {{ fn fmt(&self, f: &mut fmt::Formatter<'_>) \
                             -> fmt::Result {{ f.debug_struct(\"Held\").field(\"it\", &self.{name}).finish() }} }}\n"
                        ),
                    ]
                };
                for text in of(secret) {
                    assert_eq!(found(&text).len(), 1, "{text}");
                    assert!(found(&text).iter().all(|(_, rule)| *rule == RULE), "{text}");
                }
                for text in of(harmless) {
                    assert_eq!(found(&text), [], "{text}");
                }
                let hides = format!(
                    "struct Held {{ {secret}: {ty} }}\nimpl fmt::Debug for Held {{ fn fmt(&self, f: &mut fmt::Formatter<'_>) \
                     -> fmt::Result {{ f.debug_struct(\"Held\").field(\"it\", &self.{secret}.clone().len()).finish() }} }}\n"
                );
                assert_eq!(found(&hides), [], "{hides}");
            }
        }
    }
}

#[test]
fn a_type_that_holds_credentials_in_another_is_found_and_one_that_hides_them_is_not() {
    for (secret, _) in NAMES {
        for holder in HOLDERS {
            for member in ["signing_credential", "db_credentials"] {
                let ty = holder.replace('@', "Keys");
                let held = format!("struct Job {{ id: u64, {member}: {ty} }}\n");
                let open = format!(
                    "#[derive(Debug)]\nstruct Keys {{ {secret}: String }}\n#[derive(Debug)]\n{held}"
                );
                assert_eq!(found(&open), [(1, RULE), (3, RULE)], "{open}");
                let hidden = format!(
                    "#[derive(Debug)]\nstruct Keys {{ {secret}: SecretString }}\n#[derive(Debug)]\n{held}"
                );
                assert_eq!(found(&hidden), [], "{hidden}");
                let written = format!(
                    "struct Keys {{ {secret}: String }}\nimpl fmt::Debug for Keys {{ fn fmt(&self, f: &mut fmt::Formatter<'_>) -> \
                     fmt::Result {{ f.write_str(\"Keys\") }} }}\n#[derive(Debug)]\n{held}"
                );
                assert_eq!(found(&written), [], "{written}");
            }
            // Where the member is called like any other, the type that it is of has the finding.
            let ty = holder.replace('@', "Settings");
            let text = format!(
                "#[derive(Debug)]\nstruct Settings {{ {secret}: String }}\n#[derive(Debug)]\nstruct Service {{ settings: {ty} }}\n"
            );
            assert_eq!(found(&text), [(1, RULE)], "{text}");
        }
    }
}

#[test]
fn a_type_lends_its_name_to_a_member_if_it_is_called_after_what_it_holds() {
    for (ty, count) in [
        ("GeneratedSecret", 1),
        ("SessionToken", 1),
        ("SecretQuery", 0),
        ("TokenClaims", 0),
        ("CreateCredentialRequest", 0),
    ] {
        let text = format!("#[derive(Debug)]\nstruct {ty} {{ id: u64, value: String }}\n");
        assert_eq!(found(&text).len(), count, "{text}");
    }
    for (held, count) in [
        ("CustodianKeys { id: u64, key1: String, key2: String }", 1),
        ("JoinByInviteCodeParams { id: u64, code: String }", 1),
        ("Wallet { id: u64, seed: [u8; 64] }", 1),
        ("BudgetStore { id: u64, key: String }", 0),
        ("ShareResponse { id: u64, url: String }", 0),
    ] {
        let text = format!("#[derive(Debug)]\nstruct {held}\n");
        assert_eq!(found(&text).len(), count, "{text}");
    }
}

#[test]
fn an_address_with_a_password_is_found_by_the_type_that_holds_it() {
    for (ty, count) in [
        ("DatabaseConfig", 1),
        ("RedisSettings", 1),
        ("PageConfig", 0),
    ] {
        let text = format!("#[derive(Debug)]\nstruct {ty} {{ size: u32, url: String }}\n");
        assert_eq!(found(&text).len(), count, "{text}");
    }
}

#[test]
fn several_secrets_are_found_like_one_and_what_was_hashed_is_not() {
    for ty in [
        "Vec<String>",
        "Option<Vec<String>>",
        "HashMap<String, String>",
        "Vec<(String, String)>",
        "Vec<u64>",
        "HashMap<String, u64>",
        "Vec<bool>",
        "Vec<Row>",
    ] {
        let count = usize::from(!ty.contains("u64") && !ty.contains("bool") && !ty.contains("Row"));
        for member in ["api_keys", "headers", "refresh_tokens"] {
            let text = format!("#[derive(Debug)]\nstruct Held {{ id: u64, {member}: {ty} }}\n");
            assert_eq!(found(&text).len(), count, "{text}");
        }
    }
    for member in [
        "password_hash",
        "account_salt",
        "hashed_token",
        "encrypted_secret",
    ] {
        let text = format!("#[derive(Debug)]\nstruct Held {{ id: u64, {member}: String }}\n");
        assert_eq!(found(&text), [], "{text}");
    }
}

#[test]
fn another_crates_derive_prints_what_the_standard_one_does() {
    for derive in ["Debug", "derive_more::Debug", "DebugAsJson"] {
        let text = format!("#[derive({derive})]\nstruct Login {{ password: String }}\n");
        assert_eq!(found(&text), [(1, RULE)], "{text}");
    }
    let text = "#[derive(Display)]\nstruct Login { password: String }\n";
    assert_eq!(found(text), []);
}
