//! What was replaced is counted, by class and cause.

use scorer_instrument::redact::{Cause, Redactor};
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
