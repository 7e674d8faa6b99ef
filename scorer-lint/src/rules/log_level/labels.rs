//! A message that only labels the value that it prints.

use crate::analysis::beside;
use crate::analysis::message::{self, Said};
use crate::analysis::wording;
use crate::rules::entering_function_log;
use crate::source::{Argument, Event, File, TokenKind, Tokens};

use super::intermediate::is_chosen;

/// `info!("project.id: {}", project.id)`, `"number of keys = {count}"`: a label without a verb, a mark, and one value. What was
/// done or goes on has a verb, what failed prints an error, and what is told only in a case says that it is one.
///
/// Without a mark, as in `"receipt {receipt:?}"`, the label must be what the code calls the value, and the code go on with it.
pub(super) fn labels_a_value(file: &File, event: &Event, said: &Said) -> bool {
    let Some(label) = said.text.strip_suffix("{}").map(str::trim_end) else {
        return false;
    };
    let Some(printed) = Printed::of(file, event, said) else {
        return false;
    };
    let marked = label.strip_suffix([':', '=']);
    let words = message::words(marked.unwrap_or(label));
    let Some(first) = words.first() else {
        return false;
    };
    if label.contains("{}") || is_chosen(file, event) {
        return false;
    }
    if marked.is_some() {
        let is_told = |word: &&str| {
            wording::is_past(word) || word.ends_with("ing") || wording::is_contrary(word)
        };
        let denies = label.contains("n't ");
        return !denies && !words.iter().take(HEAD).any(is_told) && !printed.is_error(file);
    }
    let called = printed.called(file);
    let called: Vec<&str> = called.iter().flat_map(|name| name.split('_')).collect();
    !first.ends_with("ing")
        && label
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|part| !part.is_empty())
            .all(|part| called.contains(&part))
        && printed
            .name(file)
            .is_some_and(|name| goes_on_with(file, event, &name, said, first))
}

/// Within how many words a message has its verb: "all keys removed", but not "the keys that can be removed".
const HEAD: usize = 3;

/// The one value that a message prints.
enum Printed {
    /// By a capture.
    Name(String),
    /// By an expression.
    Tokens(Tokens),
}

impl Printed {
    /// What an event prints, its function's own name aside.
    fn of(file: &File, event: &Event, said: &Said) -> Option<Self> {
        let is_field = |argument: &Argument| entering_function_log::is_field(file, argument);
        if event.arguments.iter().any(is_field) {
            return None;
        }
        let mut values = event
            .arguments
            .iter()
            .filter_map(|argument| match argument {
                Argument::Value { value, .. } => Some(value.clone()),
                _ => None,
            });
        match (values.next(), said.captures.as_slice()) {
            (Some(value), []) if values.next().is_none() => Some(Self::Tokens(value)),
            (None, [capture]) => Some(Self::Name(capture.clone())),
            _ => None,
        }
    }

    fn is_error(&self, file: &File) -> bool {
        let names = self.called(file);
        let mut parts = names.iter().flat_map(|name| name.split('_'));
        parts.any(|part| matches!(part, "e" | "err" | "error"))
    }

    /// All names in it, in lower case.
    fn called(&self, file: &File) -> Vec<String> {
        match self {
            Self::Name(name) => vec![name.to_lowercase()],
            Self::Tokens(tokens) => tokens
                .clone()
                .filter(|at| file.token(*at).kind == TokenKind::Ident)
                .map(|at| file.word(at).to_lowercase())
                .collect(),
        }
    }

    /// The name of the local or the member that it is; none of what is computed for the event.
    fn name(&self, file: &File) -> Option<String> {
        match self {
            Self::Name(name) => Some(name.clone()),
            Self::Tokens(tokens) => {
                let is_path = tokens.clone().all(|at| {
                    file.token(at).kind == TokenKind::Ident
                        || matches!(file.token(at).byte, b'.' | b'&' | b'*')
                });
                let last = tokens.end.checked_sub(1)?;
                (is_path && file.token(last).kind == TokenKind::Ident)
                    .then(|| file.word(last).to_owned())
            }
        }
    }
}

/// Whether the statements behind an event read a value: it is a step of the work. What is told in the past tense must be printed
/// by `Debug` and not only be given back, or else it is what came of the work.
fn goes_on_with(file: &File, event: &Event, name: &str, said: &Said, label: &str) -> bool {
    let Some(beside) = file
        .function_at(event.name)
        .and_then(|function| beside::of(file, function, event))
    else {
        return false;
    };
    let is_past = wording::is_past(label);
    if is_past && !said.debug {
        return false;
    }
    let mut behind = beside
        .behind
        .iter()
        .filter(|statement| !beside::is_event(file, statement));
    behind.any(|statement| {
        let gives_back = matches!(file.word(statement.start), "Ok" | "Some" | "return")
            || statement.end == beside.block.end && statement.len() == 1;
        !(is_past && gives_back) && statement.clone().any(|at| file.is_word(at, name))
    })
}
