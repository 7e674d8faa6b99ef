//! What was replaced is counted, by class and cause.

use scorer_instrument::redact::{Cause, Redactor};
use scorer_instrument::telemetry::Builder;
use scorer_instrument_policy::{Class, Policy, Refuse, Team};

#[test]
fn what_was_replaced_is_counted() {
    let redactor = Redactor::new(Policy::new(Team {
        refuse: vec![Refuse {
            name: "nullifier".to_owned(),
            instead: None,
            reason: None,
        }],
        ..Team::default()
    }));
    let text = redactor.text("nullifier=x to a@example.com and b@example.com");
    assert_eq!(
        text,
        "nullifier=[redacted:team] to [redacted:pii] and [redacted:pii]"
    );
    assert_eq!(redactor.clone().text("plain"), "plain");
    let counts: Vec<_> = redactor
        .counts()
        .into_iter()
        .map(|it| (it.class, it.cause, it.count))
        .collect();
    let expected = [(Class::Pii, Cause::Shape, 2), (Class::Team, Cause::Name, 1)];
    assert_eq!(counts, expected);
    assert!(redactor.leaks().is_empty(), "free text has no field");
}

/// An error that says too much.
#[derive(Debug)]
struct Failed;

impl std::fmt::Display for Failed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("password=hunter2 for a@example.com")
    }
}

impl std::error::Error for Failed {}

#[test]
fn what_an_error_replaces_in_its_own_text_is_counted_by_the_runtime_that_prints_it() {
    #[scorer_instrument::scorer_span(err)]
    fn login() -> Result<(), Failed> {
        Err(Failed)
    }
    let pipeline = || {
        Builder::new("counts", "1.0.0", Policy::default())
            .environment(|_| None)
            .in_memory()
            .expect("accepted settings")
    };
    let (telemetry, other) = (pipeline(), pipeline());
    telemetry.run(|| {
        let _ = login().is_err();
        scorer_instrument::error!(reason = %Failed, "it failed");
    });
    other.run(|| scorer_instrument::error!("nothing to hide"));
    let redactor = telemetry.telemetry().redactor();
    let mut leaks: Vec<_> = redactor
        .leaks()
        .into_iter()
        .map(|it| (it.field, it.class, it.cause, it.count))
        .collect();
    leaks.sort_by(|left, right| left.0.cmp(&right.0).then(left.1.cmp(&right.1)));
    let found = |field: &str, class, cause| (field.to_owned(), class, cause, 1);
    assert_eq!(
        leaks,
        [
            found("error", Class::Credential, Cause::Name),
            found("error", Class::Pii, Cause::Shape),
            found("reason", Class::Credential, Cause::Name),
            found("reason", Class::Pii, Cause::Shape),
        ]
    );
    assert!(other.telemetry().redactor().counts().is_empty());
    let logs = telemetry.logs();
    assert!(
        logs.contains("password=[redacted:credential] for [redacted:pii]"),
        "{logs}"
    );
}
