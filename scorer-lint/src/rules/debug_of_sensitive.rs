//! A value that is printed whole, whose type shows a secret or personal data.

mod telling;

use std::collections::BTreeSet;

use scorer_instrument_policy::Record;
use scorer_instrument_syntax::format;

use crate::analysis::flow::{self, Flow};
use crate::analysis::index::Shows;
use crate::analysis::shown_type::ShownType;
use crate::analysis::unskipped;
use crate::engine::asked::{Ask, Asked};
use crate::engine::check::{Check, Entry};
use crate::engine::cx::{Cx, UnitCx};
use crate::engine::facts::{Fact, Site};
use crate::engine::finding::{Elsewhere, Finding};
use crate::rule::{Group, Level, Precision, Reach, Rule, Standing};
use crate::source::instrument;
use crate::source::slice;
use crate::source::{Argument, Call, CallKind, Event, EventKind, Sigil, Tokens};

/// The rule.
pub static RULE: Rule = Rule {
    name: "debug-of-sensitive",
    group: Group::RecordsTooMuch,
    level: Level::Deny,
    in_tests: false,
    // What the type shows may be a credential or somebody's data; one is worse than the other.
    standing: Standing::private(Precision::High, "6.5"),
    reach: Reach::Value,
    page: include_str!("../../docs/rules/debug-of-sensitive.md"),
};

/// What the engine calls for it.
pub static ENTRY: Entry = Entry {
    rule: &RULE,
    words: TEXT,
    helpers: &[],
    checks: &[
        Check::File(collect),
        Check::Unit(check),
        Check::Typed(typed),
    ],
};

/// Macros that make text, beside those that log it.
const TEXT: &[&str] = &[
    "format", "println", "print", "eprintln", "eprint", "bail", "anyhow",
];

fn collect(cx: &Cx<'_>) {
    for event in cx.file.events() {
        of_event(cx, event);
    }
    for name in cx.file.hits_of(TEXT) {
        let call = Call::at(cx.file, name).filter(|call| call.kind == CallKind::Macro);
        // `Display` of a type is written to be shown; what is printed by `{:?}` here ends up in an error or in a log.
        let debugs = |call: &Call| cx.file.word(call.arguments.start).contains("?}");
        if let Some(call) = call.filter(debugs) {
            let subject = format!("`{}!`", cx.file.word(name));
            of_format(cx, &cx.flow_at(name), &call.arguments, &subject);
        }
    }
    for instrumented in instrument::raw(cx.file) {
        let flow = cx.flow(instrumented.function);
        let asked = |ask: Ask| Asked {
            attribute: cx.file.bytes_of(&instrumented.attribute.all),
            asks: vec![ask],
        };
        for parameter in flow.parameters() {
            let known = unskipped::against(parameter).is_some();
            if let Some(ty) = parameter
                .ty
                .clone()
                .filter(|_| !known && instrumented.records(cx.file, &parameter.name, Record::All))
            {
                let at = cx.file.token_at(parameter.bytes.start);
                let asked = asked(Ask::Skip(parameter.name.clone()));
                shown(
                    cx,
                    ShownType::Named(ty),
                    true,
                    format!("argument `{}`", parameter.name),
                    &(at..at + 1),
                    Some(asked),
                );
            }
        }
        let takes_self = cx
            .file
            .inside(instrumented.function.open)
            .take(4)
            .find(|at| cx.file.is_word(*at, "self"));
        if let Some(at) = takes_self.filter(|_| instrumented.records(cx.file, "self", Record::All))
            && let Some(block) = cx.file.impl_at(at)
        {
            let ty = ShownType::Named(cx.file.word(block.ty).to_owned());
            let asked = asked(Ask::Skip("self".to_owned()));
            shown(
                cx,
                ty,
                true,
                "`self`".to_owned(),
                &(at..at + 1),
                Some(asked),
            );
        }
        let ret = instrumented
            .attribute
            .arguments
            .clone()
            .find(|at| cx.file.is_word(*at, "ret"));
        if let Some(at) = ret {
            let function = cx.file.word(instrumented.function.name).to_owned();
            shown(
                cx,
                ShownType::ReturnedBy(function),
                true,
                "the returned value".to_owned(),
                &(at..at + 1),
                Some(asked(Ask::DropRet)),
            );
        }
        for field in &instrumented.fields {
            let dropped = |name: &str| asked(Ask::DropValue(name.to_owned()));
            of_field(cx, &flow, field, Some(&dropped));
        }
    }
}

fn of_event(cx: &Cx<'_>, event: &Event) {
    if event.guarded {
        return;
    }
    let flow = cx.flow_at(event.name);
    for argument in &event.arguments {
        of_field(cx, &flow, argument, None);
    }
    if let Some(tokens) = event.format().filter(|_| event.kind == EventKind::Event) {
        of_format(
            cx,
            &flow,
            &tokens,
            &format!("the message of `{}!`", cx.file.word(event.name)),
        );
    }
}

