//! An event that says about a statement what the statement itself says.

use crate::analysis::beside::{self, Beside};
use crate::analysis::code::Code;
use crate::analysis::message::{self, Said};
use crate::analysis::statements::{self, Callee, Known, Runners, Statement};
use crate::analysis::wording::{self, Stems};
use crate::engine::check::{Check, Entry};
use crate::engine::cx::{Cx, UnitCx};
use crate::engine::dropped::KeptBy;
use crate::engine::facts::Fact;
use crate::engine::finding::Finding;
use crate::rewrite::removal;
use crate::rule::{Group, Level, Precision, Reach, Rule, Standing};
use crate::rules::entering_function_log;
use crate::source::{Argument, Event, EventKind, File, Function, TokenKind, Tokens};

/// The rule.
pub static RULE: Rule = Rule {
    name: "redundant-db-log",
    group: Group::Noise,
    level: Level::Warn,
    in_tests: false,
    standing: Standing::of(Precision::High),
    reach: Reach::Statement,
    page: include_str!("../../docs/rules/redundant-db-log.md"),
};

/// What the engine calls for it.
pub static ENTRY: Entry = Entry {
    rule: &RULE,
    words: &[],
    helpers: &[],
    checks: &[Check::File(check), Check::Unit(judge)],
};

/// What a file tells of its functions, and its events that are findings if what stands beside them runs a statement.
#[derive(Default)]
struct Told {
    runners: Runners,
    asked: Vec<(Finding, Vec<Callee>)>,
}

impl Fact for Told {
    fn merge(&mut self, other: Self) {
        self.runners.extend(other.runners);
        self.asked.extend(other.asked);
    }
}

fn judge(cx: &UnitCx<'_>) {
    let Some(told) = cx.facts::<Told>() else {
        return;
    };
    for (finding, callees) in &told.asked {
        if told.runners.any_runs(callees) {
            cx.report(finding.clone());
        }
    }
}

/// How an event stands to its statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Repeats {
    /// It announces it.
    Announces,
    /// It says that it was run, or counts its rows.
    Reports,
}

fn check(cx: &Cx<'_>) {
    if !statements::may_stand_in(&cx.code) {
        return;
    }
    cx.facts::<Told>()
        .runners
        .extend(statements::runners::defined(&cx.code));
    for event in cx.file.events() {
        if let Some((repeats, _)) = repeats(cx.file, event, Known::Here) {
            cx.report(found(cx, event, repeats));
        } else if (!cx.is_test(event.name) || cx.settings.in_tests(&RULE))
            && let Some((repeats, callees)) = repeats(cx.file, event, Known::ByCallee)
            && !entering_function_log::marks_a_function(cx.file, event)
        {
            let finding = found(cx, event, repeats);
            cx.facts::<Told>().asked.push((finding, callees));
        }
    }
}

fn found(cx: &Cx<'_>, event: &Event, repeats: Repeats) -> Finding {
    let by_sqlx = cx
        .code
        .manifest
        .is_none_or(|manifest| manifest.depends_on_any(|package| package == "sqlx"));
    let name = cx.file.word(event.name);
    let message = match repeats {
        Repeats::Announces => {
            format!("this `{name}!` only announces the statement after it")
        }
        Repeats::Reports => {
            format!("this `{name}!` only says that the statement before it was run")
        }
    };
    let has_span = removal::has_span(cx.file, event);
    let help = if by_sqlx {
        "remove it: SQLx reports every statement with its text, rows and duration; log only what the rows mean to the caller"
    } else {
        "remove it: the span around it has the same duration; log only what the rows mean to the caller"
    };
    let finding = cx.at(&RULE, &message::head(event), message).help(help);
    let finding = finding.yields_in(cx.file.bytes_of(&event.whole));
    let lines = removal::bare(cx.file, event);
    removal::mended(finding, lines, by_sqlx || has_span, KeptBy::Span)
}

/// Whether an event says what the statement beside it says.
pub(super) fn is_redundant(code: &Code<'_>, event: &Event) -> bool {
    statements::may_stand_in(code) && repeats(code.file, event, Known::Here).is_some()
}

