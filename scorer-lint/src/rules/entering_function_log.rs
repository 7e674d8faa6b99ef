//! An event that says only that a function began or ended.

use crate::cx::Cx;
use crate::rule::{Check, Group, Level, Rule};
use crate::rules::said::{self, Said};
use crate::source::{Argument, Event, EventKind, File, Function};

/// The rule.
pub static RULE: Rule = Rule {
    name: "entering-function-log",
    group: Group::Noise,
    level: Level::Warn,
    in_tests: false,
    page: include_str!("../../docs/rules/entering-function-log.md"),
    checks: &[Check::File(check)],
};

fn check(cx: &Cx<'_>) {
    for event in cx.file.events() {
        if !marks_a_function(cx.file, event) {
            continue;
        }
        let message = format!(
            "this `{}!` says only that a function begins or ends, as its span does",
            cx.file.word(event.name)
        );
        let finding = cx.at(&RULE, &said::head(event), message).help(
            "take it out: `#[scorer_span]` on the function records both, with its arguments and its duration",
        );
        cx.report(finding);
    }
}

/// Whether an event says only that the function around it, or another one, begins or ends.
pub(super) fn marks_a_function(file: &File, event: &Event) -> bool {
    if event.kind != EventKind::Event || event.level == Some("error") {
        return false;
    }
    let Some(said) = said::message(file, event) else {
        return false;
    };
    let Some(function) = file.function_at(event.name) else {
        return false;
    };
    let name = file.word(function.name);
    let asked = Asked {
        words: said.words(),
        name,
        name_words: name.split('_').filter(|part| !part.is_empty()).collect(),
        has_fields: event.arguments.iter().any(is_field),
        names_itself: names_itself(file, event, &said),
        begins: function
            .body
            .as_ref()
            .is_some_and(|body| body.start == event.whole.start),
        level: event.level,
        said: &said,
    };
    asked.enters() || asked.begins_or_ends() || asked.is_bare() || asked.tells_the_name(function)
}

fn is_field(argument: &Argument) -> bool {
    matches!(argument, Argument::Field { name, .. }
        if !matches!(name.text.as_deref(), Some("message" | "function" | "func" | "fn_name" | "method" | "handler")))
}

/// Whether what is printed is the function's own name: `function_name!()`, `{fn_name}`.
fn names_itself(file: &File, event: &Event, said: &Said) -> bool {
    const NAMES: &[&str] = &[
        "function_name",
        "fn_name",
        "func_name",
        "function",
        "func",
        "method_name",
        "type_name",
        "type_name_of_val",
        "stringify",
        "module_path",
    ];
    said.captures
        .iter()
        .any(|name| NAMES.contains(&name.as_str()))
        || said::values(event).any(|value| {
            value
                .clone()
                .take(12)
                .any(|at| NAMES.contains(&file.word(at)))
        })
}

/// An event and the function that it stands in.
struct Asked<'a> {
    words: Vec<&'a str>,
    name: &'a str,
    name_words: Vec<&'a str>,
    has_fields: bool,
    names_itself: bool,
    /// Whether it is the first statement.
    begins: bool,
    level: Option<&'static str>,
    said: &'a Said,
}

