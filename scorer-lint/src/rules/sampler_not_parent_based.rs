//! A sampler that ignores the decision of the caller.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::set_up::{around, called};
use crate::engine::check::{Check, Entry};
use crate::engine::cx::Cx;
use crate::rule::{Group, Level, Precision, Reach, Rule, Standing};
use crate::source::path::path_start;
use crate::source::{Call, File, TokenKind, Tokens, resolved};

/// The rule.
pub static RULE: Rule = Rule {
    name: "sampler-not-parent-based",
    group: Group::SetUp,
    level: Level::Warn,
    in_tests: false,
    standing: Standing::of(Precision::High),
    reach: Reach::Statement,
    page: include_str!("../../docs/rules/sampler-not-parent-based.md"),
};

/// What the engine calls for it.
pub static ENTRY: Entry = Entry {
    rule: &RULE,
    words: &["TraceIdRatioBased", "AlwaysOn", "ParentBased"],
    helpers: &[],
    checks: &[Check::File(check)],
};

fn check(cx: &Cx<'_>) {
    let file = cx.file;
    let hits = file.hits_of(&["TraceIdRatioBased", "AlwaysOn"]);
    if hits.is_empty() {
        return;
    }
    let wrapped = Wrapped::read(cx);
    let of_its_own = is_sampler_of_its_own(file);
    let mut by_function: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for at in hits {
        let direct = match placed(file, at) {
            Placed::Nowhere => continue,
            Placed::Indirect if of_its_own || wrapped.holds(file, at) => continue,
            Placed::Indirect => false,
            Placed::Direct => true,
        };
        if is_sampler(file, at, direct) {
            let function = file
                .function_at(at)
                .map_or(u32::MAX, |function| function.keyword);
            by_function.entry(function).or_default().push(at);
        }
    }
    for (function, found) in by_function {
        let body = body_of(file, function);
        if names_the_choice(file, &body) {
            continue;
        }
        let is_ratio = |at: &u32| file.word(*at) == "TraceIdRatioBased";
        let has_ratio = found.iter().any(is_ratio);
        // Everything beside a ratio, or beside a parent's word, is one end of the same choice.
        let is_an_end = has_ratio || wrapped.is_within(&body);
        for at in found {
            if is_ratio(&at) || !is_an_end {
                report(cx, at);
            }
        }
    }
}

/// What stands in the braces of the function of this keyword, as far as anybody writes on.
fn body_of(file: &File, keyword: u32) -> Tokens {
    let functions = file.functions();
    let at = functions.partition_point(|function| function.keyword < keyword);
    let function = functions
        .get(at)
        .filter(|function| function.keyword == keyword);
    let body = function
        .and_then(|function| function.body.clone())
        .unwrap_or_default();
    body.start..body.end.min(body.start.saturating_add(LONGEST))
}

const LONGEST: u32 = 20_000;

enum Placed {
    /// No value that becomes a sampler: a pattern, a comparison, wrapped already.
    Nowhere,
    /// In the brackets of `with_sampler`.
    Direct,
    Indirect,
}

fn placed(file: &File, at: u32) -> Placed {
    let behind = if file.is(at + 1, b'(') {
        file.mate(at + 1) + 1
    } else {
        at + 1
    };
    let is_pattern = match file.token(behind).byte {
        b'=' | b'|' => true,
        b'.' => file.is_word(behind + 1, "should_sample"),
        _ => file.is_word(behind, "if"),
    };
    let start = path_start(file, at);
    let before = start.saturating_sub(1);
    let is_compared =
        start >= 2 && file.is(before, b'=') && matches!(file.token(before - 1).byte, b'=' | b'!');
    if is_pattern || is_compared {
        return Placed::Nowhere;
    }
    for open in around(file, at) {
        let Some(name) = called(file, open) else {
            continue;
        };
        match file.word(name) {
            "with_sampler" => return Placed::Direct,
            "ParentBased" | "parent_based" | "matches" => return Placed::Nowhere,
            word if word.starts_with("assert") || word.starts_with("debug_assert") => {
                return Placed::Nowhere;
            }
            "new" | "build" if is_wrapper(file, name) => return Placed::Nowhere,
            word if word.contains("parent") || word.contains("jaeger") => return Placed::Nowhere,
            _ => {}
        }
        if file.word(name.saturating_sub(1)) == "fn" {
            break;
        }
    }
    Placed::Indirect
}

/// `XraySampler::new(..)`: another sampler, which asks this one its own way.
fn is_wrapper(file: &File, name: u32) -> bool {
    let Some(call) = Call::at(file, name) else {
        return false;
    };
    call.path(file)
        .split("::")
        .any(|part| part.contains("Sampler"))
}