/// How an event repeats what stands beside it, and what is called there, where that decides.
fn repeats(file: &File, event: &Event, known: Known) -> Option<(Repeats, Vec<Callee>)> {
    if event.kind != EventKind::Event || matches!(event.level, None | Some("warn" | "error")) {
        return None;
    }
    let function = file.function_at(event.name)?;
    let said = message::message(file, event)?;
    let words = said.words().split_off(said.label());
    if words.iter().any(|word| is_schema(word)) {
        return None;
    }
    let says = Says {
        file,
        function,
        event,
        said: &said,
        words,
    };
    let beside = beside::of(file, function, event);
    if let Some(beside) = &beside
        && let Some(statement) = statements::after(file, function, beside, known)
        && !statement.migrates()
        && !says.denies(&statement)
        && !says.is_of_another(beside, &statement)
        && says.announces(&statement)
        && !says.announces_the_function(beside, function, &statement)
    {
        return Some((Repeats::Announces, statement.callees));
    }
    let statement = statements::before(file, function, event, beside.as_ref(), known)
        .filter(|statement| !statement.migrates() && !says.denies(statement))?;
    says.reports(&statement)
        .then_some((Repeats::Reports, statement.callees))
}

/// Whether a word is about the schema or the pool, whose changes are news: they happen once in the life of a service. Nothing
/// in a statement's place tells that.
fn is_schema(word: &str) -> bool {
    word.starts_with("migration")
        || word.starts_with("connect")
        || matches!(word, "schema" | "pool" | "migrate" | "migrating")
}

/// What an event says.
struct Says<'a> {
    file: &'a File,
    function: &'a Function,
    event: &'a Event,
    said: &'a Said,
    words: Vec<&'a str>,
}

