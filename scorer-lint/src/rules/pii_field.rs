//! A field of a span or an event that holds a secret or personal data.

use std::ops::Range;

use scorer_instrument_policy::{Class, TypeClass};
use scorer_instrument_syntax::reason::Grounds;

use crate::analysis::flow::Flow;
use crate::analysis::recorded::{self, Unfit};
use crate::analysis::unskipped::{self, AgainstKind};
use crate::engine::asked::Ask;
use crate::engine::check::{Check, Entry};
use crate::engine::cx::Cx;
use crate::engine::doubts::Made;
use crate::rule::{Group, Level, Precision, Reach, Rule, Standing};
use crate::source::instrument;
use crate::source::instrument::Instrumented;
use crate::source::{Argument, Call, CallKind, Event, EventKind, Sigil, TokenKind, Tokens};

/// The rule.
pub static RULE: Rule = Rule {
    name: "pii-field",
    group: Group::RecordsTooMuch,
    level: Level::Deny,
    in_tests: false,
    standing: Standing::private(Precision::High, "5.3"),
    reach: Reach::Value,
    page: include_str!("../../docs/rules/pii-field.md"),
};

/// What the engine calls for it.
pub static ENTRY: Entry = Entry {
    rule: &RULE,
    words: &["record", "include_headers"],
    helpers: &[],
    checks: &[Check::File(check)],
};

fn check(cx: &Cx<'_>) {
    for event in cx.file.events() {
        let (flow, what) = (cx.flow_at(event.name), what(event));
        for argument in &event.arguments {
            if let Some(field) = Field::of(argument, what, event.guarded) {
                judge(cx, &flow, &field);
            }
        }
    }
    for one in unskipped::recorded(&cx.code, AgainstKind::Personal) {
        let finding = cx.at_bytes(&RULE, one.bytes, one.message);
        let finding = finding
            .asks(one.attribute, [Ask::Skip(one.name)])
            .note(unskipped::NOTE);
        let made = if one.by_own_name {
            Made::Personal
        } else {
            Made::Type
        };
        cx.report_unless_typed(finding, one.named, true, made);
    }
    for instrumented in instrument::raw(cx.file) {
        of_attribute(cx, &instrumented);
    }
    for name in cx.file.hits("include_headers") {
        if let Some(call) = Call::at(cx.file, name) {
            all_headers(cx, &call);
        }
    }
    for name in cx.file.hits("record") {
        if let Some(call) = Call::at(cx.file, name) {
            recorded_later(cx, &call);
        }
    }
}

/// A field, wherever it is recorded.
struct Field {
    shown: Option<String>,
    name: Tokens,
    value: Tokens,
    shorthand: bool,
    sigil: Sigil,
    /// "span" or "event".
    what: &'static str,
    /// Whether the compiler judges it.
    guarded: bool,
    /// The attribute that it is a field of.
    attribute: Option<Range<usize>>,
}

impl Field {
    fn of(argument: &Argument, what: &'static str, guarded: bool) -> Option<Self> {
        match argument {
            Argument::Field {
                name,
                value,
                shorthand,
                sigil,
            } => Some(Self {
                shown: name.text.clone(),
                name: name.tokens.clone(),
                value: value.clone(),
                shorthand: *shorthand,
                sigil: *sigil,
                what,
                guarded,
                attribute: None,
            }),
            _ => None,
        }
    }
}

fn what(event: &Event) -> &'static str {
    match event.kind {
        EventKind::Event => "event",
        EventKind::Span => "span",
    }
}

/// `#[instrument(fields(..))]`.
fn of_attribute(cx: &Cx<'_>, instrumented: &Instrumented<'_>) {
    let flow = cx.flow(instrumented.function);
    for argument in &instrumented.fields {
        // `fields(score)` declares an empty field, whatever an argument of that name holds.
        let empty = matches!(
            argument,
            Argument::Field {
                shorthand: true,
                sigil: Sigil::None,
                ..
            }
        );
        if let Some(mut field) = Field::of(argument, "span", false).filter(|_| !empty) {
            field.attribute = Some(cx.file.bytes_of(&instrumented.attribute.all));
            judge(cx, &flow, &field);
        }
    }
}

