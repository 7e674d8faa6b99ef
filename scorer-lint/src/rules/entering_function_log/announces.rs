//! An event in a span of its function that announces the call behind it: "Deleting item {id}" before `.delete_item()`.

use crate::analysis::beside;
use crate::analysis::message::{self, Said};
use crate::analysis::wording::{self, Stems, parts, same};
use crate::rewrite::removal;
use crate::source::{Argument, Call, CallKind, Event, File, Function, Tokens};

/// How many tokens of a statement are looked at for calls.
const LONGEST: usize = 400;

/// Whether an event says what the call behind it does, with values that the span or the call has.
pub(super) fn announces(file: &File, function: &Function, event: &Event, said: &Said) -> bool {
    let words = said.words();
    let Some(first) = words.first() else {
        return false;
    };
    let goes_on = first.ends_with("ing");
    if event.level == Some("warn")
        || words.iter().any(|word| wording::is_contrary(word))
        || !removal::has_span(file, event)
    {
        return false;
    }
    let Some(beside) = beside::of(file, function, event) else {
        return false;
    };
    let Some(next) = beside.behind.first() else {
        return false;
    };
    let mut told = Stems::default();
    for word in &words {
        told.add(word);
    }
    let mut calls = next
        .clone()
        .take(LONGEST)
        .filter_map(|at| Call::at(file, at))
        .filter(|call| call.kind != CallKind::Macro);
    calls.any(|call| {
        let name = parts(file.word(call.name));
        // "submit order", but not "submitted order".
        let verb = name
            .first()
            .is_some_and(|verb| same(verb, first) && (goes_on || verb == first));
        let object = name.iter().skip(1).all(|part| told.has(part));
        // "fetching product {id}" before `get_product(id)`: the verb is another, and nothing else.
        let is_object = |word: &&str| {
            wording::is_joint(word)
                || word.contains("{}")
                || name.iter().skip(1).any(|part| same(part, word))
        };
        let verb = verb || goes_on && name.len() > 1 && words.iter().skip(1).all(is_object);
        // A call of one word, as `scan`, says less: only as the first thing that the function does.
        let is_enough = name.len() > 1 || beside.begins(file, function);
        verb && object && is_enough && !prints_news(file, function, event, said, &call)
    })
}

/// Whether it prints something that neither the function nor the call was given.
fn prints_news(file: &File, function: &Function, event: &Event, said: &Said, call: &Call) -> bool {
    let parameters = function.parameters(file);
    let is_given = |name: &str| {
        let in_call = call.arguments.clone().any(|at| file.is_word(at, name));
        in_call
            || parameters
                .iter()
                .any(|it| it.pattern.clone().any(|at| file.is_word(at, name)))
    };
    let is_plain = |value: &Tokens| !value.clone().any(|at| file.is(at, b'('));
    let first = |value: &Tokens| {
        let mut at = value.start;
        while file.is(at, b'&') || file.is(at, b'*') {
            at += 1;
        }
        file.word(at).to_owned()
    };
    said.captures.iter().any(|name| !is_given(name))
        || event
            .arguments
            .iter()
            .any(|argument| matches!(argument, Argument::Field { .. }))
        || message::values(event).any(|value| !is_plain(value) || !is_given(&first(value)))
}
