//! Which values of a function are durations that it measured itself: from a clock that it read at the begin and at the end.

use std::collections::{HashMap, HashSet};

use crate::source::{
    Call, CallKind, File, Function, Kind, Tokens, Word, chain_start, next, split, top_level,
};

/// Words without which nothing is measured.
const CLOCKS: &[Word] = &[
    Word::Elapsed,
    Word::DurationSince,
    Word::SignedDurationSince,
    Word::CheckedDurationSince,
    Word::SaturatingDurationSince,
    Word::Now,
    Word::NowUtc,
    Word::NowMs,
    Word::NowMillis,
    Word::CurrentTimeMillis,
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
pub(super) struct Measured<'a> {
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

impl<'a> Measured<'a> {
    /// The durations of a file; none where no clock is read.
    pub(super) fn read(file: &'a File) -> Option<Self> {
        let clocks = file.hits_of(CLOCKS);
        if clocks.is_empty() {
            return None;
        }
        let mut functions: Vec<&Function> = clocks
            .iter()
            .filter_map(|at| file.function_at(*at))
            .collect();
        functions.dedup_by_key(|function| function.keyword);
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
                || file.token(at).kind != Kind::Ident
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
    pub(super) fn filled(&self, function: Option<&Function>) -> impl Iterator<Item = u32> {
        let body = function.and_then(|function| function.body.clone());
        body.unwrap_or(0..0)
            .take(4000)
            .filter(|at| !self.statics.is_empty() && self.file.token(*at).kind == Kind::Ident)
            .filter_map(|at| self.statics.get(self.file.word(at)).copied())
    }

    /// Whether a value is a measured duration, or shows one.
    pub(super) fn is_duration(&self, value: &Tokens) -> bool {
        self.class(value) == Some(Class::Duration)
    }

    /// The members of a value that hold one: where each is stored.
    pub(super) fn stored_at(&self, value: &Tokens) -> impl Iterator<Item = u32> {
        value.clone().filter_map(|at| {
            let is_member = at > 0 && self.file.is(at - 1, b'.');
            self.members
                .get(self.file.word(at))
                .copied()
                .filter(|_| is_member)
        })
    }

    /// Whether a name stands for one at a token.
    pub(super) fn is_duration_name(&self, name: &str, at: u32) -> bool {
        self.local(name, at) == Some(Class::Duration)
    }

    fn function(&mut self, function: &Function) {
        let Some(body) = function.body.clone() else {
            return;
        };
        for parameter in function.parameters(self.file) {
            self.parameter(&parameter.pattern, &parameter.ty, &body);
        }
        let mut waiting: Vec<(u32, Tokens, Tokens)> = Vec::new();
        let mut opens: Vec<u32> = Vec::new();
        for at in body.clone() {
            while waiting.last().is_some_and(|(end, ..)| *end <= at) {
                if let Some((end, pattern, value)) = waiting.pop() {
                    self.bind(&pattern, &value, end, body.end);
                }
            }
            let token = self.file.token(at);
            match token.kind {
                Kind::Open => opens.push(at),
                Kind::Close => {
                    opens.pop();
                }
                Kind::Ident => match self.file.word(at) {
                    "let" => waiting.extend(self.statement(at, body.end)),
                    "for" => waiting.extend(self.each(at, body.end)),
                    "write" | "writeln" => self.written(at, body.end),
                    _ => self.stored(at, opens.last().copied(), body.end),
                },
                Kind::Punct if token.byte == b'=' => self.assigned(at, body.end),
                _ => {}
            }
        }
        while let Some((end, pattern, value)) = waiting.pop() {
            self.bind(&pattern, &value, end, body.end);
        }
    }

    /// An argument that is a reading of a clock, or is called after a measured time.
    fn parameter(&mut self, pattern: &Tokens, ty: &Tokens, body: &Tokens) {
        let Some(name) = pattern
            .clone()
            .rev()
            .find(|at| self.file.token(*at).kind == Kind::Ident)
        else {
            return;
        };
        let has = |any: &[&str]| ty.clone().any(|at| any.contains(&self.file.word(at)));
        let text = self.file.word(name);
        let class = if has(&["Instant", "SystemTime"]) {
            Some(Class::Instant)
        } else if has(&["Duration", "u128", "u64", "f64"])
            && text
                .split('_')
                .any(|part| matches!(part, "elapsed" | "took" | "latency"))
        {
            Some(Class::Duration)
        } else {
            None
        };
        if class.is_some() && !is_age(text) {
            self.bound.push(Bound {
                name: text,
                from: body.start,
                until: body.end,
                class,
            });
        }
    }

    /// `let PATTERN = VALUE;`: where the name is known, pattern and value.
    fn statement(&self, keyword: u32, end: u32) -> Option<(u32, Tokens, Tokens)> {
        let file = self.file;
        let condition = keyword > 0
            && (matches!(file.word(keyword - 1), "if" | "while") || file.is(keyword - 1, b'&'));
        let equals = (Steps {
            file,
            at: keyword + 1,
            end,
        })
        .take_while(|at| !matches!(file.token(*at).byte, b';' | b'}'))
        .find(|at| is_assignment(file, *at))?;
        let stop = (Steps {
            file,
            at: equals + 1,
            end,
        })
        .find(|at| {
            file.is(*at, b';')
                || file.is_word(*at, "else") && !file.is(at - 1, b'}')
                || condition && file.is(*at, b'{')
        })
        .unwrap_or(end);
        let colon = (Steps {
            file,
            at: keyword + 1,
            end: equals,
        })
        .find(|at| {
            file.is(*at, b':') && !file.is_path_separator(*at) && !file.is_path_separator(at - 1)
        });
        Some((stop, keyword + 1..colon.unwrap_or(equals), equals + 1..stop))
    }

    /// `for PATTERN in VALUE {`.
    fn each(&self, keyword: u32, end: u32) -> Option<(u32, Tokens, Tokens)> {
        let file = self.file;
        let within = (Steps {
            file,
            at: keyword + 1,
            end,
        })
        .take(24)
        .find(|at| file.is_word(*at, "in"))?;
        let open = (Steps {
            file,
            at: within + 1,
            end,
        })
        .take(64)
        .find(|at| file.is(*at, b'{'))?;
        Some((open, keyword + 1..within, within + 1..open))
    }

    fn bind(&mut self, pattern: &Tokens, value: &Tokens, from: u32, until: u32) {
        let file = self.file;
        let mut class = self.class(value);
        let mut names: Vec<u32> = pattern
            .clone()
            .filter(|at| {
                file.token(*at).kind == Kind::Ident
                    && file
                        .word(*at)
                        .starts_with(|first: char| first.is_lowercase())
            })
            .filter(|at| !matches!(file.word(*at), "mut" | "ref"))
            .collect();
        if class.is_none() && self.calls_measuring(value) {
            class = Some(Class::Duration);
            if names.len() < 2 && !names.iter().any(|name| is_time(file.word(*name))) {
                class = None;
            }
        }
        // `let (rows, took) = timed(load()).await;`: whoever hands out a time beside a result measured it.
        if class.is_none() && names.len() > 1 && self.file.is(pattern.start, b'(') {
            let took = |name: &u32| {
                let mut parts = file.word(*name).split('_');
                parts.any(|part| matches!(part, "took" | "elapsed"))
            };
            if names.iter().any(took) {
                names.retain(took);
                class = Some(Class::Duration);
            }
        }
        // Of several names, those that are called after a time hold it.
        if names.len() > 1 && class == Some(Class::Duration) {
            names.retain(|name| is_time(file.word(*name)));
        }
        for name in names {
            let text = file.word(name);
            let known = self.bound.iter().any(|bound| bound.name == text);
            let class = class.filter(|_| !is_age(text));
            if class.is_some() || known {
                self.bound.push(Bound {
                    name: text,
                    from,
                    until,
                    class,
                });
            }
        }
    }

    fn calls_measuring(&self, value: &Tokens) -> bool {
        !self.measuring.is_empty()
            && value
                .clone()
                .take(12)
                .any(|at| self.file.is(at + 1, b'(') && self.measuring.contains(self.file.word(at)))
    }

    /// `x = start.elapsed()`, `stats.took += start.elapsed()`.
    fn assigned(&mut self, at: u32, until: u32) {
        let file = self.file;
        if !is_assignment_or_more(file, at) {
            return;
        }
        let adds = at > 0 && matches!(file.token(at - 1).byte, b'+' | b'-' | b'*' | b'/');
        let mut last = if adds {
            at.saturating_sub(2)
        } else {
            at.saturating_sub(1)
        };
        // `total[0] += ..`, `*map.entry(..).or_default() += ..`
        while file.token(last).kind == Kind::Close && file.mate(last) > 0 && file.mate(last) < last
        {
            last = file.mate(last) - 1;
        }
        if file.token(last).kind != Kind::Ident {
            return;
        }
        let end = (Steps {
            file,
            at: at + 1,
            end: until,
        })
        .take(LONGEST)
        .find(|at| matches!(file.token(*at).byte, b';' | b','))
        .unwrap_or(until);
        let value = at + 1..end;
        let class = self.class(&value);
        let is_member = last > 0 && file.is(last - 1, b'.');
        let name = file.word(last);
        if is_member {
            if class == Some(Class::Duration) && !is_age(name) {
                self.members.entry(name).or_insert(last);
                self.hold(chain_start(file, last - 1), end, until);
            }
        } else if class.is_some() && !is_age(name)
            || !adds && class.is_none() && self.local(name, at).is_some() && !self.is_let(at)
        {
            self.bound.push(Bound {
                name,
                from: end,
                until,
                class,
            });
        }
    }

    /// Whether an `=` is that of a `let`, which is bound by itself.
    fn is_let(&self, equals: u32) -> bool {
        (equals.saturating_sub(24)..equals)
            .rev()
            .take_while(|at| !matches!(self.file.token(*at).byte, b';' | b'{' | b'}'))
            .any(|at| self.file.is_word(at, "let"))
    }

    /// From here on a local holds a duration.
    fn hold(&mut self, name: u32, from: u32, until: u32) {
        let text = self.file.word(name);
        if self.file.token(name).kind == Kind::Ident && text != "self" {
            self.bound.push(Bound {
                name: text,
                from,
                until,
                class: Some(Class::Duration),
            });
        }
    }

    /// `write!(out, "{took:?}")`.
    fn written(&mut self, name: u32, until: u32) {
        let Some(call) = Call::at(self.file, name).filter(|call| call.kind == CallKind::Macro)
        else {
            return;
        };
        let parts = call.each(self.file);
        let Some((target, values)) = parts.split_first() else {
            return;
        };
        let local = target
            .clone()
            .rev()
            .find(|at| self.file.token(*at).kind == Kind::Ident);
        if let Some(local) = local
            && self.prints(values)
        {
            self.hold(local, call.whole.end, until);
        }
    }

    /// Whether a format string and its values print a duration.
    pub(super) fn prints(&self, parts: &[Tokens]) -> bool {
        parts.iter().any(|part| {
            if part.len() == 1 && self.file.token(part.start).kind == Kind::Str {
                let said = super::said::literal_text(self.file, part.start);
                said.captures
                    .iter()
                    .any(|name| self.is_duration_name(name, part.start))
            } else {
                self.is_duration(part)
            }
        })
    }

    /// `timings.push(start.elapsed())`, `Report { took, .. }`, `Report { took: start.elapsed() }`.
    fn stored(&mut self, at: u32, open: Option<u32>, until: u32) {
        const FILLERS: &[&str] = &[
            "push",
            "push_str",
            "push_back",
            "insert",
            "extend",
            "append",
            "entry",
        ];
        let file = self.file;
        if file.is(at + 1, b'(')
            && at > 0
            && file.is(at - 1, b'.')
            && FILLERS.contains(&file.word(at))
        {
            let inside = file.inside(at + 1);
            let end = inside.end;
            if split(file, inside, b',')
                .iter()
                .any(|part| self.is_duration(part))
            {
                let start = chain_start(file, at - 1);
                let is_static = is_constant(file.word(start));
                if is_static {
                    self.statics.entry(file.word(start)).or_insert(at);
                } else if at >= 3 && file.is(at - 3, b'.') && file.token(at - 2).kind == Kind::Ident
                {
                    self.members.entry(file.word(at - 2)).or_insert(at - 2);
                } else {
                    self.hold(start, end, until);
                }
            }
            return;
        }
        let Some(open) = open.filter(|open| file.is(*open, b'{') && is_struct_literal(file, *open))
        else {
            return;
        };
        if !(at == open + 1 || file.is(at - 1, b',')) {
            return;
        }
        let name = file.word(at);
        let holds = if file.is(at + 1, b':') && !file.is_path_separator(at + 1) {
            let end = (Steps {
                file,
                at: at + 2,
                end: file.mate(open),
            })
            .take(LONGEST)
            .find(|at| file.is(*at, b','))
            .unwrap_or(file.mate(open));
            self.is_duration(&(at + 2..end))
        } else {
            matches!(file.token(at + 1).byte, b',' | b'}') && self.is_duration_name(name, at)
        };
        if holds && !is_age(name) {
            self.members.entry(name).or_insert(at);
        }
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

    fn class(&self, value: &Tokens) -> Option<Class> {
        let file = self.file;
        let mut instant = false;
        for at in value.clone().take(LONGEST) {
            let token = file.token(at);
            let source = match token.kind {
                Kind::Ident => self.source(at),
                Kind::Punct if token.byte == b'-' => self.difference(at, value),
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
        match file.token(at).word {
            Word::Elapsed if is_method && is_call => {
                let receiver = chain_start(file, at - 1)..at - 1;
                self.is_begin(&receiver)
                    .then(|| (Class::Duration, receiver.start..file.mate(at + 1) + 1))
            }
            Word::DurationSince
            | Word::SignedDurationSince
            | Word::CheckedDurationSince
            | Word::SaturatingDurationSince
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
            Word::Now | Word::NowUtc | Word::NowMs | Word::NowMillis | Word::CurrentTimeMillis
                if is_call =>
            {
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
            && (matches!(file.token(end).kind, Kind::Ident | Kind::Open)
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
            self.file.token(at).kind == Kind::Ident
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
            file.token(*at).kind == Kind::Ident
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
                file.token(at).word == Word::Await || matches!(file.word(at), "checked_add" | "add")
            })
    }

    /// Whether a duration within a value is what the value shows: not one that is compared, waited for, or taken off a timeout.
    fn survives(&self, value: &Tokens, source: &Tokens) -> bool {
        let file = self.file;
        let mut part = source.clone();
        let opens = enclosing(file, value, source.start);
        for open in opens.iter().rev().copied() {
            let level = file.inside(open);
            if !self.shows(&level, &mut part) {
                return false;
            }
            let before = open.saturating_sub(1);
            let is_fit = match file.token(open).byte {
                b'{' => {
                    is_struct_literal(file, open)
                        || !top_level(file, &(part.end..level.end.max(part.end)))
                            .any(|at| file.is(at, b';'))
                }
                b'[' => !(open > value.start && file.token(before).kind == Kind::Ident),
                _ if open == value.start => true,
                _ if file.token(before).kind == Kind::Ident => makes_text(file.word(before)),
                _ if file.is(before, b'!') => makes_text(file.word(before.saturating_sub(1))),
                _ => !file.is(before, b'>'),
            };
            if !is_fit {
                return false;
            }
            let start = if file.is(open, b'(')
                && open > value.start
                && file.is(open.saturating_sub(1), b'!')
            {
                open.saturating_sub(2)
            } else {
                open
            };
            let start = if start > value.start
                && file.token(start - 1).kind == Kind::Ident
                && !file.is(open, b'{')
            {
                chain_start(file, start).max(value.start)
            } else {
                start
            };
            part = start..file.mate(open) + 1;
        }
        self.shows(value, &mut part)
    }

    /// Whether a part is shown by the expression around it, in the same brackets; the part grows by what follows it.
    fn shows(&self, level: &Tokens, part: &mut Tokens) -> bool {
        const OTHERS: &[&str] = &[
            "cmp",
            "partial_cmp",
            "gt",
            "lt",
            "ge",
            "le",
            "eq",
            "ne",
            "is_zero",
            "await",
            "is_some_and",
            "is_ok_and",
            "is_some",
            "is_none",
            "is_ok",
            "is_err",
            "len",
            "is_empty",
            "contains",
        ];
        let file = self.file;
        while part.end < level.end {
            let at = part.end;
            if file.is(at, b'.') && !file.is(at + 1, b'.') {
                if OTHERS.contains(&file.word(at + 1)) {
                    return false;
                }
                part.end = at + 2;
            } else if file.is(at, b'?')
                || file.is_word(at, "as")
                || file.is(at, b'(') && file.token(at - 1).kind == Kind::Ident
            {
                part.end = next(file, at);
            } else if file.token(at).kind == Kind::Ident && file.is_word(at - 1, "as") {
                part.end = at + 1;
            } else {
                break;
            }
        }
        let joined = |at: u32| file.token(at).end == file.token(at + 1).start;
        if part.end < level.end {
            let byte = file.token(part.end).byte;
            let is_comparison = matches!(byte, b'<' | b'>' | b'{')
                || matches!(byte, b'=' | b'!') && file.is(part.end + 1, b'=') && joined(part.end);
            if is_comparison {
                return false;
            }
        }
        if part.start > level.start {
            let before = part.start - 1;
            let is_arrow = before > level.start
                && file.is(before, b'>')
                && matches!(file.token(before - 1).byte, b'=' | b'-');
            let byte = file.token(before).byte;
            let is_operand = matches!(byte, b'-' | b'/' | b'%' | b'<' | b'>') && !is_arrow
                || byte == b'='
                    && before > level.start
                    && matches!(file.token(before - 1).byte, b'=' | b'<' | b'>' | b'!')
                    && joined(before - 1);
            if is_operand || matches!(file.word(before), "if" | "while" | "match") {
                return false;
            }
        }
        true
    }
}

/// How many bindings are looked at for a name.
const LOOK_BACK: usize = 512;

/// The tokens of a range, what stands in brackets left out.
struct Steps<'a> {
    file: &'a File,
    at: u32,
    end: u32,
}

impl Iterator for Steps<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let at = (self.at < self.end).then_some(self.at)?;
        self.at = next(self.file, at);
        Some(at)
    }
}

/// The brackets of a value around a token, from the outermost.
fn enclosing(file: &File, value: &Tokens, token: u32) -> Vec<u32> {
    let mut found = Vec::new();
    let mut at = value.start;
    while at < token {
        if file.token(at).kind == Kind::Open && file.mate(at) > token {
            found.push(at);
            at += 1;
        } else {
            at = next(file, at);
        }
    }
    found
}

/// Whether an `=` stands alone.
fn is_assignment(file: &File, at: u32) -> bool {
    is_assignment_or_more(file, at)
        && !matches!(
            file.token(at.saturating_sub(1)).byte,
            b'+' | b'-' | b'*' | b'/'
        )
}

/// The same for `+=` and its like.
fn is_assignment_or_more(file: &File, at: u32) -> bool {
    let joined = |first: u32, second: u32| file.token(first).end == file.token(second).start;
    file.is(at, b'=')
        && !(matches!(file.token(at + 1).byte, b'=' | b'>') && joined(at, at + 1))
        && !(at > 0
            && matches!(file.token(at - 1).byte, b'=' | b'<' | b'>' | b'!' | b'.')
            && joined(at - 1, at))
}

/// Whether a brace belongs to `Report { .. }`.
fn is_struct_literal(file: &File, open: u32) -> bool {
    if open == 0 {
        return false;
    }
    let name = file.word(open - 1);
    file.token(open - 1).kind == Kind::Ident
        && name.starts_with(char::is_uppercase)
        && !(open >= 2
            && matches!(
                file.word(open - 2),
                "struct" | "enum" | "impl" | "trait" | "for" | "union" | "mod"
            ))
        && !(open >= 2 && file.is(open - 2, b'>'))
}

/// Whether a call's result shows the duration that it is given.
fn makes_text(name: &str) -> bool {
    const PARTS: &[&str] = &[
        "dur",
        "duration",
        "ms",
        "millis",
        "milli",
        "millisecond",
        "milliseconds",
        "sec",
        "secs",
        "second",
        "seconds",
        "micros",
        "nanos",
        "human",
        "humanize",
        "pretty",
        "fmt",
        "format",
        "elapsed",
        "round",
        "float",
        "latency",
        "took",
        "time",
        "timing",
        "f64",
        "u64",
    ];
    matches!(
        name,
        "Some"
            | "Ok"
            | "from"
            | "try_from"
            | "into"
            | "json"
            | "vec"
            | "display"
            | "debug"
            | "format_args"
            | "min"
            | "max"
            | "as"
    ) || name.split('_').any(|part| PARTS.contains(&part))
}

/// Whether a name is that of a static.
fn is_constant(name: &str) -> bool {
    name.len() > 1 && name.starts_with(char::is_uppercase) && !name.contains(char::is_lowercase)
}

/// Whether a name is that of a measured time.
fn is_time(name: &str) -> bool {
    name.split('_').any(|part| {
        matches!(
            part,
            "took"
                | "elapsed"
                | "duration"
                | "latency"
                | "time"
                | "timing"
                | "ms"
                | "millis"
                | "secs"
                | "seconds"
                | "micros"
                | "us"
                | "dur"
                | "spent"
                | "d"
                | "t"
        )
    })
}

/// Whether a name speaks of how old data is, how long something runs, or when it ends.
pub(super) fn is_age(name: &str) -> bool {
    let is_run = [
        "process_start",
        "server_start",
        "service_start",
        "app_start",
    ]
    .iter()
    .any(|begin| name.starts_with(begin));
    if is_run {
        return true;
    }
    let parts = || name.split(['_', '.']);
    // `last_duration` is one, `last_seen` is not.
    let lasted = parts().any(|part| matches!(part, "duration" | "took" | "elapsed" | "latency"));
    parts()
        .filter(|part| !(lasted && *part == "last"))
        .any(|part| {
            matches!(
                part.to_ascii_lowercase().as_str(),
                "last"
                    | "age"
                    | "created"
                    | "issued"
                    | "updated"
                    | "expires"
                    | "expiry"
                    | "expiration"
                    | "expired"
                    | "ttl"
                    | "cached"
                    | "fetched"
                    | "seen"
                    | "uptime"
                    | "heartbeat"
                    | "idle"
                    | "deadline"
                    | "remaining"
                    | "timeout"
                    | "delay"
                    | "backoff"
                    | "interval"
                    | "window"
                    | "launched"
                    | "connected"
                    | "modified"
                    | "stale"
                    | "lag"
                    | "due"
                    | "budget"
            )
        })
}
