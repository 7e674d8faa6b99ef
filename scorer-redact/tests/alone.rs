//! The redactor by itself: a subscriber of one's own, values that print themselves, JSON, a team's own tokens.

use std::fmt;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use scorer_instrument_policy::{Class, Policy, Secret, Team};
use scorer_redact::subscriber::{RedactingFields, RedactingWriter};
use scorer_redact::{Cause, Redactor};
use serde_json::json;
use tracing_subscriber::fmt::MakeWriter;

/// Keeps what a subscriber writes.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().expect("no panic").clone()).expect("text")
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("no panic").write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

fn redactor() -> Redactor {
    Redactor::new(Policy::default())
}

fn events() {
    let span = tracing::info_span!("login", user = 7, api_key = "hunter21");
    let _entered = span.enter();
    tracing::info!(
        password = %"hunter22",
        token = 5,
        ok = true,
        card = 4_111_111_111_111_111_u64,
        error = &io::Error::other("at postgres://u:hunter23@db/x") as &dyn std::error::Error,
        "failed: secret=hunter24 for {:?}",
        Some("bob@example.com"),
    );
}

/// An invisible letter within a name is several bytes long.
#[test]
fn a_name_is_never_cut_within_a_letter() {
    let redactor = Redactor::new(Policy::default());
    for text in [
        "\u{200b}token=xab",
        "\u{200b}token%3Dx://",
        "\u{200b}token: x y",
        "\u{e9}\u{e9}_id: 7",
        "{\"\u{200b}auth\":{\"\u{200b}id\":\"x\"}}",
    ] {
        assert!(redactor.text(text).len() >= 4);
    }
}

#[test]
fn fields_are_judged_by_name_and_by_text() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_ansi(false)
        .with_writer(log.clone())
        .fmt_fields(RedactingFields::new(redactor()))
        .finish();
    tracing::subscriber::with_default(subscriber, events);
    let text = log.text();
    assert!(
        !text.contains("hunter2") && !text.contains("bob@"),
        "{text}"
    );
    for part in [
        "user=7",
        "api_key=[redacted:credential]",
        "password=[redacted:credential]",
        "token=5",
        "ok=true",
        "[redacted:financial]",
        "postgres://[redacted:credential]@db/x",
        "failed: secret=[redacted:credential] for Some(\"[redacted:pii]\")",
    ] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
}

#[test]
fn a_writer_redacts_what_any_formatter_made() {
    for is_json in [false, true] {
        let log = Log::default();
        let writer = RedactingWriter::new(log.clone(), redactor());
        let subscriber = tracing_subscriber::fmt()
            .with_ansi(false)
            .with_writer(writer);
        if is_json {
            tracing::subscriber::with_default(subscriber.json().finish(), events);
        } else {
            tracing::subscriber::with_default(subscriber.finish(), events);
        }
        let text = log.text();
        assert!(
            !text.contains("hunter2") && !text.contains("bob@"),
            "{text}"
        );
        assert!(text.ends_with('\n') && text.lines().count() == 1, "{text}");
        let user = if is_json { "\"user\":7" } else { "user=7" };
        assert!(text.contains(user), "{text}");
    }
}

#[test]
fn a_secret_in_several_writes_is_seen() {
    let log = Log::default();
    let make = RedactingWriter::new(log.clone(), redactor());
    {
        let mut writer = make.make_writer();
        for part in [
            "-----BEGIN PRIVATE ",
            "KEY-----\nMIIE",
            "hunter2\n",
            "-----END PRIVATE KEY-----\n",
        ] {
            writer.write_all(part.as_bytes()).expect("written");
        }
    }
    assert_eq!(log.text(), "[redacted:credential]\n");
}

struct Parts;

impl fmt::Display for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("pass")?;
        f.write_str("word=hun")?;
        f.write_str("ter2")
    }
}

#[test]
fn a_value_is_redacted_however_it_writes_itself() {
    let redactor = redactor();
    let shown = redactor.display(Parts);
    assert_eq!(
        format!("{shown} {shown:?}"),
        "password=[redacted:credential] password=[redacted:credential]"
    );
    let long = "x".repeat(10_000);
    assert!(redactor.display(&long).to_string().len() <= 1024);
    assert_eq!(
        redactor.debug(Some("bob@example.com")).to_string(),
        "Some(\"[redacted:pii]\")"
    );
}

#[test]
fn json_is_redacted_member_by_member() {
    let mut value = json!({
        "password": "x", "token": 5, "secret": null, "otp": 123_456, "is_admin": true,
        "tokens": ["a", "b"], "token_count": 2,
        "nested": {"api_key": {"raw": "x"}, "list": ["bob@example.com", 4_111_111_111_111_111_u64]},
        "env": [{"name": "SMTP_PASS", "value": "x"}, {"key": "PORT", "value": "80"}],
        "bob@example.com": 1,
        "already": {"password": "[redacted:credential]"}
    });
    redactor().json(&mut value);
    let expected = json!({
        "password": "[redacted:credential]", "token": 5, "secret": null, "otp": "[redacted:credential]", "is_admin": true,
        "tokens": "[redacted:credential]", "token_count": 2,
        "nested": {"api_key": "[redacted:credential]", "list": ["[redacted:pii]", "[redacted:financial]"]},
        "env": [{"name": "SMTP_PASS", "value": "[redacted:credential]"}, {"key": "PORT", "value": "80"}],
        "[redacted:pii]": 1,
        "already": {"password": "[redacted:credential]"}
    });
    assert_eq!(value, expected);
    let mut deep = json!("bob@example.com");
    for _ in 0..500 {
        deep = json!([deep]);
    }
    redactor().json(&mut deep);
    let text = deep.to_string();
    assert!(
        !text.contains("bob") && text.contains("[redacted:vague]"),
        "{}",
        text.len()
    );
}

#[test]
fn a_team_names_its_own_tokens() {
    let redactor = Redactor::new(Policy::new(Team {
        secret: vec![Secret {
            prefix: "scr_live_".to_owned(),
        }],
        ..Team::default()
    }));
    let mut replaced = Vec::new();
    let text = redactor.text_with(
        "got scr_live_abcdef, not scr_live_ nor scr_test_abcdef",
        |class, cause| {
            replaced.push((class, cause));
        },
    );
    assert_eq!(
        text,
        "got [redacted:team], not scr_live_ nor scr_test_abcdef"
    );
    assert_eq!(replaced, [(Class::Team, Cause::Shape)]);
}
