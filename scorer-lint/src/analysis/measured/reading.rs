//! What a value is made of: a reading of a clock, or the time between two of them.

use crate::source::{TokenKind, Tokens, chain_start, next, top_level};

use super::names::is_age;
use super::tokens::enclosing;
use super::{Class, LONGEST, Measured};

impl Measured<'_> {
    pub(super) fn class(&self, value: &Tokens) -> Option<Class> {
        let file = self.file;
        let mut instant = false;
        for at in value.clone().take(LONGEST) {
            let token = file.token(at);
            let source = match token.kind {
                TokenKind::Ident => self.source(at),
                TokenKind::Punct if token.byte == b'-' => self.difference(at, value),
                _ => None,
            };
            match source {
                Some((Class::Duration, whole)) if self.survives(value, &whole) => {
                    return Some(Class::Duration);
                }
                Some((Class::Instant, whole)) => instant |= self.stays_instant(value, &whole),
                _ => {}
            }
        }
        instant.then_some(Class::Instant)
    }

    /// What a token is the name of: a clock's reading or a duration, with the tokens that make it.
    fn source(&self, at: u32) -> Option<(Class, Tokens)> {
        let file = self.file;
        let is_method = at > 0 && file.is(at - 1, b'.');
        let is_call = file.is(at + 1, b'(');
        match file.word(at) {
            "elapsed" if is_method && is_call => {
                let receiver = chain_start(file, at - 1)..at - 1;
                self.is_begin(&receiver)
                    .then(|| (Class::Duration, receiver.start..file.mate(at + 1) + 1))
            }
            "duration_since"
            | "signed_duration_since"
            | "checked_duration_since"
            | "saturating_duration_since"
                if is_method && is_call =>
            {
                let receiver = chain_start(file, at - 1)..at - 1;
                let whole = receiver.start..file.mate(at + 1) + 1;
                let argument = file.inside(at + 1);
                if argument
                    .clone()
                    .any(|at| matches!(file.word(at), "UNIX_EPOCH" | "EPOCH"))
                {
                    return Some((Class::Instant, whole));
                }
                (self.is_begin(&argument) && self.is_reading(&receiver))
                    .then_some((Class::Duration, whole))
            }
            "now" | "now_utc" | "now_ms" | "now_millis" | "current_time_millis" if is_call => {
                Some((
                    Class::Instant,
                    chain_start(file, at + 2)..file.mate(at + 1) + 1,
                ))
            }
            _ if is_call || file.is_path_separator(at + 1) => None,
            _ if is_method => {
                let is_setting = at >= 2
                    && matches!(
                        file.word(at - 2),
                        "config" | "settings" | "options" | "opts" | "args" | "cfg"
                    );
                (self.members.contains_key(file.word(at)) && !is_setting)
                    .then(|| (Class::Duration, chain_start(file, at - 1)..at + 1))
            }
            _ if self.statics.contains_key(file.word(at)) => Some((Class::Duration, at..at + 1)),
            _ => self
                .local(file.word(at), at)
                .map(|class| (class, at..at + 1)),
        }
    }

    /// `Instant::now() - start`.
    fn difference(&self, minus: u32, value: &Tokens) -> Option<(Class, Tokens)> {
        let file = self.file;
        if minus <= value.start || file.is(minus + 1, b'>') || file.is(minus + 1, b'=') {
            return None;
        }
        let mut left = chain_start(file, minus).max(value.start)..minus;
        if left.start > value.start + 1 && file.is_word(left.start - 1, "as") {
            left.start = chain_start(file, left.start - 1).max(value.start);
        }
        let mut end = minus + 1;
        while end < value.end
            && (matches!(file.token(end).kind, TokenKind::Ident | TokenKind::Open)
                || matches!(file.token(end).byte, b'.' | b':' | b'?' | b'&'))
        {
            end = next(file, end).min(value.end);
        }
        let right = minus + 1..end;
        (self.is_reading(&left) && self.is_begin(&right))
            .then_some((Class::Duration, left.start..end))
    }

    /// Whether a value is a clock's reading.
    fn is_reading(&self, value: &Tokens) -> bool {
        value.clone().take(64).any(|at| {
            self.file.token(at).kind == TokenKind::Ident
                && self
                    .source(at)
                    .is_some_and(|(class, _)| class == Class::Instant)
        }) || self.is_begin(value)
    }

    /// Whether a value is the reading that a measurement began with.
    fn is_begin(&self, value: &Tokens) -> bool {
        const BEGINS: &[&str] = &[
            "start",
            "started",
            "begin",
            "began",
            "begun",
            "timer",
            "stopwatch",
            "t0",
            "beginning",
            "starting",
        ];
        let file = self.file;
        let names = value.clone().take(64).filter(|at| {
            file.token(*at).kind == TokenKind::Ident
                && !file.is(*at + 1, b'(')
                && !file.is_path_separator(*at + 1)
        });
        for at in names {
            let text = file.word(at);
            let is_member = at > value.start && file.is(at - 1, b'.');
            if is_age(text) || text.chars().all(|letter| !letter.is_lowercase()) && text.len() > 1 {
                return false;
            }
            if !is_member && self.local(text, at) == Some(Class::Instant) {
                return true;
            }
            if is_member && text.split('_').any(|part| BEGINS.contains(&part)) {
                return true;
            }
        }
        false
    }

    /// Whether a value is a reading as a whole: not a deadline, and not what a call made of it.
    fn stays_instant(&self, value: &Tokens, reading: &Tokens) -> bool {
        let file = self.file;
        top_level(file, value)
            .all(|at| !matches!(file.token(at).byte, b'+' | b'-' | b'<' | b'>' | b'{'))
            && enclosing(file, value, reading.start).iter().all(|open| {
                file.is(*open, b'(')
                    && (*open == value.start
                        || matches!(file.word(open - 1), "Some" | "Ok" | "new" | "Wrapping"))
            })
            && !value.clone().any(|at| {
                file.word(at) == "await" || matches!(file.word(at), "checked_add" | "add")
            })
    }
}
