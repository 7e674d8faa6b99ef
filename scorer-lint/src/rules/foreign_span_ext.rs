//! Methods of tracing-opentelemetry, in a service whose runtime does not have its layer.

use crate::engine::check::{Check, Entry};
use crate::engine::cx::{Cx, UnitCx};
use crate::engine::facts::{Fact, Site};
use crate::engine::finding::Edit;
use crate::rule::{Group, Level, Precision, Reach, Rule, Standing};
use crate::source::{Call, CallKind, File, Tokens};

/// The rule.
pub static RULE: Rule = Rule {
    name: "foreign-span-ext",
    group: Group::SetUp,
    level: Level::Deny,
    in_tests: false,
    standing: Standing::of(Precision::VeryHigh),
    reach: Reach::Statement,
    page: include_str!("../../docs/rules/foreign-span-ext.md"),
};

/// What the engine calls for it.
pub static ENTRY: Entry = Entry {
    rule: &RULE,
    words: &[
        "telemetry",
        "tracing_opentelemetry",
        "set_parent",
        "context",
        "add_link",
        "get_text_map_propagator",
    ],
    helpers: &[],
    checks: &[Check::File(collect), Check::Unit(check)],
};

/// The crate whose extension it is.
const CRATE: &str = "tracing_opentelemetry";
/// The trait that it adds methods to spans by.
const TRAIT: &str = "OpenTelemetrySpanExt";

/// What a call asks of a layer that is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    /// `set_parent(caller)`.
    Parent,
    /// `context()`.
    Context,
    /// `add_link(context)`.
    Link,
    /// The layer itself, or an import whose methods nothing calls.
    Layer,
}

struct Found {
    asked: Asked,
    site: Site,
    /// The call to write in place of a whole one.
    edit: Option<Edit>,
}

#[derive(Default)]
struct Foreign {
    /// Whether a file sets this project's runtime up.
    is_set_up: bool,
    found: Vec<Found>,
}

impl Fact for Foreign {
    fn merge(&mut self, other: Self) {
        self.is_set_up |= other.is_set_up;
        self.found.extend(other.found);
    }
}

fn collect(cx: &Cx<'_>) {
    let file = cx.file;
    let sets_up = file.hits("telemetry").any(|name| {
        let call = Call::at(file, name).filter(|call| call.kind == CallKind::Macro);
        call.is_some_and(|call| call.resolved(file).starts_with("scorer_instrument"))
    });
    if sets_up {
        cx.facts::<Foreign>().is_set_up = true;
    }
    let imports: Vec<_> = file
        .uses()
        .iter()
        .filter(|import| import.path.starts_with(CRATE))
        .collect();
    let brings_trait = imports
        .iter()
        .any(|import| import.path.ends_with(TRAIT) || import.glob);
    let mut called = false;
    if brings_trait {
        for (name, asked) in [
            ("set_parent", Asked::Parent),
            ("context", Asked::Context),
            ("add_link", Asked::Link),
        ] {
            for call in file.hits(name).filter_map(|at| Call::at(file, at)) {
                if is_of_span(file, &call, asked) {
                    called = true;
                    let edit = (asked == Asked::Context)
                        .then(|| injected(file, &call))
                        .flatten();
                    add(cx, asked, &(call.name..call.whole.end), edit);
                }
            }
        }
    }
    // One finding serves for what is imported and called.
    for import in imports.into_iter().filter(|_| !called) {
        add(cx, Asked::Layer, &(import.at..import.at + 1), None);
    }
    for at in file.hits(CRATE) {
        let in_import = file
            .hits("use")
            .any(|keyword| keyword < at && (keyword..at).all(|token| !file.is(token, b';')));
        if !in_import && file.is_path_separator(at + 1) {
            add(cx, Asked::Layer, &(at..at + 1), None);
        }
    }
}

/// Whether a method of this name is the trait's: an error's `context("..")` takes an argument, a span's takes none.
fn is_of_span(file: &File, call: &Call, asked: Asked) -> bool {
    let takes = !call.arguments.is_empty();
    call.kind == CallKind::Method && takes == (asked != Asked::Context) && {
        let head = file.text_of(&call.before).to_ascii_lowercase();
        head.contains("span") || asked == Asked::Parent
    }
}

/// `get_text_map_propagator(|p| p.inject_context(&span.context(), &mut HeaderInjector(headers)))`, where the context is asked
/// for in it: the call that does the same here.
fn injected(file: &File, context: &Call) -> Option<Edit> {
    let calls = file.hits("get_text_map_propagator");
    let whole = calls
        .filter_map(|at| Call::at(file, at))
        .find(|call| call.arguments.contains(&context.name))?;
    let injector = whole
        .arguments
        .clone()
        .find(|at| file.is_word(*at, "HeaderInjector") && file.is(at + 1, b'('))?;
    let headers = file.text_of(&file.inside(injector + 1));
    Some(Edit {
        bytes: file.bytes_of(&whole.whole),
        text: format!("scorer_instrument::propagation::inject({headers})"),
    })
}

fn add(cx: &Cx<'_>, asked: Asked, tokens: &Tokens, edit: Option<Edit>) {
    let site = cx.site(tokens);
    cx.facts::<Foreign>()
        .found
        .push(Found { asked, site, edit });
}

fn check(cx: &UnitCx<'_>) {
    let Some(foreign) = cx.facts::<Foreign>() else {
        return;
    };
    // A library leaves the set-up to the program, and names the runtime's feature for what it uses of it.
    let depends = cx
        .manifest
        .is_some_and(|manifest| manifest.has_feature("scorer-instrument", &["telemetry"]));
    if !foreign.is_set_up && !depends {
        return;
    }
    for found in &foreign.found {
        cx.report_at(&RULE, &found.site, |mut finding| {
            let (message, help) = match found.asked {
                Asked::Parent => (
                    "`set_parent` does nothing here: `telemetry!` has no layer of tracing-opentelemetry, so the caller's trace ends at this service",
                    "before the span is made, write `let _caller = scorer_instrument::propagation::continue_trace(&headers);`; the layer for axum does so by itself",
                ),
                Asked::Context => (
                    "`context()` is empty here: `telemetry!` has no layer of tracing-opentelemetry, so no `traceparent` goes out",
                    "write `scorer_instrument::propagation::inject(&mut headers)`, which writes the current span's trace",
                ),
                Asked::Link => (
                    "`add_link` does nothing here: `telemetry!` has no layer of tracing-opentelemetry",
                    "write `scorer_instrument::propagation::link(&span, &headers)` with the headers of the sender; for a span of this process, write `span.follows_from(&other)`",
                ),
                Asked::Layer => (
                    "tracing-opentelemetry beside `telemetry!`: its methods do nothing without its layer, and with it every span is exported twice",
                    "remove it: `telemetry!().init()` exports spans, and `scorer_instrument::propagation` passes traces on",
                ),
            };
            finding.message = message.into();
            match &found.edit {
                Some(edit) => finding
                    .help(format!("write `{}`", edit.text))
                    .fix(edit.bytes.clone(), edit.text.clone(), false)
                    .needs("scorer-instrument", Some("telemetry")),
                None => finding.help(help),
            }
        });
    }
}
