//! An event of plain `tracing`, in a package whose other events the compiler judges.

use std::cell::RefCell;

use proc_macro2::TokenStream;
use scorer_instrument_syntax::binding::{Binding, bindings};
use scorer_instrument_syntax::events;
use scorer_instrument_syntax::expr::Operand;
use syn::Signature;

use crate::engine::check::{Check, Entry};
use crate::engine::cx::{Cx, UnitCx};
use crate::engine::facts::{Fact, Site};
use crate::engine::finding::Edit;
use crate::rewrite::proven::Proofs;
use crate::rule::{Group, Level, Precision, Reach, Rule, Standing};
use crate::source::slice::is_deep;
use crate::source::{
    Argument, Event, EventKind, Function, Sigil, captured, path_text, resolved, slice,
};

/// The rule.
pub static RULE: Rule = Rule {
    name: "raw-event",
    group: Group::Spans,
    level: Level::Note,
    in_tests: false,
    // What matters of all that it records, the rules on values say.
    standing: Standing::of(Precision::VeryHigh),
    reach: Reach::Statement,
    page: include_str!("../../docs/rules/raw-event.md"),
};

/// What the engine calls for it.
pub static ENTRY: Entry = Entry {
    rule: &RULE,
    words: &["macro_rules"],
    helpers: &[],
    checks: &[Check::File(collect), Check::Unit(check)],
};

/// An event of plain `tracing`.
struct Raw {
    site: Site,
    name: String,
    /// The path to write, where every value is proven.
    edit: Option<Edit>,
}

#[derive(Default)]
struct Events {
    /// Whether any event is one that the compiler judges.
    guarded: bool,
    raw: Vec<Raw>,
}

impl Fact for Events {
    fn merge(&mut self, other: Self) {
        self.guarded |= other.guarded;
        self.raw.extend(other.raw);
    }
}

fn collect(cx: &Cx<'_>) {
    let events = cx.file.events();
    let events = events.iter().filter(|event| event.kind == EventKind::Event);
    for event in events {
        if event.guarded {
            cx.facts::<Events>().guarded = true;
            continue;
        }
        let path = path_text(cx.file, &(event.whole.start..event.name + 1));
        let path = resolved(cx.file, &path);
        let Some(name) = path.strip_prefix("tracing::") else {
            continue;
        };
        if is_in_definition(cx, event) {
            continue;
        }
        let raw = Raw {
            site: cx.site(&(event.whole.start..event.name + 1)),
            edit: is_proven(cx, event, name).then(|| Edit {
                bytes: cx.file.bytes_of(&(event.whole.start..event.name + 1)),
                text: format!("scorer_instrument::{name}"),
            }),
            name: name.to_owned(),
        };
        cx.facts::<Events>().raw.push(raw);
    }
}

/// Whether it stands in a macro's definition, where its values are nobody's yet.
fn is_in_definition(cx: &Cx<'_>, event: &Event) -> bool {
    cx.file.hits("macro_rules").any(|at| {
        // `macro_rules! name { .. }`
        let open = at + 3;
        cx.file.inside(open).contains(&event.name)
    })
}

/// Whether the compiler would take the event as it is, and record the same: the judge of its own macro refuses nothing, and the
/// written types of the function's arguments prove every value.
fn is_proven(cx: &Cx<'_>, event: &Event, name: &str) -> bool {
    let file = cx.file;
    let Some(function) = file.function_at(event.name) else {
        return false;
    };
    if is_deep(file, &event.inside) {
        return false;
    }
    let Ok(tokens) = file.text_of(&event.inside).parse::<TokenStream>() else {
        return false;
    };
    let prove = |_: &syn::Path, tokens: TokenStream, _: Operand| tokens;
    if events::event(cx.policy, tokens, name == "event", &prove).is_err() {
        return false;
    }
    let Some((signature, bindings)) = read(cx, function) else {
        return false;
    };
    let owner = file.impl_at(function.keyword);
    let proofs = Proofs {
        file,
        manifest: cx.code.manifest,
        bindings: &bindings,
        generics: signature
            .generics
            .type_params()
            .map(|param| param.ident.to_string())
            .collect(),
        owner: owner.map(|block| file.word(block.ty)),
        adds_features: false,
        features: RefCell::default(),
    };
    let flow = cx.flow(function);
    // A local hides the argument of its name, and nobody wrote its type.
    let is_argument = |name: &str| flow.binding(name, event.name).is_none();
    event.arguments.iter().all(|argument| match argument {
        Argument::Setting { .. } => true,
        Argument::Message { literal } => {
            let bytes = file.bytes_of(&(*literal..*literal + 1));
            let captures = captured(file, *literal, &bytes);
            let is_debug = file.word(*literal).contains("?}");
            !is_debug
                && captures.iter().all(|capture| {
                    capture.starts_with(|first: char| first.is_ascii_digit())
                        || is_argument(capture)
                            && syn::parse_str(capture).is_ok_and(|value| proofs.value(&value))
                })
        }
        Argument::Field { value, sigil, .. } => {
            *sigil != Sigil::Debug && value.clone().all(|at| is_argument(file.word(at))) && {
                let value = slice::expr(file, value);
                value.is_some_and(|value| proofs.value(&value.parsed))
            }
        }
        Argument::Value { value, .. } => {
            value.clone().all(|at| is_argument(file.word(at))) && {
                let value = slice::expr(file, value);
                value.is_some_and(|value| proofs.value(&value.parsed))
            }
        }
    })
}

/// A function's signature, and what its arguments are called.
fn read(cx: &Cx<'_>, function: &Function) -> Option<(Signature, Vec<Binding>)> {
    let end = function.body.as_ref()?.start.saturating_sub(1);
    let head = function.keyword..end.max(function.keyword);
    let head = slice::parse(cx.file, &head, <Signature as syn::parse::Parse>::parse)?;
    let (bindings, _) = bindings(&head.parsed, &TokenStream::new());
    Some((head.parsed, bindings))
}

fn check(cx: &UnitCx<'_>) {
    let Some(events) = cx.facts::<Events>().filter(|events| events.guarded) else {
        return;
    };
    for raw in &events.raw {
        let name = &raw.name;
        cx.report_at(&RULE, &raw.site, |mut finding| {
            finding.message = format!(
                "`tracing`'s `{name}!` accepts every value; the compiler checks this package's other events"
            )
            .into();
            finding.yields_in = Some(raw.site.bytes.clone());
            let finding = finding.help(format!("write `scorer_instrument::{name}!(..)`"));
            match &raw.edit {
                Some(edit) => finding
                    .fix(edit.bytes.clone(), edit.text.clone(), true)
                    .needs("scorer-instrument", None),
                None => finding,
            }
        });
    }
}
