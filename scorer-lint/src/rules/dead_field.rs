//! A field that is declared empty and that nothing ever fills.

mod declaration;

use std::collections::{BTreeSet, HashMap};

use crate::analysis::flow::Origin;
use crate::analysis::recorders::{self, Passed};
use crate::analysis::spans::MOST;
use crate::analysis::wording::parts;
use crate::engine::asked::{Ask, Asked};
use crate::engine::check::{Check, Entry};
use crate::engine::cx::{Cx, UnitCx};
use crate::engine::facts::{Fact, Site};
use crate::engine::finding::Edit;
use crate::rule::{Group, Level, Precision, Reach, Rule, Standing};
use crate::source::instrument;
use declaration::Declaration;

use crate::source::{
    Argument, Call, CallKind, Event, EventKind, FieldName, File, Function, Sigil, TokenKind,
    Tokens, fields,
};

/// The rule.
pub static RULE: Rule = Rule {
    name: "dead-field",
    group: Group::Spans,
    level: Level::Warn,
    in_tests: false,
    standing: Standing::of(Precision::High),
    reach: Reach::Function,
    page: include_str!("../../docs/rules/dead-field.md"),
};

/// What the engine calls for it.
pub static ENTRY: Entry = Entry {
    rule: &RULE,
    words: &["record", "record_all", "const"],
    helpers: &[],
    checks: &[Check::File(collect), Check::Unit(decide)],
};

/// The fields of a package's spans that are filled by another function than the one that declares them, or by none.
#[derive(Default)]
struct Fields {
    /// Fields that are declared empty, and that their own function does not fill.
    empty: Vec<EmptyField>,
    /// Fields that are filled by a function that does not declare them.
    filled: BTreeSet<String>,
    /// All fields that are declared empty.
    declared: BTreeSet<String>,
    /// Constants under which something is filled.
    by_constant: BTreeSet<String>,
    /// What the package's constants of text are.
    constants: Vec<(String, String)>,
    /// Whether something is filled under a name that is made while the program runs.
    by_value: bool,
    /// What is handed to functions that may record.
    passed: Vec<Passed>,
}

impl Fact for Fields {
    fn merge(&mut self, other: Self) {
        self.empty.extend(other.empty);
        self.filled.extend(other.filled);
        self.declared.extend(other.declared);
        self.by_constant.extend(other.by_constant);
        self.constants.extend(other.constants);
        self.by_value |= other.by_value;
        self.passed.extend(other.passed);
    }
}

/// A field that its own function does not fill; another may.
struct EmptyField {
    name: String,
    site: Site,
    /// Whether its span is made by hand, and so can be filled by whoever gets hold of it.
    by_hand: bool,
    /// What leaves it out of a macro.
    removal: Vec<Edit>,
    /// What leaves it out of an attribute.
    asked: Option<Asked>,
}

/// A field that is declared empty, and the function that does.
struct Declared<'a> {
    name: &'a FieldName,
    text: &'a str,
    function: &'a Function,
    by_hand: bool,
    /// Where it is declared.
    place: Declaration<'a>,
}

fn collect(cx: &Cx<'_>) {
    let file = cx.file;
    let instrumented = instrument::instrumented(file);
    let mut declared: Vec<Declared<'_>> = Vec::new();
    for one in instrumented.iter().filter(|one| !one.guarded) {
        declared.extend(one.fields.iter().filter_map(|field| {
            let (name, text) = empty(file, field, true)?;
            Some(Declared {
                name,
                text,
                function: one.function,
                by_hand: false,
                place: Declaration::Attribute(one),
            })
        }));
    }
    for event in file
        .events()
        .iter()
        .filter(|event| event.kind == EventKind::Span)
    {
        let Some(function) = file.function_at(event.name) else {
            continue;
        };
        if event
            .arguments
            .iter()
            .all(|field| empty(file, field, false).is_none())
            || is_handed_on(cx, event)
        {
            continue;
        }
        declared.extend(event.arguments.iter().filter_map(|field| {
            let (name, text) = empty(file, field, false)?;
            Some(Declared {
                name,
                text,
                function,
                by_hand: true,
                place: Declaration::Span(event),
            })
        }));
    }
    constants(cx);
    passed(cx);
    let filled = filled(cx);
    if (declared.is_empty() && filled.is_empty()) || declared.len() > MOST {
        return;
    }
    let mut fills: HashMap<&str, Vec<u32>> = HashMap::new();
    for (name, at) in &filled {
        fills.entry(name).or_default().push(*at);
    }
    elsewhere(cx, &filled, &declared, &instrumented);
    let names = declared.iter().map(|field| field.text.to_owned());
    cx.facts::<Fields>().declared.extend(names);
    for field in declared {
        let Some(body) = &field.function.body else {
            continue;
        };
        let in_body = |at: &u32| body.contains(at);
        if fills
            .get(field.text)
            .is_some_and(|at| at.iter().any(in_body))
            || fills.get("").is_some_and(|at| at.iter().any(in_body))
            || is_named_to_record(file, body, field.text)
        {
            continue;
        }
        let flow = cx.flow(field.function);
        let hides = !field.by_hand
            && flow
                .parameters()
                .iter()
                .any(|parameter| parameter.name == field.text);
        if hides {
            let message = format!(
                "field `{0}` is declared empty: it hides the argument `{0}` and records nothing",
                field.text
            );
            let mut finding = cx.at(&RULE, &field.name.tokens, message);
            finding.asked = field.place.recording(cx, field.text);
            cx.report(finding);
        } else {
            cx.facts::<Fields>().empty.push(EmptyField {
                name: field.text.to_owned(),
                site: cx.site(&field.name.tokens),
                by_hand: field.by_hand,
                removal: field.place.without(cx, field.name),
                asked: field
                    .place
                    .asked(cx, [Ask::DropEmpty(field.text.to_owned())]),
            });
        }
    }
}

