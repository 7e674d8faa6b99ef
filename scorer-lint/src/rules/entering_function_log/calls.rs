//! An event in a span of its function that tells of the call beside it only what the call says: "Deleting item {id}" before
//! `.delete_item(id)`, "finished deleting the item" behind it.

use crate::analysis::beside::{self, Beside};
use crate::analysis::message::{self, Said};
use crate::analysis::wording::{self, Stems, parts, same};
use crate::source::{Argument, Call, CallKind, Event, File, Function, TokenKind, Tokens};

use super::given::Given;
use super::span::has_span;

/// How many tokens of a statement are looked at for calls.
const LONGEST: usize = 400;

/// Whether an event in a function with a span tells of the call beside it what the call says, with values that the span or
/// the call has.
pub(super) fn is_of_a_call(file: &File, function: &Function, event: &Event, said: &Said) -> bool {
    has_span(file, function, event) && told_of(file, function, event, said).is_some()
}

/// The name of the call that an event announces, or says to be done.
pub(super) fn told_of<'a>(
    file: &'a File,
    function: &Function,
    event: &Event,
    said: &Said,
) -> Option<&'a str> {
    if event.level == Some("warn") {
        return None;
    }
    let beside = beside::of(file, function, event)?;
    let words = said.words();
    let says = Says::of(file, function, event, said, &beside, &words)?;
    let next = next(file, &beside);
    let last = beside.before.last();
    let call = next
        .and_then(|next| says.announces(next))
        .or_else(|| last.and_then(|last| says.reports(last)))?;
    Some(file.word(call.name))
}

/// Whether an event at `info` in a span of its function announces what is waited for next, in whatever words: "sending the bill to
/// {reader}" before `mailer.post(reader).await?`. At `debug` it may tell which way was taken.
pub(super) fn announces_in_a_span(
    file: &File,
    function: &Function,
    event: &Event,
    said: &Said,
) -> bool {
    let Some(beside) = beside::of(file, function, event) else {
        return false;
    };
    let words = said.words();
    let Some(says) = Says::of(file, function, event, said, &beside, &words) else {
        return false;
    };
    event.level == Some("info")
        && has_span(file, function, event)
        && says.first.ends_with("ing")
        && !says.denies(&[])
        && beside.precedes_a_call(file)
        && next(file, &beside).is_some_and(|next| !says.prints_news(next))
}

/// The first statement behind an event that does more than to make a value.
fn next<'a>(file: &File, beside: &'a Beside) -> Option<&'a Tokens> {
    beside.behind.iter().find(|it| !makes_a_value(file, it))
}

/// A local that is made before the call, of no call that takes time: a clock's reading, a name.
fn makes_a_value(file: &File, statement: &Tokens) -> bool {
    file.is_word(statement.start, "let")
        && beside::is_light(file, statement)
        && statement.len() < 24
}

struct Says<'a> {
    file: &'a File,
    function: &'a Function,
    event: &'a Event,
    said: &'a Said,
    beside: &'a Beside,
    /// The first word, and the others.
    first: &'a str,
    words: &'a [&'a str],
}