const ENTER: &[&str] = &[
    "entering", "enter", "entered", "exiting", "exit", "exited", "leaving", "leave", "left",
];
const BEGIN: &[&str] = &[
    "start",
    "starting",
    "started",
    "begin",
    "begins",
    "beginning",
    "began",
    "called",
    "calling",
    "call",
    "invoked",
    "invoking",
    "entered",
    "entering",
    "entry",
    "enter",
    "executing",
    "running",
    "inside",
    "in",
    "hit",
];
/// What marks a begin only where the message begins with it.
const FIRST_ONLY: &[&str] = &[
    "in",
    "inside",
    "running",
    "executing",
    "call",
    "calling",
    "hit",
];
const END: &[&str] = &[
    "end",
    "ends",
    "ending",
    "ended",
    "finished",
    "finishing",
    "finish",
    "finishes",
    "done",
    "complete",
    "completed",
    "completing",
    "exit",
    "exited",
    "exiting",
    "returned",
    "returning",
    "leaving",
];
const FILLERS: &[&str] = &[
    "of",
    "to",
    "from",
    "with",
    "the",
    "function",
    "fn",
    "method",
    "was",
    "is",
    "now",
    "execution",
    "processing",
    "in",
    "successfully",
];
const KINDS: &[&str] = &["function", "fn", "method", "handler", "endpoint"];
/// A process, a server, a job: that these begin and end is news, even where a function is called after them.
const LIFECYCLE: &[&str] = &[
    "main",
    "run",
    "start",
    "stop",
    "shutdown",
    "shut",
    "serve",
    "server",
    "service",
    "listen",
    "worker",
    "workers",
    "job",
    "jobs",
    "migrate",
    "migration",
    "migrations",
    "init",
    "setup",
    "spawn",
    "launch",
    "task",
    "loop",
    "daemon",
    "scheduler",
    "consumer",
    "boot",
    "bootstrap",
    "drain",
    "connect",
    "bind",
    "startup",
    "app",
    "application",
    "exporter",
    "sync",
    "import",
    "backfill",
];
const REQUESTS: &[&str] = &[
    "handling request",
    "handling the request",
    "processing request",
    "processing the request",
    "request received",
    "received request",
    "received a request",
    "got request",
    "got a request",
];
const ARROWS: &[&str] = &[
    "->", "<-", "=>", "<=", ">>", "<<", "-->", "<--", "==", "→", "←",
];

