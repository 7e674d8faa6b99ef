//! What describes a value or stands in its place, which stays; and beside each of these the same text with a value, which
//! goes. Then values that only what stands beside or above them tells.

use proptest::prelude::*;

use crate::cases;
use crate::forms::{after, gone, sentinel, whole};

/// Texts in which something stands in the place of a value, and the same ones with `{}` for a value.
const DESCRIBED: [(&str, &[&str]); 12] = [
    (
        "Authorization: Basic <base64(client_id:client_secret)>",
        &["Authorization: Basic <base64(client_id:{})>"],
    ),
    (
        "-u, --user <user:password> Server user and password",
        &["-u, --user <admin:{}>", "-u, --user admin:{}"],
    ),
    (
        "client_secret: !vault kv/data/prod/oidc#client_secret",
        &["client_secret: !vault {}", "client_secret: !{}"],
    ),
    (
        "export DATABASE_URL=\"postgres://${DB_USER}:${DB_PASSWORD}@${DB_HOST}:5432/${DB_NAME}\"",
        &[
            "export DATABASE_URL=\"postgres://${DB_USER}:{}@${DB_HOST}:5432/${DB_NAME}\"",
            "export DATABASE_URL=\"postgres://app:{}@db:5432/app\"",
        ],
    ),
    (
        "private_key=present(ed25519) chain_len=3",
        &["private_key=present({})", "private_key={}(ed25519)"],
    ),
    (
        "last_credentials: RwLock { data: None, poisoned: false, .. }",
        &["last_credentials: RwLock { data: Some(\"{}\"), poisoned: false, .. }"],
    ),
    (
        "=== proxy-auth: 3 FAIL of 15 ===",
        &["=== proxy-auth: {} of 15 ===", "=== proxy-auth: 3 {} ==="],
    ),
    (
        "No password was given. See --rpcpassword and --stdinrpcpass.",
        &["See --rpcpassword {} and --stdinrpcpass."],
    ),
    (
        "Registration from '\"9806\" <sip:9806@192.168.0.250>' failed",
        &[
            "Registration from '\"9806\" <sip:9806:{}@192.168.0.250>' failed",
            "Registration from '\"9806\" <bob:{}@192.168.0.250>' failed",
        ],
    ),
    (
        "verified signature of tool-2.4.1.tar.gz",
        &["verified signature of {}", "verified signature of {}.gz"],
    ),
    (
        "Possible hardcoded password Severity: Low Confidence: Medium",
        &[
            "Possible hardcoded password: {} Severity: Low",
            "Possible hardcoded password Value: {}",
            "my api Key: {}",
        ],
    ),
    (
        r#"{"properties":{"email":{"type":"string","format":"email"},"password":{"type":"string","minLength":12}}}"#,
        &[
            r#"{"properties":{"email":{"type":"string","value":"{}@host.example"}}}"#,
            r#"{"properties":{"password":{"type":"string","default":"{}"}}}"#,
        ],
    ),
];

/// Texts whose value only what stands beside or above it tells.
const BESIDE: [&str; 8] = [
    "+ resource \"random_string\" \"db_password\" {\n    + result = \"{}\"\n    + length = 24\n  }",
    "$ kubectl get secret app -o jsonpath='{.data.admin-password}' | base64 -d; echo\n{}",
    "$ vault read -field=password kv/app\n{}\n",
    "the staging box is ops / {}, until SSO works",
    "the staging login is ops / {} - please don't paste it",
    "client_secret={} code={}aB9{} redirect_uri=https://host.example/cb",
    "[b2]\ntype = b2\naccount = 0030f3c95ed3\nkey = K003{}vNrzAGlOWV\nhard_delete = true",
    "{\"api_key\":\"{}\"}",
];

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn what_describes_a_value_stays(
        (text, _) in prop::sample::select(&DESCRIBED[..]),
        before in prop::sample::select(&["", "2026-11-22T20:33:07Z INFO app: ok\n", "note\n"][..]),
        after in prop::sample::select(&["", "\n", "\nnext line"][..]),
    ) {
        whole(&format!("{before}{text}{after}"))?;
    }

    #[test]
    fn a_value_where_something_describes_one_goes(
        (form, sentinel) in prop::sample::select(&DESCRIBED[..])
            .prop_flat_map(|(_, forms)| (prop::sample::select(forms), sentinel())),
        after in after(),
    ) {
        gone(&format!("{}{after}", form.replace("{}", &sentinel)), &sentinel)?;
    }

    #[test]
    fn a_value_goes_by_what_stands_beside_it(
        form in prop::sample::select(&BESIDE[..]),
        sentinel in sentinel(),
    ) {
        gone(&form.replace("{}", &sentinel), &sentinel)?;
    }

    #[test]
    fn a_value_beside_nothing_stays(
        form in prop::sample::select(
            &[
                "resource \"random_string\" \"suffix\" {\n  result = \"{}\"\n}",
                "$ git rev-parse --abbrev-ref HEAD\n{}",
                "client_id=orders code={}aB9{} redirect_uri=https://host.example/cb",
                "[cache]\nttl = 60\nkey = K003{}vNrzAGlOWV\n",
            ][..],
        ),
        sentinel in sentinel(),
    ) {
        whole(&form.replace("{}", &sentinel))?;
    }

    #[test]
    fn the_hash_of_a_file_stays_in_a_group(
        group in prop::sample::select(&["node_modules/jsonwebtoken", "token"][..]),
        (algorithm, length) in prop::sample::select(&[("sha256", 43), ("sha512", 86)][..]),
        digits in "[A-Za-z0-9+/]{86}",
        sentinel in sentinel(),
    ) {
        let padding = if length == 43 { "=" } else { "==" };
        let hash = format!("{algorithm}-{}{padding}", &digits[..length]);
        whole(&format!("{{\"{group}\":{{\"version\":\"9.0.2\",\"integrity\":\"{hash}\"}}}}"))?;
        let form = format!("{{\"{group}\":{{\"version\":\"9.0.2\",\"integrity\":\"sha512-{sentinel}\"}}}}");
        gone(&form, &sentinel)?;
    }

    #[test]
    fn a_number_to_call_goes(
        verb in prop::sample::select(&["call me on", "Text us at", "reach him on"][..]),
        number in "0[1-9][0-9]{3} [0-9]{6}",
    ) {
        gone(&format!("please {verb} {number}."), &number)?;
    }

    #[test]
    fn another_number_behind_a_word_stays(
        words in prop::sample::select(&["listening on", "we start at", "build us on"][..]),
        number in "[1-9][0-9]{4}",
    ) {
        whole(&format!("{words} {number}"))?;
    }
}
