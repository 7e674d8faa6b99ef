//! One value under two names on one span or event, or a struct beside its own member.

use std::collections::HashMap;

use crate::engine::asked::Ask;
use crate::engine::check::{Check, Entry};
use crate::engine::cx::Cx;
use crate::engine::dropped::KeptBy;
use crate::engine::finding::Finding;
use crate::rewrite::removal;
use crate::rule::{Group, Level, Precision, Reach, Rule, Standing};
use crate::source::instrument;
use crate::source::instrument::Instrumented;
use crate::source::{Argument, Event, Sigil, TokenKind, Tokens};

/// The rule.
pub static RULE: Rule = Rule {
    name: "duplicate-recording",
    group: Group::RecordsTooMuch,
    level: Level::Deny,
    in_tests: false,
    standing: Standing::of(Precision::Medium),
    reach: Reach::Value,
    page: include_str!("../../docs/rules/duplicate-recording.md"),
};

/// What the engine calls for it.
pub static ENTRY: Entry = Entry {
    rule: &RULE,
    words: &[],
    helpers: &[],
    checks: &[Check::File(check)],
};

fn check(cx: &Cx<'_>) {
    for instrumented in &instrument::instrumented(cx.file) {
        on_function(cx, instrumented);
    }
    for event in cx.file.events() {
        within(cx, Place::Event(event), &event.arguments, HashMap::new());
    }
}

/// The arguments that are recorded by themselves, and the fields beside them.
fn on_function(cx: &Cx<'_>, instrumented: &Instrumented<'_>) {
    let flow = cx.flow(instrumented.function);
    let recorded: HashMap<String, String> = flow
        .parameters()
        .iter()
        .filter(|parameter| {
            instrumented.records(cx.file, &parameter.name, cx.code.policy.team.record)
        })
        .map(|parameter| (parameter.name.clone(), argument(&parameter.name)))
        .collect();
    within(
        cx,
        Place::Attribute(instrumented),
        &instrumented.fields,
        recorded,
    );
}

/// An argument, as a message calls it.
fn argument(name: &str) -> String {
    format!("argument `{name}`")
}

/// Where fields stand.
#[derive(Clone, Copy)]
enum Place<'a> {
    Event(&'a Event),
    Attribute(&'a Instrumented<'a>),
}

impl Place<'_> {
    /// A finding with what mends it: a second name goes from an event. In an attribute it stays where the argument beside it
    /// is recorded because nobody skipped it.
    fn mended(self, cx: &Cx<'_>, finding: Finding, field: u32, ask: Ask) -> Finding {
        match self {
            // Which of the two names is asked for somewhere, nobody here can tell.
            Self::Event(event) => removal::mended(
                finding,
                removal::field(cx.file, event, field),
                false,
                KeptBy::Beside,
            ),
            Self::Attribute(one) => finding.asks(cx.file.bytes_of(&one.attribute.all), [ask]),
        }
    }
}

fn within(
    cx: &Cx<'_>,
    place: Place<'_>,
    fields: &[Argument],
    mut recorded: HashMap<String, String>,
) {
    for field in fields {
        let Argument::Field {
            name,
            value,
            shorthand,
            sigil,
        } = field
        else {
            continue;
        };
        let shown = name
            .text
            .clone()
            .unwrap_or_else(|| cx.file.text_of(&name.tokens).to_owned());
        // What the exporter makes the span's own name, kind and status of is no attribute.
        if shown.starts_with("otel.") {
            continue;
        }
        let Some(path) = path_of(cx, value).filter(|_| !name.tokens.is_empty()) else {
            continue;
        };
        // An error's message, and the causes behind it.
        let path = match sigil {
            Sigil::Debug if is_error(&path) => format!("?{path}"),
            _ => path,
        };
        // `x` as a field of an attribute declares an empty one.
        if *shorthand && !recorded.is_empty() && !recorded.contains_key(&path) {
            recorded.insert(path, format!("field `{shown}`"));
            continue;
        }
        let owner = owners(&path).find_map(|owner| Some((owner, recorded.get(owner)?)));
        if let Some(first) = recorded.get(&path) {
            let message = format!(
                "field `{shown}` records `{}`, which {first} already records",
                path.trim_start_matches('?')
            );
            let finding = cx
                .at(&RULE, &name.tokens, message)
                .help(format!("leave `{shown}` out, or skip the other"));
            let ask = if *first == argument(&path) {
                Ask::SkipCopy(path)
            } else {
                Ask::DropCopy(shown)
            };
            cx.report(place.mended(cx, finding, name.tokens.start, ask));
        } else if let Some((owner, first)) = owner {
            let message =
                format!("field `{shown}` records a part of `{owner}`, which {first} records whole");
            let finding = cx.at(&RULE, &name.tokens, message);
            let finding = finding.help(format!("skip `{owner}` and keep the field"));
            let whole = owner.to_owned();
            cx.report(match place {
                Place::Attribute(_) if *first == argument(owner) => {
                    place.mended(cx, finding, name.tokens.start, Ask::SkipCopy(whole))
                }
                _ => finding,
            });
        } else {
            recorded.insert(path, format!("field `{shown}`"));
        }
    }
}

/// The path that a value is: `request.id` for `%request.id.to_string()`; none for what is computed.
fn path_of(cx: &Cx<'_>, value: &Tokens) -> Option<String> {
    const SAME: &[&str] = &[
        "to_string",
        "clone",
        "as_str",
        "to_owned",
        "as_ref",
        "as_deref",
        "display",
        "into_inner",
        "as_deref_mut",
    ];
    let file = cx.file;
    let mut path = String::new();
    let mut at = value.start;
    while at < value.end && matches!(file.token(at).byte, b'&' | b'*') {
        at += 1;
    }
    while at < value.end {
        match file.token(at).kind {
            TokenKind::Ident
                if SAME.contains(&file.word(at))
                    && file.is(at + 1, b'(')
                    && file.is(at + 2, b')') =>
            {
                at += 3;
                if path.ends_with('.') {
                    path.pop();
                }
                // What is called on the copy is computed.
                if at < value.end && !SAME.contains(&file.word(at + 1)) {
                    return None;
                }
                continue;
            }
            TokenKind::Ident if !file.is(at + 1, b'(') && !file.is(at + 1, b'!') => {
                path.push_str(file.word(at));
            }
            TokenKind::Literal if path.ends_with('.') => path.push_str(file.word(at)),
            TokenKind::Punct if file.is(at, b'.') && !path.is_empty() => path.push('.'),
            _ => return None,
        }
        at += 1;
    }
    let is_path =
        path.starts_with(|first: char| first.is_lowercase() || first == '_') && path != "self";
    is_path.then_some(path)
}

fn is_error(path: &str) -> bool {
    matches!(
        path.rsplit(['.', '_']).next().unwrap_or_default(),
        "e" | "err" | "error"
    )
}

/// `a.b` and `a` for `a.b.c`.
fn owners(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('.')
        .map(|(at, _)| &path[..at])
        .filter(|owner| *owner != "self")
}
