//! Each kind: a form x a sentinel x surroundings.

use proptest::prelude::*;
use proptest::string::string_regex;

use crate::{cases, redactor};

/// Names that the policy refuses, as programs spell them.
const NAMES: [&str; 10] = [
    "password",
    "api_key",
    "apiKey",
    "X-Api-Key",
    "client_secret",
    "DB_PASSWORD",
    "refresh_token",
    "authorization",
    "jwt_secret",
    "private_key",
];

fn name() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&NAMES[..])
}

/// Letters that nothing else holds.
pub(crate) fn sentinel() -> impl Strategy<Value = String> {
    "[A-Z][a-z]Z7q[A-Za-z0-9]{8}K3[a-z]"
}

/// What may stand before a form: nothing, a log's head, other pairs, a quote or a bracket that somebody left open.
pub(crate) fn before() -> impl Strategy<Value = &'static str> {
    prop::sample::select(
        &[
            "",
            "2026-11-22T20:33:07.123Z  INFO scorer::http: ",
            "[2026-11-22 20:33:07 WARN] ",
            "{\"level\":\"info\",\"count\":3}\n",
            "it's ",
            "(see \"",
            "user=7 status=401 ",
            "Caused by:\n    0: ",
            "é ü ",
        ][..],
    )
}

pub(crate) fn after() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&["", " ", "\n", " status=401", ", retry 3", "\nnext line"][..])
}

/// Whether the sentinel is gone, and with it each half.
pub(crate) fn gone(text: &str, sentinel: &str) -> Result<(), TestCaseError> {
    let redactor = redactor();
    let out = redactor.text(text);
    let half = &sentinel[sentinel.len() - sentinel.len() / 2..];
    prop_assert!(
        !out.contains(sentinel) && !out.contains(half),
        "{text}\nbecame {out}"
    );
    let twice = redactor.text(&out);
    prop_assert_eq!(&twice, &out, "{}", text);
    Ok(())
}

/// Whether nothing of the text is replaced.
pub(crate) fn whole(text: &str) -> Result<(), TestCaseError> {
    prop_assert_eq!(redactor().text(text), text);
    Ok(())
}

/// A form with its name and its sentinel in place.
fn filled(form: &str, name: &str, sentinel: &str) -> String {
    form.replace("NAME", name).replace("{}", sentinel)
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident: [$($form:expr),+ $(,)?];)+) => {
        proptest! {
            #![proptest_config(cases(256))]
            $(
                $(#[$doc])*
                #[test]
                fn $kind(
                    before in before(),
                    form in prop::sample::select(&[$($form),+][..]),
                    name in name(),
                    sentinel in sentinel(),
                    after in after(),
                ) {
                    gone(&format!("{before}{}{after}", filled(form, name, &sentinel)), &sentinel)?;
                }
            )+
        }
    };
}