/// A field without a value: `score` in an attribute, `score = Empty` anywhere.
fn empty<'a>(
    file: &File,
    field: &'a Argument,
    in_attribute: bool,
) -> Option<(&'a FieldName, &'a str)> {
    let Argument::Field {
        name,
        sigil,
        value,
        shorthand,
    } = field
    else {
        return None;
    };
    let is_empty = if *shorthand {
        in_attribute && *sigil == Sigil::None
    } else {
        file.is_word(value.end.saturating_sub(1), "Empty")
            && value
                .clone()
                .all(|at| file.token(at).kind == TokenKind::Ident || file.is(at, b':'))
    };
    Some((name, name.text.as_deref()?)).filter(|_| is_empty)
}

/// Whether a function hands a span that it made to another, which may fill its fields.
fn is_handed_on(cx: &Cx<'_>, event: &Event) -> bool {
    let flow = cx.flow_at(event.name);
    let Some(local) = flow.holder_of(&event.whole) else {
        return false;
    };
    if !matches!(local.origin, Origin::Value(_)) {
        return false;
    }
    let file = cx.file;
    let name = file.word(local.name);
    local.visible.clone().any(|at| {
        if !file.is_word(at, name) || !matches!(file.token(at + 1).byte, b',' | b')') {
            return false;
        }
        let before = at.saturating_sub(if file.is(at.saturating_sub(1), b'&') {
            2
        } else {
            1
        });
        file.is(before, b',')
            || (file.is(before, b'(')
                && !matches!(
                    file.word(before.saturating_sub(1)),
                    "instrument" | "drop" | "Some" | "follows_from"
                ))
    })
}

/// What is filled, by name and place; an empty name where the name is not written out.
fn filled(cx: &Cx<'_>) -> Vec<(String, u32)> {
    let file = cx.file;
    let mut found = Vec::new();
    for name in file.hits_of(&["record", "record_all"]) {
        let Some(call) = Call::at(file, name) else {
            continue;
        };
        if call.kind == CallKind::Macro {
            let written = fields(file, call.arguments.clone()).into_iter();
            found.extend(written.filter_map(|field| match field {
                Argument::Field { name: field, .. } => Some((field.text?, name)),
                _ => None,
            }));
            continue;
        }
        let arguments = call.each(file);
        let [field, _] = arguments.as_slice() else {
            continue;
        };
        if field.len() == 1 && file.token(field.start).kind == TokenKind::Str {
            found.push((file.literal(field.start).to_owned(), name));
        } else if call
            .before
            .clone()
            .any(|at| file.word(at).to_ascii_lowercase().contains("span"))
        {
            let constant = file.word(field.end - 1);
            if is_constant(constant) {
                cx.facts::<Fields>().by_constant.insert(constant.to_owned());
            } else {
                cx.facts::<Fields>().by_value = true;
            }
            found.push((String::new(), name));
        }
    }
    found
}

/// `STEP_NOTE`.
fn is_constant(word: &str) -> bool {
    word.contains(|letter: char| letter.is_ascii_uppercase())
        && !word.contains(|letter: char| letter.is_ascii_lowercase())
}

