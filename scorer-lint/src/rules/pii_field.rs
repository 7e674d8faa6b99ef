//! A field of a span or an event that holds a secret or personal data.

use crate::cx::Cx;
use crate::finding::Finding;
use crate::rule::{Check, Group, Level, Rule};
use crate::rules::recorded::{self, Unfit};
use crate::source::{Argument, Call, CallKind, Event, EventKind, Kind, Tokens, Word};

/// The rule.
pub static RULE: Rule = Rule {
    name: "pii-field",
    group: Group::RecordsTooMuch,
    level: Level::Deny,
    in_tests: false,
    page: include_str!("../../docs/rules/pii-field.md"),
    checks: &[Check::File(check)],
};

fn check(cx: &Cx<'_>) {
    for event in cx.file.events() {
        for argument in &event.arguments {
            if let Argument::Field {
                name,
                value,
                shorthand,
                ..
            } = argument
            {
                let shown = name.text.as_deref();
                judged(
                    cx,
                    event.guarded,
                    shown,
                    &name.tokens,
                    value,
                    *shorthand,
                    what(event),
                );
            }
        }
    }
    for name in cx.file.hits(Word::Record) {
        if let Some(call) = Call::at(cx.file, name) {
            recorded_later(cx, &call);
        }
    }
}

fn what(event: &Event) -> &'static str {
    match event.kind {
        EventKind::Event => "event",
        EventKind::Span => "span",
    }
}

/// `span.record("email", &email)`.
fn recorded_later(cx: &Cx<'_>, call: &Call) {
    let arguments = call.each(cx.file);
    let [name, value] = arguments.as_slice() else {
        return;
    };
    if call.kind != CallKind::Method
        || name.len() != 1
        || cx.file.token(name.start).kind != Kind::Str
    {
        return;
    }
    let shown = cx.file.word(name.start).trim_matches('"').to_owned();
    let value = unwrapped(cx, value);
    judged(cx, false, Some(&shown), name, &value, false, "span");
}

/// The value within `&display(x)`, `&tracing::field::debug(&x)`.
fn unwrapped(cx: &Cx<'_>, value: &Tokens) -> Tokens {
    let mut value = value.clone();
    while cx.file.is(value.start, b'&') {
        value.start += 1;
    }
    for at in value.clone() {
        if matches!(cx.file.word(at), "display" | "debug")
            && cx.file.is(at + 1, b'(')
            && cx.file.mate(at + 1) + 1 == value.end
        {
            return cx.file.inside(at + 1);
        }
    }
    value
}

fn judged(
    cx: &Cx<'_>,
    guarded: bool,
    shown: Option<&str>,
    name: &Tokens,
    value: &Tokens,
    shorthand: bool,
    what: &str,
) {
    let flow = cx.flow_at(name.start);
    for unfit in recorded::field(cx, &flow, shown, value, shorthand) {
        let finding = match unfit {
            Unfit::Name(_) if guarded => continue,
            Unfit::Name(refusal) => {
                let subject = format!("{what} field `{}`", shown.unwrap_or_default());
                let finding = cx.at(&RULE, name, recorded::sentence(&subject, &refusal.reason));
                match &refusal.instead {
                    Some(instead) => finding.help(format!("record `{instead}` in its place, or leave the field out")),
                    None => finding.help("leave the field out, or record a fact about it: its length, whether it is there"),
                }
            }
            // What the compiler refuses, it has said.
            Unfit::Value(found) if guarded && !found.through_local => continue,
            Unfit::Value(found) => value_finding(cx, shown, shorthand, what, found),
        };
        cx.report(finding);
    }
}

fn value_finding(
    cx: &Cx<'_>,
    shown: Option<&str>,
    shorthand: bool,
    what: &str,
    found: crate::flow::Found,
) -> Finding {
    let shown = shown.unwrap_or("..");
    let message = if shorthand {
        format!(
            "{what} field `{shown}` {}",
            found.reason.replacen("reads ", "records ", 1)
        )
    } else {
        format!("{what} field `{shown}`: its value {}", found.reason)
    };
    let help = "leave the field out, or record a fact about it: its length, whether it is there";
    cx.at_bytes(&RULE, found.bytes, message).help(help)
}