impl<'a> Says<'a> {
    /// None of an event that has no words behind its label.
    fn of(
        file: &'a File,
        function: &'a Function,
        event: &'a Event,
        said: &'a Said,
        beside: &'a Beside,
        all: &'a [&'a str],
    ) -> Option<Self> {
        let (first, words) = all.get(said.label()..).and_then(<[_]>::split_first)?;
        Some(Self {
            file,
            function,
            event,
            said,
            beside,
            first,
            words,
        })
    }

    fn announces(&self, next: &Tokens) -> Option<Call> {
        let goes_on = self.first.ends_with("ing");
        let begins = wording::begins(self.first);
        let others = || {
            let words = self.words.iter().copied();
            words.filter(|word| !wording::is_joint(word) && !word.contains("{}"))
        };
        let written = written(self.file, next);
        let mut told = Stems::default();
        for word in std::iter::once(&self.first).chain(self.words) {
            told.add(word);
        }
        self.calls(next).find(|call| {
            let name = parts(self.file.word(call.name));
            if self.denies(&name) {
                return false;
            }
            // "submit order", but not "submitted order".
            let verb = name
                .first()
                .is_some_and(|verb| same(verb, self.first) && (goes_on || verb == self.first));
            let object = name.iter().skip(1).all(|part| told.has(part));
            let is_object = |word: &str| name.iter().skip(1).any(|part| same(part, word));
            let known =
                |word: &str| written.has(word) || parts(word).iter().all(|it| written.has(it));
            // "submitting the order to {topic}" before `submit_order(topic)`.
            let same_words = verb && (object || others().count() > 0 && others().all(known));
            // "fetching product {id}" before `get_product(id)`: the verb is another, and nothing else.
            let other_verb = goes_on
                && name.len() > 1
                && (others().all(is_object) && object
                    || others().count() > 0 && others().all(known) && others().any(is_object));
            // "beginning name lookup" before `lookup_name(..)`.
            let of_call = begins
                && name.len() > 1
                && name.iter().all(|part| told.has(part))
                && others().all(|word| name.iter().any(|part| same(part, word)));
            // A call of one word, as `scan`, says less: only as the first thing that the function does.
            let is_enough = name.len() > 1 || self.beside.begins(self.file, self.function);
            (same_words || other_verb || of_call) && is_enough && !self.prints_news(next)
        })
    }

    /// "Finished subscribing to {topic}" directly behind `subscribe_topic(topic).await?`.
    fn reports(&self, last: &Tokens) -> Option<Call> {
        let is_quiet = matches!(self.event.level, Some("debug" | "trace"));
        let ends = wording::ends(self.first);
        let succeeds = self.first == "successfully" && is_quiet;
        if !(ends || succeeds) || self.words.is_empty() {
            return None;
        }
        let written = written(self.file, last);
        let mut others = self
            .words
            .iter()
            .filter(|word| !wording::is_joint(word) && !word.contains("{}"))
            .peekable();
        let known = |word: &&str| written.has(word) || parts(word).iter().all(|it| written.has(it));
        let is_said = others.peek().is_some() && others.all(known) && !self.prints_news(last);
        // Of a chain, the call that the words are of.
        let is_meant = |call: &Call| {
            let name = parts(self.file.word(call.name));
            name.iter()
                .any(|part| self.words.iter().any(|word| same(word, part)))
        };
        self.calls(last).find(is_meant).filter(|_| is_said)
    }

    fn calls(&self, statement: &Tokens) -> impl Iterator<Item = Call> {
        // What stands in braces is done later, or in a case.
        let file = self.file;
        statement
            .clone()
            .take(LONGEST)
            .take_while(move |at| !file.is(*at, b'{'))
            .filter_map(|at| Call::at(self.file, at))
            .filter(|call| call.kind != CallKind::Macro)
    }

    /// Whether a word denies something, other than one of the call's name.
    fn denies(&self, name: &[String]) -> bool {
        let mut words = std::iter::once(&self.first).chain(self.words);
        words.any(|word| wording::is_contrary(word) && !name.iter().any(|part| same(part, word)))
    }

    /// Whether it prints something that neither the function nor the call was given.
    fn prints_news(&self, statement: &Tokens) -> bool {
        let in_call = |name: &str| statement.clone().any(|at| self.file.is_word(at, name));
        let given = Given {
            file: self.file,
            function: self.function,
            beside: Some(self.beside),
        };
        let first = |value: &Tokens| {
            let mut at = value.start;
            while self.file.is(at, b'&') || self.file.is(at, b'*') {
                at += 1;
            }
            self.file.word(at)
        };
        let captures: Vec<String> = self
            .said
            .captures
            .iter()
            .filter(|name| !in_call(name))
            .cloned()
            .collect();
        let has_fields = self
            .event
            .arguments
            .iter()
            .any(|argument| matches!(argument, Argument::Field { .. }));
        let is_plain = |value: &Tokens| !value.clone().any(|at| self.file.is(at, b'('));
        let mut unknown = self.event.clone();
        unknown.arguments.retain(|argument| match argument {
            Argument::Value { value, .. } => !(is_plain(value) && in_call(first(value))),
            _ => true,
        });
        let has_text = message::message(self.file, self.event).is_some();
        has_fields && !has_text || given.is_news(&unknown, &captures)
    }
}

/// What a statement is written with, as stems.
fn written(file: &File, statement: &Tokens) -> Stems {
    let mut stems = Stems::default();
    for at in statement.clone().take(LONGEST) {
        if file.token(at).kind == TokenKind::Ident {
            stems.add_name(file.word(at));
            stems.add(file.word(at));
        }
    }
    stems
}
