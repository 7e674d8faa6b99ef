//! The visitor: types stay what they are, and names are judged by the policy.

use std::cell::RefCell;
use std::error::Error;
use std::fmt;
use std::rc::Rc;

use scorer_instrument::redact::Redactor;
use scorer_instrument_policy::{Allow, Policy, Team};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber, info};

/// Writes values down by type.
#[derive(Default)]
struct Typed(Vec<String>);

impl Typed {
    fn put(&mut self, kind: &str, field: &Field, value: impl fmt::Display) {
        self.0.push(format!("{kind} {}={value}", field.name()));
    }
}

impl Visit for Typed {
    fn record_bool(&mut self, field: &Field, value: bool) {
        self.put("bool", field, value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.put("i64", field, value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.put("u64", field, value);
    }

    fn record_i128(&mut self, field: &Field, value: i128) {
        self.put("i128", field, value);
    }

    fn record_u128(&mut self, field: &Field, value: u128) {
        self.put("u128", field, value);
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.put("f64", field, value);
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.put("str", field, value);
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.put("debug", field, format_args!("{value:?}"));
    }
}

/// Visits every event's fields.
struct Visiting(Redactor, Lines);

type Lines = std::sync::Arc<std::sync::Mutex<Vec<String>>>;

impl Subscriber for Visiting {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut typed = Typed::default();
        event.record(&mut self.0.visitor(&mut typed));
        self.1.lock().expect("no panic").extend(typed.0);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

fn visited(redactor: &Redactor, code: impl FnOnce()) -> Vec<String> {
    let lines = Lines::default();
    tracing::subscriber::with_default(Visiting(redactor.clone(), lines.clone()), code);
    std::mem::take(&mut *lines.lock().expect("no panic"))
}

#[test]
fn types_stay() {
    let redactor = Redactor::new(Policy::default());
    let lines = visited(&redactor, || {
        info!(a = true, b = -1_i64, c = 1_u64, d = 1_i128, e = 1_u128, f = 0.5, g = "x", h = %"x", i = ?"x", "said");
    });
    let expected = [
        "str message=said",
        "bool a=true",
        "i64 b=-1",
        "u64 c=1",
        "i128 d=1",
        "u128 e=1",
        "f64 f=0.5",
        "str g=x",
        "str h=x",
        "str i=\"x\"",
    ];
    assert_eq!(lines, expected);
    assert!(redactor.counts().is_empty());
}

#[test]
fn a_refused_name_is_replaced_by_type() {
    let redactor = Redactor::new(Policy::default());
    let lines = visited(&redactor, || {
        info!(token = true);
        info!(token = 5);
        info!(token = 0.5);
        info!(token = "x");
        info!(token = ?Some("x"));
        info!(otp = 123_456);
        info!(otp = false);
        info!(n = 4_111_111_111_111_111_u64);
        info!(n = 4_111_111_111_111_112_u64);
        info!(raw = &b"to bob@example.com"[..]);
        info!(cause = &std::io::Error::other("for bob@example.com") as &(dyn Error + 'static));
    });
    let expected = [
        "bool token=true",
        "i64 token=5",
        "str token=[redacted:credential]",
        "str token=[redacted:credential]",
        "str token=[redacted:credential]",
        "str otp=[redacted:credential]",
        "bool otp=false",
        "str n=[redacted:financial]",
        "u64 n=4111111111111112",
        "str raw=to [redacted:pii]",
        "str cause=for [redacted:pii]",
    ];
    assert_eq!(lines, expected);
    assert_eq!(redactor.leaks()[0].field, "token");
    assert_eq!(redactor.leaks()[0].count, 3);
}

#[test]
fn two_redactors_judge_a_callsite_each_by_its_own_policy() {
    let event = || info!(passport_id = "x");
    let strict = Redactor::new(Policy::default());
    let allowing = Redactor::new(Policy::new(Team {
        allow: vec![Allow {
            name: "passport_id".to_owned(),
            reason: "a row's id".to_owned(),
        }],
        ..Team::default()
    }));
    assert_ne!(visited(&strict, event), ["str passport_id=x"]);
    assert_eq!(visited(&allowing, event), ["str passport_id=x"]);
}

#[test]
fn a_value_that_fails_or_is_endless_is_cut() {
    struct Endless(Rc<RefCell<usize>>);
    impl fmt::Debug for Endless {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            for _ in 0..100_000 {
                f.write_str("é")?;
                *self.0.borrow_mut() += 1;
            }
            Err(fmt::Error)
        }
    }
    let redactor = Redactor::with_limit(Policy::default(), 100);
    let written = Rc::new(RefCell::new(0));
    let lines = visited(&redactor, || info!(x = ?Endless(Rc::clone(&written))));
    assert_eq!(lines, [format!("str x={}…", "é".repeat(48))]);
    assert_eq!(
        *written.borrow(),
        100_000,
        "a `Debug` is never stopped by an error"
    );
}