impl Asked<'_> {
    /// "entering f", "leaving the handler", "-> f".
    fn enters(&self) -> bool {
        let rest = match self.words.split_first() {
            Some((first, rest)) if ENTER.contains(first) => rest,
            _ if ARROWS.iter().any(|arrow| self.said.text.starts_with(arrow)) => &self.words[..],
            _ => return false,
        };
        if rest.is_empty() {
            return !self.words.is_empty()
                && !self.is_lifecycle()
                && !matches!(self.words.first(), Some(&"left" | &"exited"));
        }
        let rest = match rest.split_first() {
            Some((first, rest)) if FILLERS.contains(first) && !KINDS.contains(first) => rest,
            _ => rest,
        };
        match rest.first() {
            Some(first) if first.contains("{}") => self.names_itself,
            Some(first) => {
                is_code(first)
                    || self.is_called(rest)
                    || *first == self.name
                    || rest.contains(&self.name) && self.name.contains('_')
                    || !self.is_lifecycle() && self.spelled(rest).is_some()
                    || KINDS.contains(first) && rest.len() == 1
                    || KINDS.contains(first)
                        && rest
                            .get(1)
                            .is_some_and(|next| is_code(next) || self.names_itself)
            }
            None => false,
        }
    }

    /// "start of f", "f called with {}", "{} called".
    fn begins_or_ends(&self) -> bool {
        let words = &self.words;
        let ends = words.iter().any(|word| END.contains(word));
        let is_verb = |word: &&str| {
            END.contains(word)
                || BEGIN.contains(word)
                    && (words.first() == Some(word) || !FIRST_ONLY.contains(word))
        };
        if !words.iter().any(is_verb) {
            return false;
        }
        // What came of it is worth a line.
        if ends && (self.has_fields || self.said.has_hole() && !self.names_itself) {
            return false;
        }
        if words.len() > 1 && self.is_called(&[self.name]) {
            return words.iter().any(|word| *word != self.name && is_verb(word));
        }
        let filler = |word: &&str| is_verb(word) || FILLERS.contains(word) || KINDS.contains(word);
        let rest: Vec<&str> = words.iter().copied().filter(|word| !filler(word)).collect();
        // `Scorer::score called`
        let is_owner =
            rest.get(1) == Some(&self.name) && self.said.text.contains(&format!("::{}", self.name));
        let rest = if is_owner { &rest[1..] } else { &rest[..] };
        if rest.is_empty() {
            // "function called", "handler start", "begin", "called".
            let says_kind = words.iter().any(|word| KINDS.contains(word));
            let is_vague = matches!(
                words.first(),
                Some(&"running" | &"executing" | &"calling" | &"call" | &"hit" | &"in")
            );
            return says_kind
                || (words.len() == 1 && self.begins && !is_vague && !self.is_lifecycle());
        }
        let stands_first = words.first().is_some_and(is_verb) || words.get(1).is_some_and(is_verb);
        if !stands_first && !self.said.text.ends_with(words[words.len() - 1]) {
            return false;
        }
        let named = rest.first().is_some_and(|first| *first == self.name)
            && (self.name.contains('_') || self.is_called(rest) || self.is_marked());
        if named {
            let only_says_so =
                |word: &&str| matches!(*word, "ok" | "success" | "early" | "normally");
            return !ends || self.said.has_hole() || rest[1..].iter().all(only_says_so);
        }
        if self.names_itself && rest.first().is_some_and(|first| first.contains("{}")) {
            return true;
        }
        // "calculate score started", "starting score calculation".
        !self.is_lifecycle()
            && !self.has_fields
            && !self.said.has_hole()
            && (ends || self.begins)
            && self.is_the_name(rest)
    }

    /// Whether a name of one word, which may be any word, is written as a function's: "ingest: start", "[ingest] done",
    /// "inside ingest", "ingest called".
    fn is_marked(&self) -> bool {
        let marked = [": ", "] ", " - "].iter().any(|mark| {
            self.said
                .text
                .trim_start_matches('[')
                .starts_with(&format!("{}{mark}", self.name))
        });
        let says = |any: &[&str]| self.words.iter().any(|word| any.contains(word));
        let prefixed = matches!(self.words.first(), Some(&"inside" | &"in"));
        let is_inside = self.words.first() == Some(&"inside");
        if prefixed && (is_inside || self.words.len() == 2) {
            return true;
        }
        // At `trace` and `debug` nobody looks for the life of a service.
        if marked && matches!(self.level, Some("trace" | "debug")) {
            return true;
        }
        !self.is_lifecycle()
            && (marked
                || says(&["called", "invoked"])
                || self.begins && says(&["start", "begin", "starting"]))
    }

    /// `debug!("validate_key")`, `debug!("validate_key()")`.
    fn is_bare(&self) -> bool {
        match self.words.as_slice() {
            [only] if *only == self.name => self.name.contains('_') || self.is_called(&self.words),
            [owner, only] if *only == self.name && self.said.text.contains("::") => {
                !owner.contains("{}")
            }
            _ => false,
        }
    }

    /// "calculating score" as the first statement of `calculate_score`; "request received".
    fn tells_the_name(&self, function: &Function) -> bool {
        if !self.begins || self.has_fields || self.said.has_hole() || self.is_lifecycle() {
            return false;
        }
        if function.is_async && REQUESTS.contains(&self.said.text.as_str()) {
            return true;
        }
        let is_gerund = self
            .words
            .first()
            .is_some_and(|first| first.ends_with("ing"));
        is_gerund && self.is_the_name(&self.words)
    }

    /// Whether words are the function's name in other forms: "score calculation" for `calculate_score`.
    fn is_the_name(&self, words: &[&str]) -> bool {
        let name: Vec<&str> = self
            .name_words
            .iter()
            .copied()
            .filter(|part| *part != "handler")
            .collect();
        let same = |one: &str, other: &str| stem(one) == stem(other);
        let words: Vec<&str> = words
            .iter()
            .copied()
            .filter(|word| !matches!(*word, "the" | "a" | "an" | "of" | "all"))
            .collect();
        name.len() >= 2
            && words.len() == name.len()
            && words
                .iter()
                .all(|word| name.iter().any(|part| same(word, part)))
            && name
                .iter()
                .all(|part| words.iter().any(|word| same(word, part)))
    }

    /// Whether words begin with the function's name, spelled with spaces.
    fn spelled(&self, words: &[&str]) -> Option<()> {
        let count = self.name_words.len();
        (count >= 2 && words.get(..count)? == self.name_words.as_slice()).then_some(())
    }

    /// Whether the first of some words is written as a call: `run()`.
    fn is_called(&self, words: &[&str]) -> bool {
        words.first().is_some_and(|first| {
            self.said
                .text
                .match_indices(first)
                .any(|(at, _)| self.said.text[at + first.len()..].starts_with("()"))
        })
    }

    fn is_lifecycle(&self) -> bool {
        self.name_words.iter().any(|part| LIFECYCLE.contains(part))
            || self
                .words
                .iter()
                .any(|word| LIFECYCLE.contains(word) && !matches!(*word, "start" | "init" | "run"))
    }
}

/// Whether a word is an identifier rather than prose: `validate_key`.
fn is_code(word: &str) -> bool {
    word.contains('_') && !word.contains('{')
}

/// A word's first letters: what its forms have in common.
fn stem(word: &str) -> &str {
    word.char_indices()
        .nth(4)
        .map_or(word, |(end, _)| &word[..end])
}
