//! A policy word stands in the vocabulary and nowhere else: no other source of the product holds a
//! string that the vocabulary refuses.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use scorer_instrument_policy::{Class, Policy, Verdict};

/// Where in the policy words may stand: the vocabulary itself, the tables of types, and what explains them.
const HOLDERS: [&str; 4] = ["vocabulary", "vocabulary.rs", "types", "types.rs"];

/// What else may stand, in which file, and why.
const EXEMPT: &[(&str, &[&str], &str)] = &[
    (
        "segment.rs",
        &["auth", "oauth", "auth2", "ipv4", "ipv6", "mail", "email"],
        "spellings that camel case cuts wrongly",
    ),
    (
        "names.rs",
        &["token", "session"],
        "head nouns whose plural is judged by a row of its own",
    ),
    (
        "scorer-redact/src/lib.rs",
        &["TELEMETRY_FINGERPRINT_KEY"],
        "a variable of the environment",
    ),
    (
        "scorer-redact/src/url.rs",
        &["username"],
        "the account beside which a random value is its password",
    ),
    (
        "scorer-redact/src/call.rs",
        &[
            "ssh2_auth_password",
            "password_hash",
            "password_verify",
            "auth",
        ],
        "functions of PHP that take a secret by its place",
    ),
    (
        "scorer-redact/src/message.rs",
        &[
            "csrf",
            "xsrf",
            "token",
            "session",
            "cookie",
            "cookies",
            "jwt",
            "auth",
            "authorization",
        ],
        "the ends of names whose values a program makes and nobody chooses, so that several words are a message",
    ),
    (
        "scorer-redact/src/instead.rs",
        &["auth", "mfa", "2fa"],
        "names whose value may be a method of authentication",
    ),
    (
        "scorer-redact/src/redis.rs",
        &["auth", "auth2"],
        "commands of Redis",
    ),
    (
        "scorer-redact/src/mask.rs",
        &["sensitive"],
        "a word that stands in a value's place",
    ),
    ("assembly/outputs.rs", &["xray"], "an AWS service"),
    (
        "rules/future_not_awaited_in_span.rs",
        &["pin", "Pin"],
        "the standard library's `Pin` and `Box::pin`",
    ),
    (
        "verdict.rs",
        &["credential", "secret", "pii"],
        "the names of the classes",
    ),
    (
        "read.rs",
        &["credential", "secret"],
        "a table of scorer-instrument.toml",
    ),
    (
        "reader.rs",
        &["credential", "secret"],
        "a table of scorer-instrument.toml",
    ),
    (
        "secrets.rs",
        &["bearer"],
        "a scheme of the authorization header",
    ),
    (
        "event.rs",
        &["multiValueHeaders"],
        "a load balancer's name for the headers of a request",
    ),
    ("returned.rs", &["Pin"], "the standard library's `Pin`"),
    ("tail.rs", &["pin"], "the standard library's `Box::pin`"),
    (
        "flow/carried.rs",
        &["pin"],
        "the standard library's `Box::pin`",
    ),
    (
        "flow/parameters.rs",
        &[
            "SecretString",
            "SecretBox",
            "SecretVec",
            "Secret",
            "SecretSlice",
            "Sensitive",
        ],
        "types of `secrecy` and its like, whose `Debug` prints nothing",
    ),
    (
        "flow/types.rs",
        &["MetadataMap"],
        "the type of a gRPC request's headers, by what returns it",
    ),
    (
        "analysis/spans.rs",
        &["HeaderMap", "RawQuery"],
        "extractors of axum, by which a handler is known",
    ),
    (
        "no_flush/flushes.rs",
        &["token"],
        "a `CancellationToken`, which is shut down as providers are",
    ),
    (
        "analysis/printed.rs",
        &["prompt"],
        "a function that asks somebody at a terminal",
    ),
    ("blocking/hash.rs", &["pwhash"], "a crate"),
    (
        "flow/words.rs",
        &["zip"],
        "the standard library's `Iterator::zip` and `Option::zip`",
    ),
    (
        "blocking_in_async/sleep.rs",
        &["Cell"],
        "the standard library's `Cell`",
    ),
    (
        "manual_span_async/instrument.rs",
        &["Pin"],
        "the standard library's `Pin`",
    ),
    (
        "init/team.rs",
        &["credential"],
        "a table of scorer-instrument.toml",
    ),
    (
        "scorer-redact/src/named.rs",
        &["HeaderMap", "headers"],
        "a type's name in its `Debug`, a map that is judged member by member, names whose value may be a method",
    ),
    (
        "scorer-redact/src/refusal.rs",
        &["_auth_message"],
        "a message of greetd",
    ),
    (
        "scorer-redact/src/stays.rs",
        &[
            "SecretString",
            "PWD",
            "OLDPWD",
            "auth",
            "dsn",
            "auth_basic",
            "authorization",
            "bearer",
            "cookie",
            "cookies",
            "credentials",
            "jid",
            "otp",
            "token",
        ],
        "values and variables that are called like secrets and are none",
    ),
    (
        "scorer-redact/src/spoken.rs",
        &["credentials", "hmac"],
        "words of a login; an algorithm",
    ),
    (
        "scorer-redact/src/protocol.rs",
        &[
            "AUTH", "KEK", "PASS", "PMK", "PSK", "PTK", "auth", "chpasswd", "passwd", "password",
        ],
        "commands of protocols, programs, and keys of IEEE 802.11i",
    ),
    (
        "scorer-redact/src/names.rs",
        &["pass", "passwd", "pw", "pwd", "tv_nsec"],
        "ends of closed names, and the nanoseconds of an `Instant`",
    ),
    (
        "settings/rows.rs",
        &[
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN",
            "OTEL_EXPORTER_OTLP_CLIENT_KEY",
            "OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY",
            "OTEL_EXPORTER_OTLP_METRICS_CLIENT_KEY",
            "TELEMETRY_FINGERPRINT_KEY",
        ],
        "variables of AWS and of OpenTelemetry",
    ),
    (
        "settings/unread.rs",
        &["OTEL_EXPORTER_OTLP_LOGS_CLIENT_KEY"],
        "a variable of OpenTelemetry",
    ),
    ("settings/parse.rs", &["xray"], "AWS X-Ray's propagator"),
    (
        "scorer-telemetry/src/assembly.rs",
        &[],
        "AWS X-Ray's feature",
    ),
    ("config/xray_host.rs", &["xray"], "AWS X-Ray's hosts"),
    ("xray/sign.rs", &["xray"], "AWS X-Ray's name in a signature"),
    (
        "xray/source.rs",
        &["AccessKeyId", "SecretAccessKey", "Token"],
        "the answer of a container's endpoint",
    ),
    (
        "flow/received.rs",
        &["path_and_query"],
        "a method of `http::Uri`",
    ),
    ("flow/carried.rs", &["zip"], "a method of iterators"),
    (
        "analysis/index/member.rs",
        &["username", "connection_string"],
        "the account that a connection is made with, and a name by which the policy is asked how it refuses one",
    ),
    (
        "analysis/index/shown.rs",
        &["salt"],
        "what a hash is made with, which opens nothing",
    ),
    ("program/reading.rs", &["pin"], "the function `Box::pin`"),
    (
        "scorer-instrument-policy/src/names.rs",
        &["pin"],
        "a head noun that means something else in the plural",
    ),
    (
        "scorer-redact/src/told.rs",
        &["phone"],
        "a verb: `phone me on`",
    ),
    (
        "scorer-redact/src/person.rs",
        &["nombre"],
        "how a person's name is announced, which the policy judges by what it belongs to",
    ),
    (
        "xray/credentials.rs",
        &["Credentials"],
        "the type's name in its `Debug`",
    ),
    (
        "xray/answer.rs",
        &["ExpiredToken", "InvalidSignature", "IncompleteSignature"],
        "codes of AWS's errors",
    ),
];

