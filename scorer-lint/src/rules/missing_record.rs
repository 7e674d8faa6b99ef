//! A value that is recorded under a name which no span of the package declares.

use std::collections::BTreeSet;

use crate::analysis::recorders::{self, Passed};
use crate::engine::check::{Check, Entry};
use crate::engine::cx::{Cx, UnitCx};
use crate::engine::facts::{Fact, Site};
use crate::rule::{Group, Level, Precision, Reach, Rule, Standing};
use crate::source::instrument;
use crate::source::{Argument, Call, CallKind, EventKind, File, TokenKind, Tokens, fields};

/// The rule.
pub static RULE: Rule = Rule {
    name: "missing-record",
    group: Group::Spans,
    level: Level::Warn,
    in_tests: false,
    standing: Standing::of(Precision::High),
    reach: Reach::Statement,
    page: include_str!("../../docs/rules/missing-record.md"),
};

/// What the engine calls for it.
pub static ENTRY: Entry = Entry {
    rule: &RULE,
    words: &["record"],
    helpers: &[],
    checks: &[Check::File(collect), Check::Unit(decide)],
};

/// Crates whose layers make spans for requests.
const LAYERS: &[&str] = &[
    "tracing-actix-web",
    "axum-tracing-opentelemetry",
    "axum-otel",
    "tower-otel",
    "actix-web-opentelemetry",
    "tonic-tracing-opentelemetry",
    "opentelemetry-lambda-tower",
];

/// What a package's spans declare, and what is recorded in them.
#[derive(Default)]
struct Recorded {
    declared: BTreeSet<String>,
    /// Whether a field's name is not written out where a span is made.
    is_open: bool,
    has_main: bool,
    records: Vec<(String, Site)>,
    /// What is handed to functions that may record.
    passed: Vec<(Passed, Site)>,
}

impl Fact for Recorded {
    fn merge(&mut self, other: Self) {
        self.declared.extend(other.declared);
        self.is_open |= other.is_open;
        self.has_main |= other.has_main;
        self.records.extend(other.records);
        self.passed.extend(other.passed);
    }
}

fn collect(cx: &Cx<'_>) {
    let file = cx.file;
    let mut told = Recorded {
        has_main: file
            .functions()
            .iter()
            .any(|function| file.is_word(function.name, "main")),
        ..Recorded::default()
    };
    for one in instrument::instrumented(file) {
        declare(&mut told, &one.fields);
        // Arguments are fields, too, unless they are skipped.
        for parameter in one.function.parameters(file) {
            for at in parameter.pattern.clone() {
                if file.token(at).kind == TokenKind::Ident {
                    told.declared.insert(file.word(at).to_owned());
                }
            }
        }
    }
    for event in file.events() {
        if event.kind == EventKind::Span {
            declare(&mut told, &event.arguments);
        }
    }
    custom_spans(file, &mut told);
    for name in file.hits("record") {
        if cx.is_test(name) {
            continue;
        }
        if let Some(field) = recorded(file, name) {
            let site = cx.site(&field);
            told.records
                .push((file.literal(field.start).to_owned(), site));
        }
    }
    for (passed, literal) in recorders::passed(file) {
        if !cx.is_test(literal.start) {
            told.passed.push((passed, cx.site(&literal)));
        }
    }
    cx.facts::<Recorded>().merge(told);
}

fn declare(told: &mut Recorded, arguments: &[Argument]) {
    for argument in arguments {
        if let Argument::Field { name, .. } = argument {
            match &name.text {
                Some(text) => {
                    told.declared.insert(text.clone());
                }
                None => told.is_open = true,
            }
        }
    }
}

/// Macros of others that make spans: `root_span!(request, user_id = Empty)`.
fn custom_spans(file: &File, told: &mut Recorded) {
    if !file.text.contains("span!") {
        return;
    }
    for at in 0..file.len() {
        if file.is(at + 1, b'!')
            && file.token(at).kind == TokenKind::Ident
            && file.word(at).ends_with("span")
            && file.token(at + 2).kind == TokenKind::Open
        {
            declare(told, &fields(file, file.inside(at + 2)));
        }
    }
}

/// The literal of `Span::current().record("score", score)`.
fn recorded(file: &File, name: u32) -> Option<Tokens> {
    let call = Call::at(file, name).filter(|call| call.kind == CallKind::Method)?;
    let of_span = call.before.clone().any(|at| {
        let word = file.word(at);
        word == "Span" || word == "span" || word.ends_with("_span")
    });
    let arguments = call.each(file);
    let [field, _] = arguments.as_slice() else {
        return None;
    };
    let is_literal = field.len() == 1 && file.token(field.start).kind == TokenKind::Str;
    (of_span && is_literal).then(|| field.clone())
}

fn decide(cx: &UnitCx<'_>) {
    let Some(told) = cx.facts::<Recorded>() else {
        return;
    };
    // A package that makes no span records in those of others, and so may a member of a workspace that others run.
    let is_member = cx.unit.workspace.is_some() && !told.has_main;
    if told.is_open || told.declared.is_empty() || !cx.unit.complete || is_member {
        return;
    }
    // Layers of others make spans with fields of their own, named as the standard names them.
    let has_layer = cx
        .manifest
        .is_some_and(|manifest| manifest.depends_on_any(|package| LAYERS.contains(&package)));
    let through = told
        .passed
        .iter()
        .filter(|(passed, _)| cx.index().records(passed))
        .map(|(passed, site)| (&passed.field, site));
    let direct = told.records.iter().map(|(field, site)| (field, site));
    for (field, site) in direct.chain(through) {
        if told.declared.contains(field)
            || has_layer && (field.contains('.') || field == "trace_id")
        {
            continue;
        }
        let near =
            scorer_instrument_policy::nearest(field, told.declared.iter().map(String::as_str));
        cx.report_at(&RULE, site, |mut finding| {
            finding.message = format!(
                "no span of the package declares a field `{field}`: what is recorded under it is silently dropped"
            )
            .into();
            finding.help(match near {
                Some(near) => format!("write `{near}`, or declare it where the span is made: `fields({field} = tracing::field::Empty)`"),
                None => format!("declare it where the span is made: `fields({field} = tracing::field::Empty)`"),
            })
        });
    }
}