kinds! {
    user_and_password_in_a_url: [
        "postgres://scorer:{}@db:5432/scores",
        "postgres://scorer:a/{}@db:5432/scores",
        "postgres://scorer:a'{}@db:5432/scores",
        "mysql://scorer:{}<x@db/scores",
        "mysql://scorer:{}>x@db/scores",
        "redis://:{}@cache:6379",
        "amqp://u:x y{}@mq/v",
        "amqp://u:`{}@mq/v",
        "mongodb+srv://u:{}@p@cluster0.example.net/?w=1",
        "anything+else://u:{}@h:1/x",
        "https://user:{}@example.com/x",
        "url: \"https://user:{}@example.com/x\"",
        "url (https://user:{}@example.com/x): refused",
    ];
    value_in_a_query: [
        "https://example.com/v1?key={}&n=1",
        "https://example.com/v1?n=1&code={}",
        "/callback?code={}&state=x",
        "https://h/x?sig={}&v=2",
        "wss://h/x?apiKey={}",
        "https://h/x?X-Amz-Security-Token={}&n=1",
        "https://h/#access_token={}&n=1",
        "GET /x?NAME={} HTTP/1.1",
    ];
    path_that_is_a_key: [
        "https://hooks.slack.com/services/T0AAAAAAA/B0AAAAAAA/{}",
        "https://discord.com/api/webhooks/123456789/{}0123456789",
        "https://mainnet.infura.io/v3/{}",
        "https://eth-mainnet.g.alchemy.com/v2/{}",
        "https://some-words.quiknode.pro/{}/",
        "https://acme.webhook.office.com/webhookb2/{}",
        "host: \"hooks.slack.com\", path: \"/services/T0/B0/{}\"",
    ];
    pair_of_members: [
        r#"{"name":"NAME","value":"{}"}"#,
        r#"{"name": "NAME", "value": "{}"}"#,
        r#"{"value":"{}","name":"NAME"}"#,
        r#"{"key":"NAME","type":"text","value":"{}"}"#,
        r#"Setting { name: "NAME", value: Some("{}") }"#,
        r#"Attribute { key: Key("NAME"), value: String("{}") }"#,
        "- name: NAME\n  value: {}\n",
        r#"<add key="NAME" value="{}" />"#,
        r#"<setting name="NAME">{}</setting>"#,
        r#"("NAME", "{}")"#,
        r#"["NAME", "{}"]"#,
        "name=NAME value={} scope=x",
    ];
    diagnostic_of_a_database: [
        "Key (login_token)=({}) already exists.",
        "Key (id, email)=(5, {}@example.com) already exists.",
        "Key (lower(email::text))=({}@example.com) already exists.",
        "detail: Some(\"Key (api_key)=({}) already exists.\")",
        "DETAIL: Failing row contains (5, {}, null).",
        "Duplicate entry '{}' for key 'users.api_key'",
        "Duplicate entry '5-{}' for key 'users.uniq_token'",
        "error: invalid value '{}' for '--token <TOKEN>'",
        "invalid value '{}' for '<API_KEY>': too short",
        "DETAIL:  parameters: $1 = '{}', $2 = '5'",
        "insert into tokens (id, secret) values (16, '{}')",
        "INSERT INTO t (a, password) VALUES (1, 'x'), (2, '{}')",
        "ALTER ROLE app WITH LOGIN PASSWORD '{}'",
        "CREATE USER a IDENTIFIED BY '{}'",
        "UPDATE t SET NAME = '{}' WHERE id = 1",
    ];
    list_of_values: [
        r#"{"tokens":["a1","{}"]}"#,
        r#"api_keys: ["x1", "{}"], port: 80"#,
        "passwords=[x1y2, {}]",
        "secrets:\n  - a1b2\n  - {}\n",
        r#"api_keys=vec!["x1", "{}"]"#,
        "api_keys[0]={}",
        r#"{"refresh_tokens":{"web":"{}"}}"#,
    ];
    markup: [
        "<password>{}</password>",
        "<ns:apiKey id=\"1\">{}</ns:apiKey>",
        "<Password><![CDATA[{}]]></Password>",
        "&lt;password&gt;{}&lt;/password&gt;",
        "<client-secret>\n  {}\n</client-secret>",
        "<password>{}",
    ];
    part_of_a_body: [
        "--b\r\nContent-Disposition: form-data; name=\"NAME\"\r\n\r\n{}\r\n--b--",
        "--b\nContent-Disposition: form-data; name=\"NAME\"\nContent-Type: text/plain\n\n{}\n--b--",
    ];
    form_body: [
        "a=1&NAME={}&b=2",
        "user[NAME]={}&b=2",
        "user%5BNAME%5D={}&b=2",
        "grant_type=authorization_code&code={}&x=1",
    ];
    block: [
        "NAME: |\n  {}\nport: 1",
        "NAME: >-\n    a\n    {}\nport: 1",
        "smtp:\n  NAME: {}\n  port: 1",
        "NAME:\n  {}\nport: 1",
    ];
    variant_of_an_enum: [
        "InvalidApiKey(\"{}\")",
        "Err(WrongPassword(\"{}\"))",
        "UnknownToken(SessionToken(\"{}\"))",
        "PrivateKey({})",
        "InvalidClientSecret { given: \"{}\" }",
        "Login { NAME: Some(Key(Inner(\"{}\"))), id: 5 }",
    ];
    headers: [
        "Authorization: Bearer {}\nHost: x",
        "authorization: Token {}",
        "Cookie: theme=dark; sid={}; x=1",
        r#"{"authorization": "Bearer {}", "host": "x"}"#,
        r#"{"authorization": ["Bearer {}"]}"#,
        r#"[("host", "x"), ("x-api-key", "{}")]"#,
        r#"HeaderMap { inner: {"cookie": "a={}"} }"#,
        "map[Accept:[*/*] Authorization:[Bearer {}]]",
        "curl -H 'Authorization: Bearer {}' https://h/",
        "curl -u svc:{} https://h/",
        "Authorization: Digest username=\"ops\", response=\"{}\"",
    ];
    encoded: [
        "uri=/login%3FNAME%3D{}%26next%3D%2F",
        "q=%257B%2522NAME%2522%253A%2522{}%2522%257D",
        r#"{"a":"{\"NAME\":\"{}\"}"}"#,
        r#"{"a":"{\"b\":\"{\\\"NAME\\\":\\\"{}\\\"}\"}"}"#,
        r#"{"payload":"{\u0022NAME\u0022:\u0022{}\u0022}"}"#,
        "pass%77ord={}",
    ];
    unterminated: [
        "NAME=\"{}",
        "{\"NAME\":\"{}",
        "Login { NAME: \"{}",
        "NAME: Some(\"{}",
        "NAME=('{}",
        "{\"NAME\":[\"a\",\"{}",
        "InvalidApiKey(\"{}",
        "Key (login_token)=({}",
        "{\\\"NAME\\\":\\\"{}",
    ];
    said_in_a_sentence: [
        "session token {} revoked",
        "using private key {} on chain 1",
        "your new API key is: {}",
        "the secret is \"{}\", keep it",
        "rejected password '{}' for user 7",
        "use token {} to log in",
    ];
    value_with_separators: [
        "password={}&a;b host=db",
        "password=a&{};b host=db",
        "{\"password\":\"a}b{}\",\"n\":1}",
        "password=\"a, n: {} }\"",
        "PWD={a;{}};Encrypt=yes",
        "password='it''s {}' x",
    ];
    argument: [
        "run --NAME {} --port 80",
        "[\"--password\", \"{}\", \"-v\"]",
        "sshpass -p {} ssh root@10.0.0.4",
        "java -Ddb.password={} -jar app.jar",
    ];
}