/// Whether a variant is one of the SDK's sampler.
fn is_sampler(file: &File, at: u32, direct: bool) -> bool {
    let path = crate::source::path_text(file, &(path_start(file, at)..at + 1));
    let path = resolved(file, &path);
    let mut parts = path.rsplit("::").skip(1);
    let is_local = matches!(path.split("::").next(), Some("crate" | "super" | "self"))
        || file
            .types()
            .iter()
            .any(|ty| file.word(ty.name) == "Sampler");
    match parts.next() {
        Some(ty) => ty == "Sampler" && (direct || !is_local),
        None => file
            .uses()
            .iter()
            .any(|import| import.glob && import.path.ends_with("Sampler")),
    }
}

/// Whether the file implements a sampler, whose parts are its own business.
fn is_sampler_of_its_own(file: &File) -> bool {
    let is_sampling = |of: Option<u32>| of.is_some_and(|name| file.is_word(name, "ShouldSample"));
    file.impls().iter().any(|block| is_sampling(block.of_trait))
}

/// Whether a function takes the standard's names, where the reader of the name has chosen: `"parentbased_traceidratio"`.
fn names_the_choice(file: &File, body: &Tokens) -> bool {
    body.clone().any(|at| {
        file.token(at).kind == TokenKind::Str && file.word(at).starts_with("\"parentbased_")
    })
}

/// What `ParentBased(..)` is given by name.
struct Wrapped {
    /// Where the word stands, in order.
    places: Vec<u32>,
    /// The samplers within.
    samplers: BTreeSet<u32>,
    names: BTreeSet<String>,
    /// The values that were read, by their first token.
    read: BTreeSet<u32>,
}

impl Wrapped {
    fn read(cx: &Cx<'_>) -> Self {
        let file = cx.file;
        let mut wrapped = Self {
            places: file.hits("ParentBased").collect(),
            samplers: BTreeSet::new(),
            names: BTreeSet::new(),
            read: BTreeSet::new(),
        };
        for at in wrapped.places.clone() {
            if file.is(at + 1, b'(') {
                wrapped.add(cx, &file.inside(at + 1));
            }
        }
        wrapped
    }

    fn add(&mut self, cx: &Cx<'_>, value: &Tokens) {
        let mut work = vec![value.clone()];
        while let Some(value) = work.pop() {
            if !self.read.insert(value.start) {
                continue;
            }
            for at in value.take(LONGEST as usize / 10) {
                let token = cx.file.token(at);
                if matches!(cx.file.word(at), "AlwaysOn" | "TraceIdRatioBased") {
                    self.samplers.insert(at);
                }
                let name = cx.file.word(at);
                if token.kind == TokenKind::Ident && !name.starts_with(char::is_uppercase) {
                    self.names.insert(name.to_owned());
                    work.extend(cx.flow_at(at).bound_to(name, at));
                }
            }
        }
    }

    /// Whether the word stands in a range.
    fn is_within(&self, range: &Tokens) -> bool {
        let at = self.places.partition_point(|place| *place < range.start);
        self.places.get(at).is_some_and(|place| *place < range.end)
    }

    /// Whether a sampler is what a name stands for that a parent's decision goes before: a local, a function, a member.
    fn holds(&self, file: &File, at: u32) -> bool {
        let returned = file
            .function_at(at)
            .map(|function| file.word(function.name));
        let start = path_start(file, at);
        let member = (start >= 2 && matches!(file.token(start - 1).byte, b':' | b'='))
            .then(|| file.word(start - 2));
        self.samplers.contains(&at)
            || [returned, member]
                .into_iter()
                .flatten()
                .any(|name| self.names.contains(name))
    }
}

fn report(cx: &Cx<'_>, at: u32) {
    let file = cx.file;
    let start = path_start(file, at);
    let variant = file.word(at);
    let message = format!(
        "`{variant}` is not parent-based: it ignores the caller's decision about the trace"
    );
    let value = start..if file.is(at + 1, b'(') {
        file.mate(at + 1) + 1
    } else {
        at + 1
    };
    let mut finding = cx.at(&RULE, &(start..at + 1), message).help(format!(
        "write `Sampler::ParentBased(Box::new(Sampler::{variant}{}))`",
        if variant == "AlwaysOn" { "" } else { "(ratio)" }
    ));
    if start < at && (value.end > at + 1 || variant == "AlwaysOn") {
        let bytes = file.bytes_of(&value);
        let sampler = file.text_of(&(start..at));
        finding = finding
            .fix(
                bytes.start..bytes.start,
                format!("{sampler}ParentBased(Box::new("),
                false,
            )
            .fix(bytes.end..bytes.end, "))", false);
    }
    cx.report(finding);
}