/// `DefaultOnResponse::new().include_headers(true)`: tower-http's layer then records every header as it came.
/// <https://docs.rs/tower-http/latest/tower_http/trace/struct.DefaultOnResponse.html#method.include_headers>
fn all_headers(cx: &Cx<'_>, call: &Call) {
    let is_on = call.arguments.len() == 1 && cx.file.is_word(call.arguments.start, "true");
    if call.kind == CallKind::Method && is_on {
        let message =
            "`include_headers(true)` records every header, including those with credentials";
        let finding = cx.at(&RULE, &(call.name..call.whole.end), message);
        cx.report(finding.help(
            "remove it, and record the headers that are needed by name: `request_id = ?request.headers().get(\"x-request-id\")`",
        ));
    }
}

/// `span.record("email", &email)`.
fn recorded_later(cx: &Cx<'_>, call: &Call) {
    let arguments = call.each(cx.file);
    let [name, value] = arguments.as_slice() else {
        return;
    };
    let is_literal = name.len() == 1 && cx.file.token(name.start).kind == TokenKind::Str;
    if call.kind == CallKind::Method && is_literal {
        let shown = cx.file.word(name.start).trim_matches('"').to_owned();
        let field = Field {
            shown: Some(shown),
            name: name.clone(),
            value: unwrapped(cx, value),
            shorthand: false,
            sigil: Sigil::None,
            what: "span",
            guarded: false,
            attribute: None,
        };
        judge(cx, &cx.flow_at(call.name), &field);
    }
}

/// The value within `&display(x)`, `&tracing::field::debug(&x)`.
fn unwrapped(cx: &Cx<'_>, value: &Tokens) -> Tokens {
    let mut value = value.clone();
    while cx.file.is(value.start, b'&') {
        value.start += 1;
    }
    let wrapper = value.clone().find(|at| {
        matches!(cx.file.word(*at), "display" | "debug")
            && cx.file.is(at + 1, b'(')
            && cx.file.mate(at + 1) + 1 == value.end
    });
    wrapper.map_or(value, |at| cx.file.inside(at + 1))
}

const HELP: &str =
    "leave the field out, or record a fact about it, such as its `.len()` or `.is_some()`";

fn judge(cx: &Cx<'_>, flow: &Flow<'_>, field: &Field) {
    let shown = field.shown.as_deref().unwrap_or("..");
    let what = field.what;
    for unfit in recorded::field(
        &cx.code,
        flow,
        field.shown.as_deref(),
        &field.value,
        field.shorthand,
    ) {
        // What the compiler refuses, it has said: it does not follow locals.
        let made = match &unfit {
            Unfit::Name(refusal) if refusal.class == Class::Credential => Made::CredentialField,
            Unfit::Name(refusal) if refusal.class == Class::Pii => Made::PersonalField,
            Unfit::Name(_) => Made::Field,
            Unfit::Value(found) => Made::by(&found.reading),
        };
        let finding = match unfit {
            Unfit::Name(_) if field.guarded => continue,
            Unfit::Value(found) if field.guarded && !found.through_local() => continue,
            Unfit::Name(refusal) => {
                let message = format!(
                    "{what} field `{shown}` is {} and must not be recorded",
                    refusal.reason
                );
                let help = match &refusal.instead {
                    Some(instead) => {
                        format!("record `{instead}` in its place, or leave the field out")
                    }
                    None => HELP.to_owned(),
                };
                cx.at(&RULE, &field.name, message).help(help)
            }
            Unfit::Value(found) => {
                let message = if field.shorthand {
                    format!("{what} field `{shown}` records {}", found.reading)
                } else {
                    format!("{what} field `{shown}`: its value reads {}", found.reading)
                };
                let help = match &found.reading.origin.grounds {
                    Grounds::Type {
                        class: TypeClass::Qualified,
                        ..
                    } => {
                        "record its `.path()`, which holds no query, or the route that was matched"
                    }
                    _ => HELP,
                };
                cx.at_bytes(&RULE, found.bytes, message).help(help)
            }
        };
        let finding = match (&field.attribute, &field.shown) {
            (Some(attribute), Some(shown)) => {
                finding.asks(attribute.clone(), [Ask::DropValue(shown.clone())])
            }
            _ => finding,
        };
        let ty = flow.type_of(&field.value);
        cx.report_unless_typed(finding, ty, field.sigil == Sigil::Debug, made);
    }
}