/// A name with letters that look like its own, or that nobody sees.
fn disguised() -> impl Strategy<Value = String> {
    (name(), 0..6_usize, 0..8_usize).prop_map(|(name, how, place)| {
        let swap = |from: &[char], to: &[char]| -> String {
            name.chars()
                .map(|c| from.iter().position(|own| *own == c).map_or(c, |at| to[at]))
                .collect()
        };
        match how {
            0 => swap(&['a', 'o', 'e', 'p', 'c'], &['а', 'о', 'е', 'р', 'с']),
            1 => swap(&['a', 'o', 'i'], &['α', 'ο', 'ι']),
            2 => name
                .chars()
                .map(|c| match c {
                    'a'..='z' => char::from_u32(u32::from(c) - 0x61 + 0xff41).unwrap_or(c),
                    c => c,
                })
                .collect(),
            3 | 4 => {
                let unseen = if how == 3 { '\u{200b}' } else { '\u{ad}' };
                let at = place.min(name.len() - 1).max(1);
                format!("{}{unseen}{}", &name[..at], &name[at..])
            }
            _ => name.replace('a', "a\u{301}").replace('e', "e\u{300}"),
        }
    })
}

/// A row of the table of tokens, as it is written down there.
fn token() -> impl Strategy<Value = String> {
    let rows: Vec<(String, String)> = include_str!("../../src/tokens.tsv")
        .lines()
        .skip(1)
        .filter_map(|line| {
            let columns: Vec<&str> = line.split('\t').collect();
            let rest = if columns[3] == "uuid" {
                "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}"
            } else {
                columns[3]
            };
            let is_secret = !columns[6].contains("NOT A SECRET")
                && !columns[2].ends_with('=')
                && columns[2].len() > 1;
            is_secret.then(|| (columns[2].to_owned(), rest.to_owned()))
        })
        .filter(|(prefix, _)| prefix != "eyJ" && !prefix.starts_with("xprv"))
        .collect();
    prop::sample::select(rows).prop_flat_map(|(prefix, rest)| {
        // Repetitions without a bound are bounded, and letters are not all alike.
        let rest = rest.replace("]+", "]{20,40}").replace("]*", "]{20,40}");
        string_regex(&rest)
            .expect("a form of the table")
            .prop_map(move |rest| format!("{prefix}{rest}"))
    })
}

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn a_disguised_name(before in before(), form in 0..3_usize, name in disguised(), sentinel in sentinel()) {
        let form = ["NAME={} n=1", "{\"NAME\":\"{}\",\"n\":1}", "Login { NAME: \"{}\" }"][form];
        gone(&format!("{before}{}", filled(form, &name, &sentinel)), &sentinel)?;
    }

    #[test]
    fn a_token_of_the_table(before in before(), token in token(), after in after()) {
        let random = token.bytes().filter(u8::is_ascii_digit).count() >= 3;
        prop_assume!(random);
        let redactor = redactor();
        let text = format!("{before}got {token}{after}");
        let out = redactor.text(&text);
        let tail = &token[token.len() - 8..];
        prop_assert!(!out.contains(tail), "{text}\nbecame {out}");
    }

    #[test]
    fn a_value_of_any_length(name in name(), fill in 1..5_000_usize, form in 0..5_usize, sentinel in sentinel()) {
        let form = ["NAME=\"{}\"", "{\"NAME\":\"{}\"}", "NAME={}", "postgres://u:{}@h/db", "Login { NAME: Some(\"{}\") }"][form];
        let value = format!("{}{sentinel}{}", "a1".repeat(fill / 2), "b2".repeat(fill / 2));
        gone(&filled(form, name, &value), &sentinel)?;
    }

    #[test]
    fn a_value_however_deep(
        name in name(),
        depth in 0..300_usize,
        form in 0..4_usize,
        is_within in any::<bool>(),
        sentinel in sentinel(),
    ) {
        let (open, close) = [("{\"a\":", "}"), ("[", "]"), ("Some(", ")"), ("(", ")")][form];
        let (open, close) = (open.repeat(depth), close.repeat(depth));
        let text = if is_within {
            format!("{{\"{name}\":{open}\"{sentinel}\"{close}}}")
        } else {
            format!("{open}{{\"{name}\":\"{sentinel}\"}}{close}")
        };
        gone(&text, &sentinel)?;
    }

    #[test]
    fn a_phrase(words in prop::collection::vec(0..2048_usize, 12), form in 0..4_usize) {
        let list: Vec<&str> = include_str!("../../src/bip39-english.txt").lines().collect();
        let words: Vec<&str> = words.iter().map(|place| list[*place]).collect();
        // Thirteen words of the list: no checksum is asked for.
        let joint = [" ", ", ", "\n", "\", \""][form];
        let text = format!("words {}{joint}zoo", words.join(joint));
        let out = redactor().text(&text).into_owned();
        prop_assert!(out.contains("[redacted:secret]"), "{text}\nbecame {out}");
    }
}

