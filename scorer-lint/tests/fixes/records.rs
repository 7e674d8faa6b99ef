//! What is recorded before a fix and after it: the programs of `recorded` run under a subscriber, and what is gone from their spans
//! and events is what the run's summary says, no more and no less.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::harness::{Copies, Ran};

/// What went, by the name that the summary has for it, and how often.
type Gone = BTreeMap<String, usize>;

/// A span or an event.
struct One {
    program: String,
    /// A span's name.
    span: Option<String>,
    /// An event's level.
    event: Option<String>,
    within: Option<String>,
    fields: Map<String, Value>,
}

fn recorded(copies: &Copies) -> Vec<One> {
    let out = copies.run("recorded");
    let lines = out.lines().map(|line| {
        let value: Value = serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}"));
        let text = |key: &str| value[key].as_str().map(str::to_owned);
        One {
            program: text("program").expect("a program"),
            span: text("span"),
            event: text("event"),
            within: text("within"),
            fields: value["fields"].as_object().expect("fields").clone(),
        }
    });
    lines.collect()
}

/// A value without what only `Debug` writes around it: quotes, `Some(..)`.
fn content(value: &Value) -> String {
    let mut text = match value {
        Value::String(text) => text.as_str(),
        other => return other.to_string(),
    };
    loop {
        let within = text
            .strip_prefix("Some(")
            .and_then(|text| text.strip_suffix(')'))
            .or_else(|| {
                text.strip_prefix('"')
                    .and_then(|text| text.strip_suffix('"'))
            });
        match within {
            Some(within) => text = within,
            None => return text.to_owned(),
        }
    }
}

/// What an event is about, so that it is found again.
fn said(one: &One) -> String {
    let known = ["message", "error", "return"];
    let said = known
        .iter()
        .find_map(|key| Some((key, one.fields.get(*key)?)));
    said.map_or_else(String::new, |(key, value)| {
        format!("{key}: {}", content(value))
    })
}

impl One {
    fn is_like(&self, other: &Self) -> bool {
        let alike = self.program == other.program
            && self.span == other.span
            && self.event == other.event
            && (self.within == other.within
                // A task that takes the span along is within it.
                || (self.within.is_none() && self.program == "tasks"));
        alike && (self.span.is_some() || said(self) == said(other))
    }
}

/// The sources of the programs, to tell what a missing value's type is called.
struct Sources(BTreeMap<String, syn::File>);

impl Sources {
    fn of(copies: &Copies, all: &[One]) -> Self {
        let names: BTreeSet<&String> = all.iter().map(|one| &one.program).collect();
        let read = names.into_iter().map(|name| {
            let text = copies.text(&format!("recorded/src/programs/{name}.rs"));
            (name.clone(), syn::parse_file(&text).expect("a program"))
        });
        Self(read.collect())
    }

    /// The signature of the function of a span.
    fn function(&self, program: &str, span: &str) -> Option<syn::Signature> {
        let name = span.rsplit('.').next()?;
        let mut found = Vec::new();
        for item in &self.0[program].items {
            match item {
                syn::Item::Fn(function) => found.push(&function.sig),
                syn::Item::Impl(block) => {
                    found.extend(block.items.iter().filter_map(|item| match item {
                        syn::ImplItem::Fn(function) => Some(&function.sig),
                        _ => None,
                    }));
                }
                _ => {}
            }
        }
        found.into_iter().find(|one| one.ident == name).cloned()
    }

    /// What an argument's type is called, else the argument itself.
    fn called(&self, program: &str, span: &str, field: &str) -> String {
        let named = self.function(program, span).and_then(|function| {
            function.inputs.iter().find_map(|input| match input {
                syn::FnArg::Typed(typed) => {
                    let is_it = matches!(&*typed.pat, syn::Pat::Ident(name) if name.ident == field);
                    is_it.then(|| last_name(&typed.ty))?
                }
                syn::FnArg::Receiver(_) => None,
            })
        });
        named.unwrap_or_else(|| field.to_owned())
    }

    /// The error that a function returns.
    fn error(&self, program: &str, span: &str) -> Option<String> {
        let function = self.function(program, span)?;
        let syn::ReturnType::Type(_, ty) = &function.output else {
            return None;
        };
        let syn::Type::Path(path) = &**ty else {
            return None;
        };
        let last = path.path.segments.last()?;
        let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else {
            return None;
        };
        match arguments.args.last()? {
            syn::GenericArgument::Type(ty) => last_name(ty),
            _ => None,
        }
    }
}

