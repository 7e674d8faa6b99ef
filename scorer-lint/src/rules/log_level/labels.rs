//! A message that says nothing but what the code calls the value that it prints.

use crate::analysis::beside;
use crate::analysis::message::Said;
use crate::analysis::wording;
use crate::source::{Argument, Event, File, TokenKind, Tokens};

use super::intermediate::{NEWS, is_chosen};

/// `info!("project.id: {}", project.id)`, `"topic_count: {topic_count}"`, and `"receipt {receipt:?}"` of a value that the code
/// goes on with: it is written for whoever reads the code.
pub(super) fn repeats_its_value(file: &File, event: &Event, said: &Said) -> bool {
    let Some(label) = said.text.strip_suffix("{}").map(str::trim_end) else {
        return false;
    };
    let Some(printed) = Printed::of(event, said) else {
        return false;
    };
    let called = printed.called(file);
    let called: Vec<&str> = called.iter().flat_map(|name| name.split('_')).collect();
    let bare = label.strip_suffix([':', '=']).map(str::trim_end);
    let parts: Vec<&str> = bare
        .unwrap_or(label)
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect();
    let Some(first) = parts.first() else {
        return false;
    };
    if !parts.iter().all(|part| called.contains(part)) {
        return false;
    }
    // Without a mark between them, "removed {removed}" may be a sentence about what was done.
    bare.is_some()
        || !NEWS.contains(first)
            && !first.ends_with("ing")
            && !is_chosen(file, event)
            && printed
                .name(file)
                .is_some_and(|name| goes_on_with(file, event, &name, said, first))
}

/// The one value that a message prints.
enum Printed {
    /// By a capture.
    Name(String),
    /// By an expression.
    Tokens(Tokens),
}

impl Printed {
    fn of(event: &Event, said: &Said) -> Option<Self> {
        let mut values = event
            .arguments
            .iter()
            .filter_map(|argument| match argument {
                Argument::Value { value, .. } => Some(value.clone()),
                _ => None,
            });
        match (values.next(), said.captures.as_slice()) {
            (Some(value), []) => Some(Self::Tokens(value)),
            (None, [capture]) => Some(Self::Name(capture.clone())),
            _ => None,
        }
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
