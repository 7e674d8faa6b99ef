//! Calls of `tracing`'s, `log`'s and `slog`'s macros, by their own grammar: settings, fields, message, values.

use super::call::{path_start, path_text, resolved};
use super::lex::TokenKind;
use super::text::{Text, Tokens};
use super::uses::Imported;
use super::walk::{next, split, top_level};

/// One call of an event or span macro.
#[derive(Clone, Debug)]
pub struct Event {
    /// The macro's name.
    pub name: u32,
    /// What it makes.
    pub kind: EventKind,
    /// Its level in lower case, where it is written.
    pub level: Option<&'static str>,
    /// Whether it is one of `scorer_instrument`'s, which the compiler judges.
    pub guarded: bool,
    /// What stands in its brackets.
    pub inside: Tokens,
    /// The whole call, its path included.
    pub whole: Tokens,
    /// What it is given, in order.
    pub arguments: Vec<Argument>,
}

/// What a macro makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// An event: a log line.
    Event,
    /// A span.
    Span,
}

/// How a value is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sigil {
    /// As it is.
    None,
    /// `%`, or `{}`.
    Display,
    /// `?`, or `{:?}`.
    Debug,
}

/// One argument of a macro.
#[derive(Clone, Debug)]
pub enum Argument {
    /// `target: "x"`, `parent: &span`, `name: "x"`.
    Setting {
        /// The word before the colon.
        key: u32,
        /// What stands behind it.
        value: Tokens,
    },
    /// A span's name or an event's message: a string literal.
    Message {
        /// The literal.
        literal: u32,
    },
    /// `score = 5`, `user.id = %id`, `?x`, `x`.
    Field {
        /// Its name.
        name: FieldName,
        /// How its value is recorded.
        sigil: Sigil,
        /// The value; of a shorthand the name itself.
        value: Tokens,
        /// Whether the name is the value: `?x`.
        shorthand: bool,
    },
    /// An argument of the message: `"{}", x`.
    Value {
        /// Its name: `n` in `n = x`.
        name: Option<u32>,
        /// The value.
        value: Tokens,
    },
}

/// A field's name.
#[derive(Clone, Debug)]
pub struct FieldName {
    /// Where it stands.
    pub tokens: Tokens,
    /// Its text; none for `{CONST}`.
    pub text: Option<String>,
}

impl Event {
    /// The message's literal.
    pub fn message(&self) -> Option<u32> {
        self.arguments.iter().find_map(|argument| match argument {
            Argument::Message { literal } => Some(*literal),
            _ => None,
        })
    }

    /// The tokens of a format string and its arguments; none without a message.
    pub fn format(&self) -> Option<Tokens> {
        let literal = self.message().filter(|_| self.kind == EventKind::Event)?;
        Some(literal..self.inside.end)
    }
}

pub(super) const EVENTS: &[&str] = &[
    "trace", "debug", "info", "warn", "error", "event", "log", "crit",
];
pub(super) const SPANS: &[&str] = &[
    "span",
    "trace_span",
    "debug_span",
    "info_span",
    "warn_span",
    "error_span",
];

/// Crates whose macros have these names and another grammar.
const STRANGERS: &[&str] = &[
    "defmt",
    "esp_println",
    "rtt_target",
    "anyhow",
    "eyre",
    "sp_std",
    "leptos",
    "cargo_test_support",
];

pub(super) fn read(file: &Imported) -> Vec<Event> {
    let mut found = Vec::new();
    for (words, kind) in [(EVENTS, EventKind::Event), (SPANS, EventKind::Span)] {
        for name in file.hits_of(words) {
            found.extend(one(file, name, kind, file.word(name)));
        }
    }
    for (name, path) in renamed(file) {
        let last = path.rsplit("::").next().unwrap_or_default();
        let kind = if last.contains("span") {
            EventKind::Span
        } else {
            EventKind::Event
        };
        for at in 0..file.len() {
            if file.is(at + 1, b'!') && file.is_word(at, &name) {
                found.extend(one(file, at, kind, last));
            }
        }
    }
    found.sort_by_key(|event| event.name);
    found
}

/// `use tracing::info as note`: `note` and the path.
fn renamed(file: &Imported) -> Vec<(String, String)> {
    let known = |last: &str| EVENTS.contains(&last) || SPANS.contains(&last);
    file.uses()
        .iter()
        .filter(|import| {
            let mut segments = import.path.split("::");
            let (first, last) = (
                segments.next().unwrap_or_default(),
                segments.last().unwrap_or_default(),
            );
            last != import.name
                && known(last)
                && matches!(first, "tracing" | "log" | "scorer_instrument" | "slog")
        })
        .map(|import| (import.name.clone(), import.path.clone()))
        .collect()
}