/// A field of an event, or of an attribute, which is asked to leave it out.
fn of_field(
    cx: &Cx<'_>,
    flow: &Flow<'_>,
    argument: &Argument,
    asked: Option<&dyn Fn(&str) -> Asked>,
) {
    let Argument::Field {
        name: shown_name,
        sigil,
        value,
        ..
    } = argument
    else {
        return;
    };
    if *sigil == Sigil::None {
        return;
    }
    if value.len() == 1 {
        let name = cx.file.word(value.start);
        let subject = format!("field `{}`", shown_name.text.as_deref().unwrap_or(".."));
        telling::error(cx, flow, name, value, &subject);
    }
    if let Some(ty) = flow.type_of(value) {
        let subject = format!("field `{}`", shown_name.text.as_deref().unwrap_or(".."));
        shown(
            cx,
            ty,
            *sigil == Sigil::Debug,
            subject,
            value,
            asked
                .zip(shown_name.text.as_deref())
                .map(|(asked, name)| asked(name)),
        );
    }
}

/// The arguments and the captures of a format string, each as it is printed.
fn of_format(cx: &Cx<'_>, flow: &Flow<'_>, tokens: &Tokens, subject: &str) {
    if !flow::prints(cx.file, tokens.start) {
        return;
    }
    let Some(slice) = slice::parse(cx.file, tokens, format::parse) else {
        return;
    };
    let values: Vec<Tokens> = crate::source::split(cx.file, tokens.clone(), b',')
        .into_iter()
        .skip(1)
        .collect();
    for printed in slice.parsed.printed() {
        let (value, ty) = match printed.argument {
            format::Source::Value(at) => {
                let Some(value) = values.get(at) else {
                    continue;
                };
                let mut value = value.clone();
                if cx.file.is(value.start + 1, b'=') && !cx.file.is(value.start + 2, b'=') {
                    value.start += 2;
                }
                if value.len() == 1 {
                    telling::error(cx, flow, cx.file.word(value.start), &value, subject);
                }
                let ty = flow.type_of(&value);
                (value, ty)
            }
            format::Source::Captured(name) => {
                let literal = tokens.start..tokens.start + 1;
                telling::error(cx, flow, &name, &literal, subject);
                (literal, flow.type_of_capture(&name, tokens.start))
            }
        };
        if let Some(ty) = ty {
            shown(cx, ty, printed.debug, subject.to_owned(), &value, None);
        }
    }
}

/// A value that is printed, whose type decides.
#[derive(Clone, Debug)]
struct Shown {
    /// How its type is known.
    ty: ShownType,
    /// Whether it is printed by `Debug`; else by `Display`.
    debug: bool,
    /// What is printed, as a message begins: "argument `request`".
    subject: String,
    site: Site,
    /// What it asks of the attribute that prints it.
    asked: Option<Asked>,
}

/// Those of a file or a package.
#[derive(Default)]
struct ShownValues(Vec<Shown>);

impl Fact for ShownValues {
    fn merge(&mut self, other: Self) {
        self.0.extend(other.0);
    }
}

const HELP: &str = "print the parts that are needed by name, write `impl Debug` for it without the member, or hold the member in `secrecy::SecretBox<..>`";

fn shown(
    cx: &Cx<'_>,
    ty: ShownType,
    debug: bool,
    subject: String,
    tokens: &Tokens,
    asked: Option<Asked>,
) {
    let site = cx.site(tokens);
    cx.facts::<ShownValues>().0.push(Shown {
        ty,
        debug,
        subject,
        site,
        asked,
    });
}

fn check(cx: &UnitCx<'_>) {
    telling::check(cx);
    let mut said = BTreeSet::new();
    let Some(ShownValues(values)) = cx.facts() else {
        return;
    };
    for shown in values {
        let Some(shows) = cx.index().shows(&shown.ty, shown.debug) else {
            continue;
        };
        if !said.insert((shown.site.path.clone(), shown.site.bytes.start)) {
            continue;
        }
        cx.report_at(&RULE, &shown.site, |mut finding| {
            finding.message = message(&shown.subject, &shows, shown.debug).into();
            // What the value's own name refuses, another rule has said.
            finding.yields_in = Some(finding.bytes.clone());
            finding.asked.clone_from(&shown.asked);
            finding
                .elsewhere(Elsewhere::Type(shows.ty, shows.member))
                .help(HELP)
        });
    }
}

/// The types that a finding of this rule says are printed, each with those of its members that show something.
pub(super) fn printed_types(cx: &UnitCx<'_>) -> BTreeSet<String> {
    let values = cx.facts().map_or(&[][..], |ShownValues(values)| values);
    values
        .iter()
        .filter_map(|shown| cx.index().shows(&shown.ty, shown.debug))
        .flat_map(|shows| [shows.ty, shows.holder])
        .collect()
}

fn message(subject: &str, shows: &Shows, debug: bool) -> String {
    let how = if debug { "Debug" } else { "Display" };
    match shows.member.as_str() {
        "" => format!("{subject} prints `{}`, {}", shows.ty, shows.reason),
        member => format!(
            "{subject} prints `{}`, whose `{how}` shows `{member}`, {}",
            shows.ty, shows.reason
        ),
    }
}

/// A finding that a name made, as one of what its type shows instead.
fn typed(finding: &Finding, shows: Shows, debug: bool) -> Finding {
    let mut finding = finding.clone();
    finding.rule = &RULE;
    finding.message = message("this", &shows, debug).into();
    finding.help = Some(HELP.into());
    finding.elsewhere(Elsewhere::Type(shows.ty, shows.member))
}