/// The last name of a type, behind references.
fn last_name(ty: &syn::Type) -> Option<String> {
    match ty {
        syn::Type::Reference(inner) => last_name(&inner.elem),
        syn::Type::Path(path) => Some(path.path.segments.last()?.ident.to_string()),
        _ => None,
    }
}

/// What was recorded before and is not after, and what is only after.
///
/// The summary names what is not proven by its type and what must not be recorded by its own name: `told` says which.
fn compared(
    sources: &Sources,
    before: &[One],
    after: &[One],
    told: &Gone,
) -> (Gone, BTreeSet<String>) {
    let mut gone: BTreeSet<(String, String, String)> = BTreeSet::new();
    let mut added = BTreeSet::new();
    let mut left: Vec<&One> = after.iter().collect();
    for one in before {
        let place = one
            .span
            .as_deref()
            .or(one.within.as_deref())
            .unwrap_or_default();
        let mut add = |of: String, which: &str| {
            gone.insert((format!("{} {place}", one.program), which.to_owned(), of));
        };
        let Some(at) = left.iter().position(|other| one.is_like(other)) else {
            assert!(
                one.span.is_none(),
                "the span {:?} of {} is gone",
                one.span,
                one.program
            );
            let said = said(one);
            add(
                match said.split(':').next() {
                    Some("return") => "what is returned".to_owned(),
                    Some("error") => sources.error(&one.program, place).expect("an error"),
                    _ => format!(
                        "{}!",
                        one.event.as_deref().unwrap_or_default().to_lowercase()
                    ),
                },
                &said,
            );
            continue;
        };
        let other = left.remove(at);
        for (field, value) in &one.fields {
            match other.fields.get(field) {
                Some(now) => {
                    assert_eq!(
                        content(value),
                        content(now),
                        "{} {place} {field}",
                        one.program
                    );
                }
                None if one.span.is_some() && !told.contains_key(field) => {
                    add(sources.called(&one.program, place, field), field);
                }
                None => add(field.clone(), field),
            }
        }
        let more = other
            .fields
            .keys()
            .filter(|field| !one.fields.contains_key(*field));
        added.extend(more.map(|field| format!("{place} {field}")));
    }
    added.extend(left.iter().map(|one| {
        let within = one.within.as_deref().unwrap_or_default();
        let what = one.span.as_ref().map(|span| format!("span {span}"));
        format!("{within} {}", what.unwrap_or_else(|| said(one)))
    }));
    let mut counted = Gone::new();
    for (_, _, of) in gone {
        *counted.entry(of).or_default() += 1;
    }
    (counted, added)
}

/// What the summary says is recorded no more.
fn told(ran: &Ran) -> Gone {
    let lines = ran.err.lines();
    let lines = lines.filter_map(|line| line.strip_prefix("recorded no more: `"));
    let mut told = Gone::new();
    for line in lines {
        let (of, rest) = line.split_once("`, ").expect("a name");
        let count = rest.split(' ').next().expect("a count");
        let count: usize = count.parse().expect("a number");
        *told.entry(of.to_owned()).or_default() += count;
    }
    told
}

fn fixed(name: &str, options: &[&str]) -> (Gone, Gone, BTreeSet<String>) {
    let copies = Copies::of_fixtures(name, &["recorded"]);
    let before = recorded(&copies);
    let sources = Sources::of(&copies, &before);
    let ran = copies.fix(options);
    assert!(ran.code < 2, "{ran:?}");
    let after = recorded(&copies);
    let told = told(&ran);
    let (gone, added) = compared(&sources, &before, &after, &told);
    (gone, told, added)
}

#[test]
fn safe_fixes_record_what_was_recorded_but_what_the_summary_lists() {
    let (gone, told, added) = fixed("recorded-safe", &[]);
    assert!(gone.len() > 5, "{gone:?}");
    assert_eq!(gone, told);
    // A task that takes its span along has one of its own in it.
    let expected = ["awaited span spawn", " span spawn_linked"];
    assert_eq!(added, expected.map(str::to_owned).into());
}

#[test]
fn unsafe_fixes_leave_out_what_the_summary_lists() {
    let (gone, told, added) = fixed("recorded-unsafe", &["--unsafe-fixes"]);
    assert!(gone.len() > 5, "{gone:?}");
    assert_eq!(gone, told);
    // Counts in place of what is skipped, errors that no span told, and what an empty field hid.
    let expected = [
        "awaited span spawn",
        "hidden rounds",
        " span spawn_linked",
        "silent error: it is known",
        "unfit stamp_count",
    ];
    assert_eq!(added, expected.map(str::to_owned).into());
}