impl Says<'_> {
    /// "Collecting badges of {owner}" before the statement that does so.
    fn announces(&self, statement: &Statement) -> bool {
        let Some(first) = self.verb() else {
            return false;
        };
        // What goes on is told by its form; what is asked for by the verb of what is called.
        let is_about_to = self.words.first() != Some(&first);
        let is_asked = (statement.does(first) || is_about_to)
            && self.words.len() > 1
            && !self.words.iter().any(|word| wording::is_past(word));
        if !(first.ends_with("ing") || is_asked || is_sql(first)) {
            return false;
        }
        let (explained, others) = self.explained(statement);
        let is_general = wording::begins(first);
        let of_database = self.names_database();
        if statement.is_handed_on && !of_database {
            return false;
        }
        // What is a statement by its callee alone is named by it: its verb, or all that it is about.
        let is_named = || {
            let mut callees = statement.callees.iter();
            statement.does(first) || callees.any(|callee| callee.is_told_by(&self.words))
        };
        if !statement.callees.is_empty() && others > 0 && !is_named() {
            return false;
        }
        let needed = if is_general && !of_database { 2 } else { 1 };
        explained >= needed
            && others <= explained
            && self
                .values()
                .all(|value| is_simple(self.file, &value) && self.is_given(statement, &value))
    }

    /// Whether a word denies something that no called function is named for: "missing" before `missing_trees()` does not.
    fn denies(&self, statement: &Statement) -> bool {
        self.words
            .iter()
            .any(|word| wording::is_contrary(word) && !statement.calls(word))
    }

    /// Whether something else is made before the statement, which the words name: "generating a key" before
    /// `let key = PrivateKey::random()?;`, which a statement then stores.
    fn is_of_another(&self, beside: &Beside, statement: &Statement) -> bool {
        let before = beside
            .behind
            .iter()
            .take_while(|other| other.end <= statement.start());
        let is_named = |name: &String| {
            let parts = wording::parts(name);
            parts
                .iter()
                .any(|part| self.words.iter().any(|word| wording::same(word, part)))
        };
        before
            .filter(|other| !beside::is_light(self.file, other))
            .filter(|other| !statements::is_acquisition(self.file, other))
            .any(|other| statements::bound(self.file, other).iter().any(is_named))
    }

    /// Its first word, where that is not "attempting to", "about to".
    fn verb(&self) -> Option<&str> {
        let mut words = self.words.iter();
        let first = words.next()?;
        match self.words.get(1) {
            Some(&"to") if wording::begins(first) || *first == "about" => self.words.get(2),
            _ => Some(first),
        }
        .copied()
    }

    /// "Removed {n} stale links" behind it.
    fn reports(&self, statement: &Statement) -> bool {
        let first = self.words.first().copied().unwrap_or_default();
        let goes_on = first.ends_with("ing") && !wording::ends(first);
        let (mut explained, others) = self.explained(statement);
        explained += usize::from(statement.is_about(first));
        let mut only_counts = !goes_on && wording::is_past(first);
        let mut counts = false;
        for value in self.values() {
            if is_clock(self.file, &value) {
                continue;
            }
            if self.is_of_rows(statement, &value) {
                counts = true;
            } else if !is_simple(self.file, &value) || !self.is_given(statement, &value) {
                return false;
            } else {
                only_counts = false;
            }
        }
        // Behind what certainly is a statement, a count of its rows is its span's, however many words tell of it.
        let is_certain = statement.callees.is_empty() && !statement.is_handed_on;
        if counts && explained > 0 && is_certain && !goes_on {
            return true;
        }
        // "found {} results": of nothing but the rows, whatever they are called.
        if explained == 0 && !(counts && only_counts) {
            return false;
        }
        // A count of rows says what it counts, however many words that takes.
        if others > explained + if counts { 3 } else { 1 } {
            return false;
        }
        // "confirming orders", with how many were just read.
        if goes_on {
            return counts && others == 0 && self.values().count() == 1 && !self.said.debug;
        }
        let ends = self.words.iter().any(|word| wording::ends(word));
        let says_no_more = ends && explained > 1 || self.names_database();
        let is_past = self.words.iter().any(|word| wording::is_past(word));
        counts || says_no_more || (is_past && self.event.level != Some("info"))
    }

    /// Whether it stands first in a function that does more than the statement, and says no more of the statement than of the
    /// function.
    fn announces_the_function(
        &self,
        beside: &Beside,
        function: &Function,
        statement: &Statement,
    ) -> bool {
        if !beside.begins(self.file, function)
            || beside.workers_behind(self.file) < 3
            || self.names_database()
        {
            return false;
        }
        let mut names = Stems::default();
        names.add_name(self.file.word(function.name));
        if let Some(block) = self.file.impl_at(function.keyword) {
            names.add_name(self.file.word(block.ty));
        }
        let stem = self.file.path.file_stem().unwrap_or_default();
        names.add_name(&stem.to_string_lossy());
        let count = |is_meant: &dyn Fn(&str) -> bool| {
            let words = self.words.iter().filter(|word| !wording::is_joint(word));
            words.filter(|word| is_meant(word)).count()
        };
        count(&|word| names.has(word)) >= count(&|word| statement.is_about(word))
    }

    fn names_database(&self) -> bool {
        self.words.iter().any(|word| {
            statements::names_a_database(word)
                || matches!(*word, "transaction" | "commit" | "rollback")
        })
    }

    /// How many of its words the statement explains, and how many it does not: its first word, the verb, and what joins its
    /// words aside.
    fn explained(&self, statement: &Statement) -> (usize, usize) {
        let (mut explained, mut others) = (0, 0);
        for (at, word) in self.words.iter().enumerate() {
            if at == 0 || word.contains("{}") || wording::is_joint(word) {
                continue;
            }
            if statement.is_about(word) {
                explained += 1;
            } else if !wording::begins(word) && !wording::ends(word) && !word.ends_with("ed") {
                others += 1;
            }
        }
        (explained, others)
    }

    /// What it prints or records.
    fn values(&self) -> impl Iterator<Item = Value> {
        let captured = self.said.captures.iter().cloned().map(Value::Name);
        let written = self
            .event
            .arguments
            .iter()
            .filter_map(|argument| match argument {
                Argument::Field { name, value, .. } if name.text.as_deref() != Some("message") => {
                    Some(Value::Tokens(value.clone()))
                }
                Argument::Value { value, .. } => Some(Value::Tokens(value.clone())),
                _ => None,
            });
        captured.chain(written)
    }

    /// Whether a value is what the statement brought: its rows, or how many they are.
    fn is_of_rows(&self, statement: &Statement, value: &Value) -> bool {
        let is_bound = |name: &str| statement.bound.iter().any(|known| known == name);
        let tells_what_came = self
            .words
            .first()
            .is_some_and(|first| wording::is_past(first) || is_sql(first));
        let is_count = |name: &str| {
            // `let deleted = ..`: what was done, as a number.
            let parts = wording::parts(name);
            wording::is_past(name)
                || parts.iter().any(|part| {
                    matches!(
                        part.as_str(),
                        "n" | "count" | "total" | "affected" | "rows" | "num"
                    ) || self
                        .words
                        .iter()
                        .any(|word| wording::is_past(word) && wording::same(word, part))
                })
        };
        match value {
            Value::Name(name) => {
                is_bound(name)
                    && (self.said.debug
                        || tells_what_came
                        || self.names_database()
                        || is_count(name))
            }
            Value::Tokens(tokens) => {
                let names = tokens.clone().any(|at| is_bound(self.file.word(at)));
                let counts = tokens.clone().any(|at| {
                    matches!(self.file.word(at), "len" | "rows_affected" | "count")
                        || matches!(self.file.word(at), "is_some" | "is_none")
                            && self.names_database()
                });
                // `rows.iter().map(|row| row.id).collect::<Vec<_>>()`: the rows themselves.
                let of_each = self.said.debug
                    && tokens.clone().any(|at| goes_over(self.file, at))
                    && is_bound(self.file.word(tokens.start));
                let stands_alone = tokens
                    .clone()
                    .filter(|at| self.file.token(*at).kind == TokenKind::Ident)
                    .count()
                    == 1;
                let name = tokens
                    .clone()
                    .find(|at| self.file.token(*at).kind == TokenKind::Ident)
                    .map_or("", |at| self.file.word(at));
                names
                    && (counts
                        || of_each
                        || stands_alone
                            && (self.said.debug
                                || tells_what_came
                                || self.names_database()
                                || is_count(name)))
            }
        }
    }

    /// Whether a value was there before: the statement was given it, or the function was.
    fn is_given(&self, statement: &Statement, value: &Value) -> bool {
        let name = match value {
            Value::Name(name) => name.as_str(),
            Value::Tokens(tokens) => {
                let mut at = tokens.start;
                while matches!(self.file.token(at).byte, b'&' | b'*') {
                    at += 1;
                }
                self.file.word(at)
            }
        };
        !statement.bound.iter().any(|bound| bound == name)
            && (name == "self"
                || statement.mentions(self.file, name)
                || name
                    .chars()
                    .all(|letter| letter.is_uppercase() || letter == '_')
                || self.function.parameters(self.file).iter().any(|parameter| {
                    parameter
                        .pattern
                        .clone()
                        .any(|at| self.file.is_word(at, name))
                }))
    }
}

