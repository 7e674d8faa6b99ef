//! What an event says: its message as plain text, and what it prints.

use crate::source::{Argument, Event, EventKind, File, TokenKind, Tokens};

/// An event's message.
pub(crate) struct Said {
    /// In lower case, each printed value as `{}`, white space and line breaks as one space, dots at the end left out.
    pub(crate) text: String,
    /// The names that are printed by inline captures.
    pub(crate) captures: Vec<String>,
    /// Whether anything is printed by `Debug`.
    pub(crate) debug: bool,
}

/// The message of an event, also where it is written as a field.
pub(crate) fn message(file: &File, event: &Event) -> Option<Said> {
    if event.kind != EventKind::Event {
        return None;
    }
    let literal = event.arguments.iter().find_map(|argument| match argument {
        Argument::Message { literal } => Some(*literal),
        Argument::Field { name, value, .. }
            if name.text.as_deref() == Some("message")
                && file.token(value.start).kind == TokenKind::Str =>
        {
            Some(value.start)
        }
        _ => None,
    });
    // `info!(answer = "the card was found")`: its only value is what it says.
    let literal = literal.or_else(|| match event.arguments.as_slice() {
        [Argument::Field { value, .. }] if is_text(file, value) => Some(value.start),
        _ => None,
    })?;
    Some(literal_text(file, literal))
}

/// Whether a value is written out as a text.
pub(crate) fn is_text(file: &File, value: &Tokens) -> bool {
    value.len() == 1 && file.token(value.start).kind == TokenKind::Str
}

/// The text of a format string.
pub(crate) fn literal_text(file: &File, literal: u32) -> Said {
    let written = file.word(literal);
    let is_raw = written.starts_with(['r', 'b']) && !written.starts_with("b\"");
    let inner = written
        .split_once('"')
        .map_or("", |(_, rest)| rest)
        .trim_end_matches('#');
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    let mut said = Said {
        text: String::with_capacity(inner.len()),
        captures: Vec::new(),
        debug: false,
    };
    let mut letters = inner.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' if !is_raw => match letters.next() {
                Some('"') => said.push('"'),
                _ => said.push(' '),
            },
            '{' if letters.peek() == Some(&'{') => {
                letters.next();
                said.push('{');
            }
            '{' => {
                let hole: String = letters.by_ref().take_while(|inner| *inner != '}').collect();
                let (name, form) = hole.split_once(':').unwrap_or((&hole, ""));
                said.debug |= form.contains('?');
                if name.starts_with(|first: char| first.is_alphabetic() || first == '_') {
                    said.captures.push(name.trim().to_owned());
                }
                said.text.push_str("{}");
            }
            '}' if letters.peek() == Some(&'}') => {
                letters.next();
                said.push('}');
            }
            letter => said.push(letter),
        }
    }
    let kept = said
        .text
        .trim_end_matches(['.', '!', ' ', '\u{2026}'])
        .len();
    said.text.truncate(kept);
    said
}

impl Said {
    fn push(&mut self, letter: char) {
        if letter.is_whitespace() {
            if !self.text.is_empty() && !self.text.ends_with(' ') {
                self.text.push(' ');
            }
        } else {
            self.text.extend(letter.to_lowercase());
        }
    }

    /// Its words: what stands between white space and punctuation.
    pub(crate) fn words(&self) -> Vec<&str> {
        words(&self.text)
    }

    /// How many of its first words only say who speaks: "[keys] storing ..", "Timing: storing ..".
    pub(crate) fn label(&self) -> usize {
        let behind = match self
            .text
            .strip_prefix('[')
            .and_then(|text| text.split_once(']'))
        {
            Some((label, behind)) => Some((label, behind)),
            None => self
                .text
                .split_once(": ")
                .filter(|(label, _)| !label.contains(' ')),
        };
        match behind {
            Some((label, behind))
                if !label.contains("{}")
                    && words(behind).iter().filter(|it| !it.contains("{}")).count() > 1 =>
            {
                words(label).len()
            }
            _ => 0,
        }
    }

    /// Whether one of these is part of it.
    pub(crate) fn contains(&self, any: &[&str]) -> bool {
        any.iter().any(|part| self.text.contains(part))
    }

    /// Whether a value is printed.
    pub(crate) fn has_hole(&self) -> bool {
        self.text.contains("{}")
    }
}

/// What stands between white space and punctuation; a hole is a word.
pub(crate) fn words(text: &str) -> Vec<&str> {
    text.split(|letter: char| !(letter.is_alphanumeric() || matches!(letter, '_' | '{' | '}')))
        .filter(|word| !word.is_empty())
        .collect()
}

/// What an event prints or records, its message's captures aside.
pub(crate) fn values(event: &Event) -> impl Iterator<Item = &Tokens> {
    event
        .arguments
        .iter()
        .filter_map(|argument| match argument {
            Argument::Field { value, .. } | Argument::Value { value, .. } => Some(value),
            _ => None,
        })
}

/// An event's macro with its path: `tracing::info`.
pub(crate) fn head(event: &Event) -> Tokens {
    event.whole.start..event.name + 1
}