fn one(file: &Imported, name: u32, kind: EventKind, written: &str) -> Option<Event> {
    if !file.is(name + 1, b'!') || file.token(name + 2).kind != TokenKind::Open {
        return None;
    }
    let start = path_start(file, name);
    let path = resolved(file, &path_text(file, &(start..name + 1)));
    let krate = path.split("::").next().unwrap_or_default();
    if STRANGERS.contains(&krate) {
        return None;
    }
    let open = name + 2;
    let mut inside = file.inside(open);
    let pairs = slog_pairs(file, &mut inside, krate);
    if written == "crit" && krate != "slog" && pairs.is_none() {
        return None;
    }
    let mut event = Event {
        name,
        kind,
        level: level(written),
        guarded: krate == "scorer_instrument",
        inside: inside.clone(),
        whole: start..(file.mate(open) + 1).min(file.len()).max(open + 1),
        arguments: Vec::new(),
    };
    if let Some(pairs) = pairs {
        let parts = split(file, inside, b',');
        arguments(file, &mut event, parts, written);
        for pair in split(file, pairs, b',') {
            event.arguments.extend(slog_pair(file, &pair));
        }
        return Some(event);
    }
    let parts = match key_values(file, &inside) {
        Some((pairs, rest)) => {
            for pair in split(file, pairs, b',') {
                event.arguments.extend(field(file, &pair));
            }
            split(file, rest, b',')
        }
        None => split(file, inside, b','),
    };
    arguments(file, &mut event, parts, written);
    Some(event)
}

/// `slog`'s grammar: `info!(logger, "message {}", value; "key" => value)`. What stands between the logger and the pairs is left as
/// the inside. Told by its crate, or by its pairs; `slog_scope` has no logger.
fn slog_pairs(file: &Text, inside: &mut Tokens, krate: &str) -> Option<Tokens> {
    let semicolon = top_level(file, inside).find(|at| file.is(*at, b';'));
    let pairs = semicolon.map_or(inside.end..inside.end, |at| at + 1..inside.end);
    let has_pair = || pairs.len() > 3 && arrow(file, &pairs).is_some();
    if krate != "slog" && krate != "slog_scope" && !has_pair() {
        return None;
    }
    inside.end = semicolon.unwrap_or(inside.end);
    let is_text = |at: u32| file.token(at).kind == TokenKind::Str;
    if !is_text(inside.start) {
        let comma = top_level(file, inside).find(|at| file.is(*at, b','));
        inside.start = comma.map_or(inside.end, |at| at + 1);
    }
    // `info!(logger, #"tag", "message")`
    if file.is(inside.start, b'#') && is_text(inside.start + 1) {
        inside.start = (inside.start + 3).min(inside.end);
    }
    Some(pairs)
}

/// The `=>` of `"key" => value`.
fn arrow(file: &Text, pair: &Tokens) -> Option<u32> {
    top_level(file, pair)
        .find(|at| file.is(*at, b'=') && *at + 1 < pair.end && file.is(*at + 1, b'>'))
}

/// `"key" => %value`; none for what is no pair, such as `o!(..)` or a value with its own keys.
fn slog_pair(file: &Text, pair: &Tokens) -> Option<Argument> {
    let at = arrow(file, pair)?;
    let (sigil, value) = sigil(file, at + 2..pair.end);
    let name = pair.start..at;
    let text = name_text(file, &name);
    Some(Argument::Field {
        name: FieldName { tokens: name, text },
        sigil,
        value,
        shorthand: false,
    })
}

/// `log`'s own pairs: `info!(key = value; "message")`.
fn key_values(file: &Text, inside: &Tokens) -> Option<(Tokens, Tokens)> {
    let semicolon = top_level(file, inside).find(|at| file.is(*at, b';'))?;
    Some((inside.start..semicolon, semicolon + 1..inside.end))
}

fn arguments(file: &Text, event: &mut Event, parts: Vec<Tokens>, written: &str) {
    let mut wants_level = matches!(written, "event" | "span" | "log");
    let mut has_message = false;
    for part in parts {
        if part.is_empty() {
            continue;
        }
        if has_message && event.kind == EventKind::Event {
            event.arguments.push(value(file, &part));
        } else if let Some(setting) = setting(file, &part) {
            event.arguments.push(setting);
        } else if wants_level {
            wants_level = false;
            // `Level::INFO`: the path's last word.
            event.level = level(&file.word(part.end - 1).to_ascii_lowercase());
        } else if file.token(part.start).kind == TokenKind::Str && part.len() == 1 && !has_message {
            has_message = true;
            event.arguments.push(Argument::Message {
                literal: part.start,
            });
        } else if file.is(part.start, b'{') && next(file, part.start) >= part.end {
            for inner in split(file, file.inside(part.start), b',') {
                event.arguments.extend(field(file, &inner));
            }
        } else {
            event.arguments.extend(field(file, &part));
        }
    }
}