/// Tells the package what is handed to functions that may record.
fn passed(cx: &Cx<'_>) {
    let passed = recorders::passed(cx.file).into_iter();
    let passed = passed.map(|(passed, _)| passed);
    cx.facts::<Fields>().passed.extend(passed);
}

/// Tells the package what its constants of text are.
fn constants(cx: &Cx<'_>) {
    let file = cx.file;
    for keyword in file.hits("const") {
        let name = keyword + 1;
        if file.token(name).kind != TokenKind::Ident || !file.is(name + 1, b':') {
            continue;
        }
        let text = (name + 2..name + 12)
            .take_while(|at| !file.is(*at, b';'))
            .find(|at| file.token(*at).kind == TokenKind::Str);
        if let Some(text) = text {
            let text = file.literal(text).to_owned();
            cx.facts::<Fields>()
                .constants
                .push((file.word(name).to_owned(), text));
        }
    }
}

/// Tells the package which names a function fills that does not declare them itself.
fn elsewhere(
    cx: &Cx<'_>,
    filled: &[(String, u32)],
    declared: &[Declared<'_>],
    instrumented: &[instrument::Instrumented<'_>],
) {
    for (name, at) in filled {
        let function = cx.file.function_at(*at).map(|function| function.keyword);
        let own = declared.iter().any(|field| {
            Some(field.function.keyword) == function && field.text == name.as_str()
        }) || instrumented.iter().any(|one| {
            one.guarded
                && Some(one.function.keyword) == function
                && one.fields.iter().any(|field| {
                    matches!(field, Argument::Field { name: field, .. } if field.text.as_deref() == Some(name))
                })
        });
        if !own {
            cx.facts::<Fields>().filled.insert(name.clone());
        }
    }
}

/// Whether a body names a field to a function that records: `record_field(&span, "score", score)`.
fn is_named_to_record(file: &File, body: &Tokens, name: &str) -> bool {
    let mut callees: Vec<u32> = Vec::new();
    for at in body.clone() {
        let token = file.token(at);
        match token.kind {
            TokenKind::Open => callees.push(at),
            TokenKind::Close => {
                callees.pop();
            }
            TokenKind::Str if file.literal(at) == name => {
                let callee = callees.last().map(|open| file.word(open.saturating_sub(1)));
                let records = |callee: &str| {
                    callee.contains("record")
                        || callee.contains("span")
                        || callee.split('_').any(|part| part == "rec")
                };
                if callee.is_some_and(records) {
                    return true;
                }
            }
            _ => {}
        }
    }
    false
}

fn decide(cx: &UnitCx<'_>) {
    let Some(fields) = cx.facts::<Fields>() else {
        return;
    };
    let named: Vec<Vec<String>> = fields
        .by_constant
        .iter()
        .map(|constant| parts(constant))
        .collect();
    let mut known: BTreeSet<&str> = BTreeSet::new();
    let mut unknown = false;
    for constant in &fields.by_constant {
        let mut texts = fields.constants.iter().filter(|(name, _)| name == constant);
        match texts.next() {
            Some((_, text)) => {
                known.insert(text);
                known.extend(texts.map(|(_, text)| text.as_str()));
            }
            // One of another package: it fills the field that it is called after, or one that nobody knows.
            None => {
                let words = parts(constant);
                unknown |= !fields.declared.iter().any(|field| parts(field) == words);
            }
        }
    }
    if unknown || fields.by_value {
        return;
    }
    let through: BTreeSet<&str> = fields
        .passed
        .iter()
        .filter(|passed| cx.index().records(passed))
        .map(|passed| passed.field.as_str())
        .collect();
    for field in &fields.empty {
        if through.contains(field.name.as_str()) {
            continue;
        }
        if known.contains(field.name.as_str()) || named.contains(&parts(&field.name)) {
            continue;
        }
        if fields.filled.contains(&field.name) || (field.by_hand && !cx.unit.complete) {
            continue;
        }
        cx.report_at(&RULE, &field.site, |mut finding| {
            finding.message = format!(
                "field `{}` is declared empty and never recorded",
                field.name
            )
            .into();
            finding.asked.clone_from(&field.asked);
            let finding = finding.help(format!(
                "record it, `Span::current().record(\"{}\", ..)`, or remove it",
                field.name
            ));
            field.removal.iter().fold(finding, |finding, edit| {
                finding.fix(edit.bytes.clone(), edit.text.clone(), false)
            })
        });
    }
}
