//! A collection, a body, a JSON value or a URL that `#[instrument]` records.

use std::ops::Range;

use scorer_instrument_policy::Record;

use crate::analysis::shown_type::ShownType;
use crate::analysis::unskipped::{self, AgainstKind};
use crate::engine::asked::Ask;
use crate::engine::check::{Check, Entry};
use crate::engine::cx::{Cx, UnitCx};
use crate::engine::facts::{Fact, Site};
use crate::engine::finding::Elsewhere;
use crate::rule::{Group, Level, Precision, Reach, Rule, Standing};
use crate::source::instrument;

/// The rule.
pub static RULE: Rule = Rule {
    name: "large-arg-not-skipped",
    group: Group::RecordsTooMuch,
    level: Level::Deny,
    in_tests: false,
    // Nobody knows what a body holds, and it may be nothing.
    standing: Standing::logged(Precision::VeryHigh, "4.3"),
    reach: Reach::Value,
    page: include_str!("../../docs/rules/large-arg-not-skipped.md"),
};

/// What the engine calls for it.
pub static ENTRY: Entry = Entry {
    rule: &RULE,
    words: &[],
    helpers: &[],
    checks: &[Check::File(check), Check::Unit(decide)],
};

/// An argument that is recorded whole, whose type decides.
struct Whole {
    ty: ShownType,
    /// As a message begins: "argument `request`".
    subject: String,
    site: Site,
    /// Its attribute, in bytes.
    attribute: Range<usize>,
    name: String,
}

#[derive(Default)]
struct WholeArguments(Vec<Whole>);

impl Fact for WholeArguments {
    fn merge(&mut self, other: Self) {
        self.0.extend(other.0);
    }
}

fn check(cx: &Cx<'_>) {
    collect(cx);
    for one in unskipped::recorded(&cx.code, AgainstKind::Large) {
        let finding = cx.at_bytes(&RULE, one.bytes, one.message);
        cx.report(
            finding
                .asks(one.attribute, [Ask::Skip(one.name)])
                .note(unskipped::NOTE),
        );
    }
}

fn collect(cx: &Cx<'_>) {
    for one in instrument::raw(cx.file) {
        let mut found = Vec::new();
        for parameter in cx.flow(one.function).parameters() {
            let is_judged = unskipped::against(parameter).is_some();
            if let Some(ty) = parameter.ty.clone().filter(|_| !is_judged) {
                let at = cx.file.token_at(parameter.bytes.start);
                found.push((parameter.name.clone(), ty, at));
            }
        }
        let first = cx.file.inside(one.function.open);
        let takes_self = first.take(4).find(|at| cx.file.is_word(*at, "self"));
        if let Some(at) = takes_self
            && let Some(block) = cx.file.impl_at(at)
        {
            found.push(("self".to_owned(), cx.file.word(block.ty).to_owned(), at));
        }
        for (name, ty, at) in found {
            if !one.records(cx.file, &name, Record::All) {
                continue;
            }
            let whole = Whole {
                ty: ShownType::Named(ty),
                subject: match name.as_str() {
                    "self" => "`self`".to_owned(),
                    name => format!("argument `{name}`"),
                },
                site: cx.site(&(at..at + 1)),
                attribute: cx.file.bytes_of(&one.attribute.all),
                name,
            };
            cx.facts::<WholeArguments>().0.push(whole);
        }
    }
}

fn decide(cx: &UnitCx<'_>) {
    let Some(WholeArguments(arguments)) = cx.facts() else {
        return;
    };
    for whole in arguments {
        // What the type shows beside that is worse.
        if cx.index().shows(&whole.ty, true).is_some() {
            continue;
        }
        let Some((ty, member, noun)) = cx.index().unbounded(&whole.ty) else {
            continue;
        };
        cx.report_at(&RULE, &whole.site, |mut finding| {
            finding.message = format!(
                "{} is recorded whole, and its `{ty}` holds `{member}`, {noun}",
                whole.subject
            )
            .into();
            finding
                .elsewhere(Elsewhere::Type(ty.clone(), member.clone()))
                .asks(whole.attribute.clone(), [Ask::Skip(whole.name.clone())])
                .note(unskipped::NOTE)
        });
    }
}