#[test]
fn no_other_source_holds_a_policy_word() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let policy = Policy::default();
    let mut read = 0;
    let mut strays = Vec::new();
    let mut used = HashSet::new();
    for name in [
        "scorer-instrument-policy",
        "scorer-instrument-syntax",
        "scorer-instrument-macros",
        "scorer-redact",
        "scorer-instrument",
        "scorer-telemetry",
        "scorer-lint",
    ] {
        let holders: &[&str] = match name {
            "scorer-instrument-policy" => &HOLDERS,
            // The walk over a written type: its words are names of types, as in the policy's tables.
            "scorer-instrument-syntax" => &["types", "types.rs"],
            _ => &[],
        };
        for file in sources(&root.join(name).join("src"), holders) {
            let source = fs::read_to_string(&file).expect("a readable source");
            read += 1;
            for word in words(&source) {
                if let Verdict::Refused(refusal) = policy.name(word) {
                    let exempt = EXEMPT
                        .iter()
                        .find(|(name, words, _)| file.ends_with(name) && words.contains(&word));
                    if let Some((name, ..)) = exempt {
                        used.insert((*name, word.to_owned()));
                    } else if refusal.class != Class::Vague {
                        strays.push(format!("{}: \"{word}\"", file.display()));
                    }
                }
            }
        }
    }
    assert!(read > 30, "only {read} sources were read");
    assert!(strays.is_empty(), "{strays:#?}");
    for (name, words, _) in EXEMPT {
        for word in *words {
            assert!(
                used.contains(&(*name, (*word).to_owned())),
                "no {name} holds \"{word}\" any more"
            );
        }
    }
}

fn sources(dir: &Path, holders: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).expect("a source directory") {
        let path = entry.expect("an entry").path();
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        if holders.contains(&name) || name == "tests" {
            continue;
        }
        if path.is_dir() {
            found.extend(sources(&path, holders));
        } else if path.extension().is_some_and(|kind| kind == "rs") && name != "tests.rs" {
            found.push(path);
        }
    }
    found
}

/// String literals that are one name, outside comments, tests and the features that items need.
fn words(source: &str) -> impl Iterator<Item = &str> {
    let code = source
        .split("#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or_default();
    let lines = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .filter(|line| !line.trim_start().starts_with("#[cfg("));
    let strings = lines.flat_map(|line| line.split('"').skip(1).step_by(2));
    strings.filter(|text| {
        !text.is_empty()
            && text
                .chars()
                .all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
    })
}