/// Whether a message begins as a statement of SQL does.
fn is_sql(word: &str) -> bool {
    matches!(
        word,
        "select" | "insert" | "update" | "delete" | "upsert" | "begin" | "commit"
    )
}

/// Something that an event prints or records.
enum Value {
    /// By a capture in its message.
    Name(String),
    /// By an expression.
    Tokens(Tokens),
}

/// Whether a value is a name, a member or a constant: nothing that was computed for the event.
fn is_simple(file: &File, value: &Value) -> bool {
    match value {
        Value::Name(_) => true,
        Value::Tokens(tokens) => tokens.clone().all(|at| {
            matches!(
                file.token(at).kind,
                TokenKind::Ident | TokenKind::Str | TokenKind::Literal
            ) || matches!(file.token(at).byte, b'.' | b'&' | b'*' | b':')
                || matches!(file.token(at).byte, b'(' | b')') && is_bare_call(file, at)
        }),
    }
}

fn goes_over(file: &File, at: u32) -> bool {
    matches!(file.word(at), "iter" | "into_iter") && file.is(at + 1, b'(')
}

/// Whether a value is read of a clock, which the statement's own duration says.
fn is_clock(file: &File, value: &Value) -> bool {
    match value {
        Value::Name(_) => false,
        Value::Tokens(tokens) => tokens
            .clone()
            .any(|at| matches!(file.word(at), "elapsed" | "now") && file.is(at + 1, b'(')),
    }
}

/// Whether a bracket is that of a call without arguments: `.id()`, `.as_str()`.
fn is_bare_call(file: &File, at: u32) -> bool {
    file.is(at, b'(') && file.is(at + 1, b')')
        || file.is(at, b')') && at > 0 && file.is(at - 1, b'(')
}
