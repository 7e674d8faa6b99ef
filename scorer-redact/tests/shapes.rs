//! Texts case by case: shapes, names in free text, and what only looks like one of them.

use scorer_instrument_policy::{Class, Policy, Refuse, Team};
use scorer_redact::{Cause, Redactor};

const JWT: &str =
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U";
const AWS_SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

fn redactor() -> Redactor {
    Redactor::new(Policy::default())
}

/// Each text with what becomes of it.
fn turn(cases: &[(&str, &str)]) {
    let redactor = redactor();
    let mut wrong = Vec::new();
    for (text, expected) in cases {
        let short = expected
            .replace("<c>", "[redacted:credential]")
            .replace("<p>", "[redacted:pii]")
            .replace("<f>", "[redacted:financial]")
            .replace("<s>", "[redacted:secret]");
        let redacted = redactor.text(text);
        if redacted != short {
            wrong.push(format!("{text}\n  became {redacted}\n  not    {short}"));
        }
        let again = redactor.text(&redacted);
        if again != redacted {
            wrong.push(format!("{redacted}\n  became {again}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn stay(texts: &[&str]) {
    let cases: Vec<_> = texts.iter().map(|text| (*text, *text)).collect();
    turn(&cases);
}

#[test]
fn a_value_before_its_option() {
    turn(&[(
        "error: invalid value 'hunter2x' for '--password <PASSWORD>'",
        "error: invalid value '<c>' for '--password <PASSWORD>'",
    )]);
    stay(&[
        "error: invalid value 'json' for '--format <FORMAT>'",
        "error: invalid value '12x' for '--token-count <N>'",
        "bad value 'x' for '",
        "value '",
    ]);
}

#[test]
fn tokens_and_keys() {
    turn(&[
        (JWT, "<c>"),
        (&format!("got {JWT}."), "got <c>."),
        (&format!("a={JWT}&b=1"), "a=<c>&b=1"),
        // Encrypted: five parts.
        (
            "x eyJhbGciOiJSU0EtT0FFUCJ9.QR1Owv2ug2WyPBnbQrRARTeEk9kDO2w8.48V1_ALb6US04U3b.5eym8TW_c8SuK0lt.XFBoMYUZodet y",
            "x <c> y",
        ),
        // Claims without a signature.
        ("eyJhbGciOiJub25lIn0.eyJzdWIiOiJib2IifQ.", "<c>."),
        ("sent Bearer abc123.def-456", "sent Bearer <c>"),
        ("BEARER   AbCdEf", "BEARER   <c>"),
        ("Bearer opaque", "Bearer <c>"),
        ("Basic dXNlcjpwYXNz", "Basic <c>"),
        ("basic dXNlcjpwYXNzd29yZA==, next", "basic <c>, next"),
        ("key AKIAIOSFODNN7EXAMPLE used", "key <c> used"),
        ("ASIAIOSFODNN7EXAMPLE", "<c>"),
        (AWS_SECRET, "<c>"),
        (&format!("with {AWS_SECRET}, and"), "with <c>, and"),
        (&format!("AKIAIOSFODNN7EXAMPLE:{AWS_SECRET}"), "<c>:<c>"),
        (
            "-----BEGIN RSA PRIVATE KEY-----\nMIIB\nAAAA\n-----END RSA PRIVATE KEY-----\nrest",
            "<c>\nrest",
        ),
        ("x -----BEGIN PRIVATE KEY-----\\nMIIB", "x <c>"),
        (
            "-----BEGIN OPENSSH PRIVATE KEY-----b3BlbnNz-----END OPENSSH PRIVATE KEY-----",
            "<c>",
        ),
    ]);
}

#[test]
fn urls_and_connection_strings() {
    turn(&[
        (
            "postgres://scorer:s3cret@db:5432/x",
            "postgres://<c>@db:5432/x",
        ),
        ("at redis://:s3cret@localhost", "at redis://<c>@localhost"),
        ("amqp://u:p%40ss@h/v", "amqp://<c>@h/v"),
        ("postgres://u:pa/ss@host/db", "postgres://<c>@host/db"),
        (
            "mongodb+srv://u:p@ss@cluster0.mongodb.net/?w=1",
            "mongodb+srv://<c>@cluster0.mongodb.net/?w=1",
        ),
        (
            "https://ghp16C7e42F292c6912E7@github.com/o/r",
            "https://<c>@github.com/o/r",
        ),
        ("root:hunter2@tcp(db:3306)/app", "<c>@tcp(db:3306)/app"),
        (
            "dsn root:hunter2@localhost:5432/app",
            "dsn <c>@localhost:5432/app",
        ),
        ("u:hun!ter@db.example.com", "<c>@db.example.com"),
        (
            "host=db user=scorer password=hunter2 dbname=x",
            "host=db user=scorer password=<c> dbname=x",
        ),
        (
            "Server=db;Uid=u;Pwd=hunter2;Port=1",
            "Server=db;Uid=u;Pwd=<c>;Port=1",
        ),
        ("password='hun ter''2' x", "password='<c>' x"),
        ("https://h/p?api_key=abc&n=1", "https://h/p?api_key=<c>&n=1"),
        (
            "jdbc:postgresql://h/db?user=a&password=b",
            "jdbc:postgresql://h/db?user=a&password=<c>",
        ),
    ]);
}

#[test]
fn addresses_and_cards() {
    turn(&[
        ("to bob.smith+x@example.co.uk, now", "to <p>, now"),
        ("<bob@example.com>", "<<p>>"),
        ("mailto:bob@example.com", "mailto:<p>"),
        ("u=bob%40example.com&n=1", "u=<p>&n=1"),
        ("josé@exämple.com", "<p>"),
        ("bob@163.com.", "<p>."),
        ("'bob@example.com'", "'<p>'"),
        ("card 4111111111111111", "card <f>"),
        ("4111 1111 1111 1111 exp", "<f> exp"),
        ("5555-5555-5555-4444", "<f>"),
        ("id 42 4111 1111 1111 1111 12/26", "id 42 <f> 12/26"),
        ("378282246310005", "<f>"),
        ("3782 822463 10005", "<f>"),
        ("n=6011111111111117.", "n=<f>."),
        ("30569309025904", "<f>"),
        ("3530111333300000", "<f>"),
    ]);
}

#[test]
fn refused_names_in_free_text() {
    turn(&[
        (
            r#"{"password": "x y", "n": 1}"#,
            r#"{"password": "<c>", "n": 1}"#,
        ),
        (
            r#"{"a":{"api_key":"x\"y"},"b":2}"#,
            r#"{"a":{"api_key":"<c>"},"b":2}"#,
        ),
        (
            r#"{\"password\":\"x\\\"y\",\"n\":1}"#,
            r#"{\"password\":\"<c>\",\"n\":1}"#,
        ),
        (
            r#"Foo { api_key: "x", n: 1 }"#,
            r#"Foo { api_key: "<c>", n: 1 }"#,
        ),
        (
            r#"Foo { token: Some("x"), n: 1 }"#,
            "Foo { token: <c>, n: 1 }",
        ),
        (
            r#"Foo { api_key: ApiKey(Inner { raw: "x)" }), n: 1 }"#,
            "Foo { api_key: <c>, n: 1 }",
        ),
        (
            r#"Foo { email: Email { raw: "x" }, n: 1 }"#,
            "Foo { email: <p>, n: 1 }",
        ),
        (
            r#"{"credentials": ["a", "b"], "n": 1}"#,
            r#"{"credentials": <c>, "n": 1}"#,
        ),
        (
            r#"[("authorization", "x"), ("n", "1")]"#,
            r#"[("authorization", "<c>"), ("n", "1")]"#,
        ),
        (
            "Authorization: Bearer abc\nHost: x",
            "Authorization: <c>\nHost: x",
        ),
        (
            "Cookie: theme=dark; sid=abc\r\nHost: x",
            "Cookie: <c>\r\nHost: x",
        ),
        ("authorization=Bearer abc n=1", "authorization=<c> n=1"),
        ("bad password: hunter2", "bad password: <c>"),
        (
            "the seed phrase: abandon ability able",
            "the seed phrase: <s>",
        ),
        ("api key = abc", "api key = <c>"),
        ("first name: Bob", "first name: <p>"),
        ("password=ab\"cd'ef n=1", "password=<c> n=1"),
        ("\"bad password: hunter2\" (1)", "\"bad password: <c>\" (1)"),
        ("password => \"x\"", "password => \"<c>\""),
        ("password != 'x'", "password != '<c>'"),
        ("user[password]=x&n=1", "user[password]=<c>&n=1"),
        ("run --api-key abc --n 1", "run --api-key <c> --n 1"),
        (
            r#"["--password", "abc", "-v"]"#,
            r#"["--password", "<c>", "-v"]"#,
        ),
        ("密码: x", "密码: <c>"),
        // Without its end the rest goes.
        (r#"{"password": "x y"#, r#"{"password": "<c>"#),
        ("Foo { api_key: ApiKey(\"x", "Foo { api_key: <c>"),
        ("password=[redacted:credential] n=1", "password=<c> n=1"),
    ]);
}

#[test]
fn what_a_database_refuses_is_a_value_whatever_its_column() {
    let said = |words: &str| format!("error returned from database: {words}");
    let v = "[redacted:vague]";
    let cases = [
        (
            "1062 (23000): Duplicate entry 'nadia' for key 'people.nick'",
            format!("1062 (23000): Duplicate entry '{v}' for key 'people.nick'"),
        ),
        (
            "1062 (23000): Duplicate entry 'O'Hara' for key 'nick'",
            format!("1062 (23000): Duplicate entry '{v}' for key 'nick'"),
        ),
        (
            "invalid input syntax for type integer: \"nadia\"",
            format!("invalid input syntax for type integer: \"{v}\""),
        ),
        (
            "invalid input syntax for type integer: \"a \"b\" c\" at line 232",
            format!("invalid input syntax for type integer: \"{v}\" at line 232"),
        ),
        (
            "value \"99999999999\" is out of range for type integer",
            format!("value \"{v}\" is out of range for type integer"),
        ),
        (
            "time zone \"nadia\" not recognized",
            format!("time zone \"{v}\" not recognized"),
        ),
        (
            "1366 (22007): Incorrect integer value: 'nadia' for column `a`.`b`.`age` at row 1",
            format!(
                "1366 (22007): Incorrect integer value: '{v}' for column `a`.`b`.`age` at row 1"
            ),
        ),
        (
            "right syntax to use near 'x 'nadia'' at line 1",
            format!("right syntax to use near '{v}'' at line 1"),
        ),
        (
            "(code: 1) near \"nadia\": syntax error",
            format!("(code: 1) near \"{v}\": syntax error"),
        ),
        (
            "(code: 1) unrecognized token: \"'nadia\"",
            "(code: 1) unrecognized token: \"[redacted:credential]\"".to_owned(),
        ),
        (
            "syntax error at or near \"nadia",
            format!("syntax error at or near \"{v}"),
        ),
    ];
    let cases = cases.map(|(text, expected)| (said(text), said(&expected)));
    turn(
        &cases
            .each_ref()
            .map(|(text, expected)| (text.as_str(), expected.as_str())),
    );

    // Names stay, and what is no word; and without the words of the database nobody knows.
    let named = [
        "duplicate key value violates unique constraint \"people_pkey\"",
        "relation \"people\" does not exist",
        "null value in column \"plan\" of relation \"people\" violates not-null constraint",
        "syntax error at or near \",\"",
        "1054 (42S22): Unknown column 'b' in 'field list'",
        "1146 (42S02): Table 'a.people' doesn't exist",
    ];
    let named = named.map(said);
    stay(&named.each_ref().map(String::as_str));
    stay(&[
        "unknown option: \"nadia\"",
        "stopped near 'nadia' at line 1",
    ]);
}

#[test]
fn values_that_say_nothing_stay() {
    stay(&[
        r#"{"password": true, "token": null, "secret": 5}"#,
        "Foo { token: Some(5), secret: None, has_password: true }",
        "token_count=5 next_page_token=abc",
        "WHERE api_key = $1 AND token = ? AND secret = ?2",
        "password=*** password=\"\"",
        "ScoreAddressHandlerForCommunityV2Request",
        "SELECT token, email FROM api_key",
        "SET email = excluded.email, token=token WHERE k.api_key = s.api_key",
        "api_key::check(password)",
        "unexpected token: `}`",
        "no password",
    ]);
    turn(&[(r#"{"ssn": 123456789}"#, r#"{"ssn": <p>}"#)]);
    // What a variant holds may hold a refused word by chance; a variant in a variant is a name.
    turn(&[("PrivateKey(AaZ7qa00AaaPwK3a)", "PrivateKey(<c>)")]);
    stay(&["Auth(Bearer)"]);
    // As text nothing says that it is a number.
    turn(&[("password=123456", "password=<c>")]);
}

#[test]
fn what_begins_behind_a_scheme_goes_whole() {
    let key = "-----BEGIN PRIVATE KEY-----\nMIIEhunter2\nhunter2==\n";
    let pair = "Basic c2NvcmVyOkFhWjdxYUFhQTAwQUFLM2E=";
    for text in [
        format!("Bearer  {key}"),
        format!("Bearer {pair}"),
        format!("Basic {JWT}"),
        "Bearer password='hunter2'".to_owned(),
        "Bearer --AWS_SECRET_ACCESS_KEY hunter2".to_owned(),
    ] {
        let out = redactor().text(&text).into_owned();
        let is_gone = ["hunter2", "c2NvcmVy", "eyJzdWIi", "dozjgNry"]
            .iter()
            .all(|part| !out.contains(part));
        assert!(is_gone, "{text}\nbecame {out}");
    }
}

#[test]
fn a_token_that_ends_in_signs_goes_with_them() {
    turn(&[
        ("got ya29.a0AfH6SMBx3kQ_-0_--0AAA--_-_-", "got <c>-"),
        ("got ya29.a0AfH6SMBx3kQ_-0_--0AAA...", "got <c>..."),
    ]);
}

#[test]
fn a_key_whose_last_line_is_cut_goes_on() {
    let cut = "-----BEGIN EC PRIVATE KEY-----\nMHcC\n-----END ";
    for rest in [
        " -----BEGIN PRIVATE KEY-----\nhunter2\n",
        "EC PRIV\nhunter2\n",
    ] {
        let text = format!("{cut}{rest}-----END PRIVATE KEY----- and more");
        assert_eq!(
            redactor().text(&text),
            "[redacted:credential] and more",
            "{text}"
        );
    }
}

#[test]
fn a_number_is_no_head_of_a_block_and_no_index() {
    turn(&[
        ("{password: 4111111111111111 \n\nA", "{password: <c> \n\nA"),
        ("password: |2-\n    hunter2\n", "password: |2-\n    <c>\n"),
        ("password: keys[ 4000000000000002 ]", "password: <c>"),
    ]);
    // A bracket that one of another kind closes holds no index, nor does one with a pair in it.
    for text in [
        "password:keys[x:\\\" AWS_SECRET_ACCESS_KEY=hunter2x b\"]",
        "Bearer :true[ hunter2x )",
        "password:password[x:\" Login { password: Key(Inner { raw: \"a) hunter2x\" }), id: 5 } ",
        "Bearer :password[x:\\\" AWS_SECRET_ACCESS_KEY=hunter2x \"0)",
        // What asks for a value holds no other name with its value.
        "token = parse(\" Login { password: Key(Inner { raw: \"a) hunter2x\" }), id: 5 } ",
    ] {
        let out = redactor().text(text).into_owned();
        assert!(!out.contains("hunter2x"), "{text}\nbecame {out}");
    }
}

#[test]
fn look_alikes_stay() {
    stay(&[
        "",
        "ok",
        "550e8400-e29b-41d4-a716-446655440000",
        "12345678-1234-4123-8123-123456789012",
        "2026-11-22T20:33:07.123456789Z",
        "2026-11-22 20:33:07,123",
        "1732307587123456789",
        "1732307587123",
        "9007199254740993",
        "1234567890123456",
        "340282366920938463463374607431768211455",
        "0.4111111111111111",
        "4111111111111112",
        "41111111111111111111",
        "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "0x52908400098527886E0F7030069857D2E4169EE7",
        "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "nginx:1.25@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK",
        "https://example.com:8080/a/b?x=1&y=2#z",
        "https://example.com/@scope/pkg@1.2.3",
        "http://[::1]:3000/x",
        "postgres://scorer@localhost/db",
        "postgres://scorer@db.example.com/db",
        "ssh://git@github.com/o/r",
        "127.0.0.1:5432",
        "lodash@4.17.21 and npm:pkg@1.0.0-rc.alpha",
        "icon@2x.png",
        "@user and user@host",
        "bearer token of the basic auth scheme",
        "Bearer-based",
        "Bearer authentication is missing, a Bearer token is required, Bearer tokens",
        "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----",
        "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
        "eyJ.a.b",
        "src/handlers/score/calculate/ForAddress/v2/mod",
        "scorer_demo::handler::score_address_handler",
        "error: connection refused (os error 111)",
        "key: value, a=b; c: d",
        "OTEL_TRACES_EXPORTER=none; the span exporter: none",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    ]);
}

#[test]
fn what_was_replaced_is_told() {
    let redactor = Redactor::new(Policy::new(Team {
        refuse: vec![Refuse {
            name: "nullifier".to_owned(),
            instead: None,
            reason: None,
        }],
        ..Team::default()
    }));
    let mut counted = Vec::new();
    let text = redactor.text_with(
        "nullifier=x to a@example.com and b@example.com",
        |class, cause| counted.push((class, cause)),
    );
    assert_eq!(
        text,
        "nullifier=[redacted:team] to [redacted:pii] and [redacted:pii]"
    );
    let expected = [
        (Class::Team, Cause::Name),
        (Class::Pii, Cause::Shape),
        (Class::Pii, Cause::Shape),
    ];
    assert_eq!(counted, expected);
    redactor.text_with("plain", |_, _| panic!("nothing was replaced"));
}

#[test]
fn long_texts_are_cut() {
    let redactor = Redactor::with_limit(Policy::default(), 64);
    let at_bound = "é".repeat(32);
    assert_eq!(redactor.text(&at_bound), at_bound);
    assert_eq!(
        redactor.text(&"é".repeat(33)),
        format!("{}…", "é".repeat(30))
    );
    // An address that the bound goes through is gone whole, and so is a marker.
    for before in 30..70 {
        let text = format!("{} canary@example.com and more", "x ".repeat(before / 2));
        let cut = redactor.text(&text);
        assert!(cut.len() <= 64, "{cut}");
        assert!(!cut.contains("canary"), "{cut}");
        let opened = cut.matches('[').count();
        assert_eq!(opened, cut.matches(']').count(), "{cut}");
    }
    // Markers make room, but what was not read is not written.
    let long = format!("{}{}canary", "a@example.com ".repeat(2), "x".repeat(5_000));
    let cut = redactor.text(&long);
    assert!(cut.starts_with("[redacted:pii] [redacted:pii] x"), "{cut}");
    assert!(cut.ends_with('…') && cut.len() <= 64, "{cut}");
}

/// Only a reply of a mail server asks for what stands on the next line; a number on another place of its line does not.
#[test]
fn the_number_of_a_challenge_elsewhere() {
    turn(&[
        ("334 VXNlcm5hbWU6\nYmxhdTIxYjV0", "334 VXNlcm5hbWU6\n<c>"),
        (
            "smtp: 334 UGFzc3dvcmQ6\nYmxhdTIxYjV0",
            "smtp: 334 UGFzc3dvcmQ6\n<c>",
        ),
        (
            "C: AUTH PLAIN\nS: 334\nC: AGJveABibGF1",
            "C: AUTH PLAIN\nS: 334\nC: <c>",
        ),
    ]);
    stay(&[
        "http://aa.aa?page=334\n5a92b3cfd2674334c67a47fb0dc3b958",
        "community 334\n5a92b3cfd2674334c67a47fb0dc3b958",
        "rows: 334\n5a92b3cfd2674334c67a47fb0dc3b958",
        "334\n5a92b3cfd2674334c67a47fb0dc3b958",
        "334 stamps\n5a92b3cfd2674334c67a47fb0dc3b958",
    ]);
}

/// A hash behind its scheme, whatever the scheme is called, and a template in braces.
#[test]
fn a_scheme_in_braces() {
    turn(&[
        (
            "{PBKDF2-SHA512}10000$Xb3kQz7Lp9VtR2nW",
            "{PBKDF2-SHA512}<c>",
        ),
        ("x:{CRYPT}$6$k6y3o.eP$JlKBx9za9667", "x:{CRYPT}<c>"),
        ("box:{PLAIN}harbor", "box:{PLAIN}<c>"),
    ]);
    stay(&[
        "GET /v1/{ID}/stamps",
        "{HOST}.example.com is up",
        "${REGION}-cluster-nodes2026",
        "{SHA256}sum of the file",
    ]);
}

/// What stands beside the secret or near it, and must not be taken for it.
#[test]
fn what_a_sentence_or_a_tuple_holds() {
    turn(&[
        (
            "the token (tk9X2mPq7LsW) was rejected",
            "the token (<c>) was rejected",
        ),
        (
            "initial root password generated is xT9vQ2mLpR",
            "initial root password generated is <c>",
        ),
        (
            "expected integer for `pin`, found \"48213\"",
            "expected integer for `pin`, found \"<c>\"",
        ),
        (
            "Credentials(\"bob\", \"gr33n-H1ll\")",
            "Credentials(\"<c>\")",
        ),
    ]);
    stay(&[
        "Session { id: SessionId(4), started: Instant { tv_sec: 12, tv_nsec: 4 } }",
        "{\"auth\":{\"type\":\"none\",\"enabled\":false}}",
        "if user.password != hash(input) { return Err(AuthError::BadPassword) }",
        "auth:\n  enabled: true\n  provider: github\n  timeout: 30",
        "cookie:\n  secure: true\n  same_site: lax",
    ]);
}
