//! Secrets to plant: each with the letters that must not survive.

use proptest::prelude::*;

/// A text that holds a secret, and what of it must not be found afterwards.
#[derive(Clone, Debug)]
pub(crate) struct Planted {
    pub(crate) text: String,
    pub(crate) canary: String,
}

impl Planted {
    fn new(text: String, canary: &str) -> Self {
        Self {
            text,
            canary: canary.to_owned(),
        }
    }
}

/// Names that the policy refuses, in several spellings.
const NAMES: [&str; 14] = [
    "password",
    "api_key",
    "apiKey",
    "X-Api-Key",
    "authorization",
    "http.request.header.cookie",
    "AWS_SECRET_ACCESS_KEY",
    "refresh_token",
    "client-secret",
    "seed_phrase",
    "email",
    "ssn",
    "date_of_birth",
    "card_number",
];

/// A name that the policy refuses.
pub(crate) fn name() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&NAMES[..])
}

/// Letters that nothing else holds.
pub(crate) fn canary() -> impl Strategy<Value = String> {
    "[A-Z][a-z]Z7q[A-Za-z0-9]{8}K3[a-z]"
}

/// A secret that is known by its shape.
pub(crate) fn shape() -> impl Strategy<Value = Planted> {
    prop_oneof![token(), login(), key(), address(), card(),]
}

fn token() -> impl Strategy<Value = Planted> {
    let form = prop::sample::select(
        &[
            "eyJhbGciOiJIUzI1NiJ9.eyJ{}.{}",
            "eyJhbGciOi{}.{}.{}.{}.{}",
            "Bearer {}",
            "bearer  {}.x-{}",
            "Authorization: Bearer {}",
        ][..],
    );
    (form, canary()).prop_map(|(form, canary)| Planted::new(form.replace("{}", &canary), &canary))
}

fn login() -> impl Strategy<Value = Planted> {
    let form = prop::sample::select(
        &[
            "postgres://scorer:{}@db.internal:5432/scores?sslmode=require",
            "redis://:{}@localhost:6379",
            "amqps://{}:{}@mq/%2f",
            "mongodb+srv://u:p%40{}@cluster0.example.net",
            "https://user{}:@host:x{}@h/",
            "scorer:{}@tcp(127.0.0.1:3306)/scores",
            "scorer:{}@localhost/scores",
            "host=db user=scorer password={} dbname=scores",
            "Server=db;Uid=scorer;Pwd={};Port=5432",
            "jdbc:postgresql://db/scores?user=scorer&password={}&ssl=true",
            "postgresql://db/scores?password={}",
        ][..],
    );
    let pair = canary().prop_map(|canary| {
        let encoded = base64(format!("scorer:{canary}").as_bytes());
        Planted::new(format!("Basic {encoded}"), &encoded)
    });
    prop_oneof![
        4 => (form, canary()).prop_map(|(form, canary)| Planted::new(form.replace("{}", &canary), &canary)),
        1 => pair,
    ]
}

fn key() -> impl Strategy<Value = Planted> {
    const KINDS: [&str; 5] = ["", "RSA ", "EC ", "OPENSSH ", "ENCRYPTED "];
    let pem = (prop::sample::select(&KINDS[..]), canary(), any::<bool>()).prop_map(
        |(kind, canary, ends)| {
            let end = if ends {
                format!("-----END {kind}PRIVATE KEY-----")
            } else {
                String::new()
            };
            let text =
                format!("-----BEGIN {kind}PRIVATE KEY-----\nMIIE{canary}\n{canary}==\n{end}");
            Planted::new(text, &canary)
        },
    );
    let id = ("(AKIA|ASIA)", "[A-Z2-7]{16}")
        .prop_map(|(kind, rest)| Planted::new(format!("{kind}{rest}"), &rest));
    // Forty letters by chance, of each kind some.
    let secret = "([A-Z][a-z0-9]){7}/[A-Za-z0-9]{11}([a-z][0-9A-Z]){7}"
        .prop_map(|secret| Planted::new(secret.clone(), &secret));
    prop_oneof![pem, id, secret]
}

fn address() -> impl Strategy<Value = Planted> {
    let form = prop::sample::select(
        &[
            "{}@example.com",
            "bob.{}+tag@mail.example.co.uk",
            "mailto:{}@example.org",
            "bob@{}.com",
            "user={}%40example.com",
            "Bob <{}@exämple.de>",
        ][..],
    );
    (form, canary()).prop_map(|(form, canary)| Planted::new(form.replace("{}", &canary), &canary))
}

/// A card's number in one of the ways it is written.
fn card() -> impl Strategy<Value = Planted> {
    let begin = prop::sample::select(&["4", "51", "55", "2221", "6011", "3528", "62"][..]);
    (begin, "[0-9]{15}", 0..3_usize).prop_map(|(begin, rest, way)| {
        let mut digits = format!("{begin}{rest}");
        digits.truncate(15);
        digits += &check_digit(&digits).to_string();
        let separator = ["", " ", "-"][way];
        let groups: Vec<&str> = (0..4)
            .map(|group| &digits[group * 4..group * 4 + 4])
            .collect();
        let written = groups.join(separator);
        Planted::new(written.clone(), &written)
    })
}

fn check_digit(digits: &str) -> u32 {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            let digit = u32::from(digit - b'0') * if place % 2 == 0 { 2 } else { 1 };
            digit / 10 + digit % 10
        })
        .sum();
    (10 - sum % 10) % 10
}

/// A refused name with a value behind it, as programs write it.
pub(crate) fn named() -> impl Strategy<Value = Planted> {
    let form = prop::sample::select(
        &[
            r#"{"n": 1, "NAME": "{}"}"#,
            r#"{"NAME":{"raw":"{}","more":[1,2]}}"#,
            r#"{"NAME": ["x", "{}"]}"#,
            r#""{\"NAME\": \"{}\"}""#,
            r#""{\\\"NAME\\\": \\\"a\\\\\\\"{}\\\"}""#,
            r#"Login { id: 5, NAME: "{}" }"#,
            r#"Login { NAME: Some("{}") }"#,
            r#"Login { NAME: Key(Inner { raw: "a) {}" }), id: 5 }"#,
            "Login {\n    NAME: Some(\n        \"{}\",\n    ),\n}",
            r#"[("NAME", "{}"), ("id", "5")]"#,
            r#"{"NAME": Key(b"{}")}"#,
            "NAME={}",
            "id=5 NAME={} n=2",
            "NAME='{}'",
            "NAME = \"{}\"",
            "NAME: {}",
            "NAME => {}",
            "user[NAME]={}&id=5",
            "?id=5&NAME={}",
            "--NAME {}",
            "--NAME={}",
            r#"["--NAME", "{}"]"#,
            "SET NAME = '{}' WHERE id = $1",
        ][..],
    );
    (form, name(), canary()).prop_map(|(form, name, canary)| {
        let dashed = form.replace("--NAME", &format!("--{}", name.replace('.', "-")));
        Planted::new(dashed.replace("NAME", name).replace("{}", &canary), &canary)
    })
}

/// Base64 with padding.
pub(crate) fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let word = chunk
            .iter()
            .fold(0_u32, |word, byte| word << 8 | u32::from(*byte))
            << (8 * (3 - chunk.len()));
        for place in 0..4 {
            if place <= chunk.len() {
                out.push(char::from(DIGITS[(word >> (18 - 6 * place) & 63) as usize]));
            } else {
                out.push('=');
            }
        }
    }
    out
}