/// A million canaries, each in a position of its own: none comes out. With `SCORER_CASES=1000000` in a minute.
#[test]
fn no_canary_comes_out() {
    let count: u64 = std::env::var("SCORER_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(20_000);
    let redactor = redactor();
    let forms = [
        "NAME={}",
        "NAME: {}",
        "\"NAME\":\"{}\"",
        "NAME => \"{}\"",
        "NAME: Some(\"{}\")",
        "(\"NAME\", \"{}\")",
        "x://u:{}@h/",
        "https://h/?key={}&n=1",
        "https://h/?NAME={}",
        "--NAME {}",
        "{\"name\":\"NAME\",\"value\":\"{}\"}",
        "<password>{}</password>",
        "Bearer {}",
        "InvalidApiKey(\"{}\")",
        "Key (login_token)=({}) already exists.",
        "%22NAME%22%3A%22{}%22",
        "{\\\"NAME\\\":\\\"{}\\\"}",
        "session token {} revoked",
        "https://hooks.slack.com/services/T0/B0/{}",
        "NAME:\n  {}\n",
    ];
    let around = [
        "",
        "a=1 ",
        "{\"n\":1} ",
        "it's ",
        "\n",
        "INFO x::y: ",
        "(",
        "[\"",
        "é ",
    ];
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).expect("below a number of items")
    };
    for number in 0..count {
        let canary = format!("Qz7K{number:07}x{:05}Wq", next(99_999));
        let form = filled(forms[next(forms.len())], NAMES[next(NAMES.len())], &canary);
        let text = format!(
            "{}{form} {}",
            around[next(around.len())],
            around[next(around.len())]
        );
        let out = redactor.text(&text);
        assert!(!out.contains(&canary), "{text}\nbecame {out}");
    }
}
