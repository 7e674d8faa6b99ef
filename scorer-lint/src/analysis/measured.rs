//! Which values of a function are durations that it measured itself: from a clock that it read at the begin and at the end.

mod bindings;
mod names;
mod reading;
mod shown;
mod stores;
mod tokens;

pub(crate) use names::is_age;

use std::collections::{HashMap, HashSet};

use crate::source::{File, Function, TokenKind, Tokens};

/// The words that are looked for.
pub(crate) const WORDS: &[&[&str]] = &[CLOCKS];

/// Words without which nothing is measured.
const CLOCKS: &[&str] = &[
    "elapsed",
    "duration_since",
    "signed_duration_since",
    "checked_duration_since",
    "saturating_duration_since",
    "now",
    "now_utc",
    "now_ms",
    "now_millis",
    "current_time_millis",
];

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    /// A reading of a clock.
    Instant,
    /// A time between two of them, or something that holds one.
    Duration,
}

/// The durations of a file.
pub(crate) struct Measured<'a> {
    file: &'a File,
    /// Members that one is stored in, anywhere in the file.
    members: HashMap<&'a str, u32>,
    /// Functions of the file that return one.
    measuring: HashSet<&'a str>,
    /// Statics that one is stored in: where.
    statics: HashMap<&'a str, u32>,
    bound: Vec<Bound<'a>>,
}

/// A name and what it holds from some token on, until its function ends.
#[derive(Clone, Debug)]
struct Bound<'a> {
    name: &'a str,
    from: u32,
    until: u32,
    class: Option<Class>,
}

/// How many tokens of a value are looked at.
const LONGEST: usize = 400;

/// How many bindings are looked at for a name.
const LOOK_BACK: usize = 512;

impl<'a> Measured<'a> {
    /// The durations of a file; none where no clock is read.
    pub(crate) fn read(file: &'a File) -> Option<Self> {
        let clocks = file.hits_of(CLOCKS);
        if clocks.is_empty() {
            return None;
        }
        let mut functions: Vec<&Function> = clocks
            .iter()
            .filter_map(|at| file.function_at(*at))
            .collect();
        functions.sort_by_key(|function| function.keyword);
        functions.dedup_by_key(|function| function.keyword);
        let mut measured = Self {
            file,
            members: HashMap::new(),
            measuring: functions
                .iter()
                .filter(|function| {
                    function
                        .output
                        .clone()
                        .any(|at| file.is_word(at, "Duration"))
                })
                .map(|function| file.word(function.name))
                .collect(),
            statics: HashMap::new(),
            bound: Vec::new(),
        };
        for function in functions {
            measured.function(function);
        }
        measured.readers();
        measured.bound.sort_by_key(|bound| bound.from);
        Some(measured)
    }

    /// Reads the functions that a static's durations come out of.
    fn readers(&mut self) {
        if self.statics.is_empty() {
            return;
        }
        let file = self.file;
        let mut done = 0;
        for at in 0..file.len() {
            if at < done
                || file.token(at).kind != TokenKind::Ident
                || !self.statics.contains_key(file.word(at))
            {
                continue;
            }
            if let Some(function) = file.function_at(at) {
                self.function(function);
                done = function.body.as_ref().map_or(at, |body| body.end);
            }
        }
    }

    /// Where a static was filled that a function reads.
    pub(crate) fn filled(&self, function: Option<&Function>) -> impl Iterator<Item = u32> {
        let body = function.and_then(|function| function.body.clone());
        body.unwrap_or(0..0)
            .take(4000)
            .filter(|at| !self.statics.is_empty() && self.file.token(*at).kind == TokenKind::Ident)
            .filter_map(|at| self.statics.get(self.file.word(at)).copied())
    }

    /// Whether a value is a measured duration, or shows one.
    pub(crate) fn is_duration(&self, value: &Tokens) -> bool {
        self.class(value) == Some(Class::Duration)
    }

    /// Whether a value counts from a reading of the clock that the same function bound: the time of its own work, and
    /// nobody's age.
    pub(crate) fn is_since_local(&self, value: &Tokens) -> bool {
        value.clone().any(|at| {
            let is_member = at > 0 && self.file.is(at - 1, b'.');
            !is_member && self.local(self.file.word(at), at) == Some(Class::Instant)
        })
    }

    /// The members of a value that hold one: where each is stored.
    pub(crate) fn stored_at(&self, value: &Tokens) -> impl Iterator<Item = u32> {
        value.clone().filter_map(|at| {
            let is_member = at > 0 && self.file.is(at - 1, b'.');
            self.members
                .get(self.file.word(at))
                .copied()
                .filter(|_| is_member)
        })
    }

    /// Whether a name stands for one at a token.
    pub(crate) fn is_duration_name(&self, name: &str, at: u32) -> bool {
        self.local(name, at) == Some(Class::Duration)
    }

    /// Whether a format string and its values print a duration.
    pub(crate) fn prints(&self, parts: &[Tokens]) -> bool {
        parts.iter().any(|part| {
            if part.len() == 1 && self.file.token(part.start).kind == TokenKind::Str {
                let said = super::message::literal_text(self.file, part.start);
                said.captures
                    .iter()
                    .any(|name| self.is_duration_name(name, part.start))
            } else {
                self.is_duration(part)
            }
        })
    }

    fn local(&self, name: &str, at: u32) -> Option<Class> {
        self.bound
            .iter()
            .rev()
            .take(LOOK_BACK)
            .filter(|bound| bound.from <= at && at < bound.until && bound.name == name)
            .max_by_key(|bound| bound.from)?
            .class
    }
}