fn level(word: &str) -> Option<&'static str> {
    let word = word.strip_suffix("_span").unwrap_or(word);
    if word == "crit" {
        return Some("error");
    }
    ["trace", "debug", "info", "warn", "error"]
        .into_iter()
        .find(|level| *level == word)
}

/// `target: "x"`: a word, one colon, a value.
fn setting(file: &Text, part: &Tokens) -> Option<Argument> {
    let key = part.start;
    let is_setting = matches!(file.word(key), "target" | "parent" | "name" | "logger")
        && file.is(key + 1, b':')
        && !file.is_path_separator(key + 1);
    is_setting.then(|| Argument::Setting {
        key,
        value: key + 2..part.end,
    })
}

fn value(file: &Text, part: &Tokens) -> Argument {
    match assignment(file, part) {
        Some(equals) if equals == part.start + 1 => Argument::Value {
            name: Some(part.start),
            value: equals + 1..part.end,
        },
        _ => Argument::Value {
            name: None,
            value: part.clone(),
        },
    }
}

/// The `=` of `name = value`: alone, and not within `==`, `<=` or `=>`.
fn assignment(file: &Text, part: &Tokens) -> Option<u32> {
    let at = top_level(file, part).find(|at| file.is(*at, b'='))?;
    let joined = |first: u32, second: u32| file.token(first).end == file.token(second).start;
    let after =
        at + 1 < part.end && matches!(file.token(at + 1).byte, b'=' | b'>') && joined(at, at + 1);
    let before = at > part.start
        && matches!(
            file.token(at - 1).byte,
            b'=' | b'<' | b'>' | b'!' | b'+' | b'-' | b'*' | b'/'
        )
        && joined(at - 1, at);
    (!after && !before).then_some(at)
}

/// The fields of an attribute's `fields(..)`, by the same grammar.
pub fn fields(file: &Text, inside: Tokens) -> Vec<Argument> {
    let parts = split(file, inside, b',');
    parts.iter().filter_map(|part| field(file, part)).collect()
}

fn field(file: &Text, part: &Tokens) -> Option<Argument> {
    if part.is_empty() {
        return None;
    }
    let (mut name, rest, shorthand) = match assignment(file, part) {
        Some(equals) => (part.start..equals, equals + 1..part.end, false),
        None => (part.clone(), part.clone(), true),
    };
    let (sigil, value) = sigil(file, rest);
    if shorthand {
        name = value.clone();
    }
    // `log` writes the sigil behind the name: `key:? = value`.
    let mut own = Sigil::None;
    if let Some(colon) =
        top_level(file, &name).find(|at| file.is(*at, b':') && !file.is_path_separator(*at))
    {
        own = match file.word(colon + 1) {
            "?" | "debug" => Sigil::Debug,
            _ => Sigil::Display,
        };
        name.end = colon;
    }
    let text = name_text(file, &name);
    if shorthand && text.is_none() {
        // No name and no value: a part of something else, such as a constant as message.
        return None;
    }
    let sigil = if sigil == Sigil::None { own } else { sigil };
    Some(Argument::Field {
        name: FieldName { tokens: name, text },
        sigil,
        value,
        shorthand,
    })
}

fn sigil(file: &Text, mut value: Tokens) -> (Sigil, Tokens) {
    let sigil = match file.token(value.start).byte {
        b'?' => Sigil::Debug,
        b'%' => Sigil::Display,
        _ => return (Sigil::None, value),
    };
    value.start = (value.start + 1).min(value.end);
    (sigil, value)
}

/// `user.id`, `"http.method"`.
fn name_text(file: &Text, name: &Tokens) -> Option<String> {
    if name.len() == 1 && file.token(name.start).kind == TokenKind::Str {
        return Some(file.literal(name.start).to_owned());
    }
    let mut text = String::new();
    for at in name.clone() {
        match file.token(at).kind {
            // `user.0`
            TokenKind::Ident | TokenKind::Literal => text.push_str(file.word(at)),
            TokenKind::Punct if file.is(at, b'.') => text.push('.'),
            _ => return None,
        }
    }
    (!text.is_empty()).then_some(text)
}
