//! What the locals of a function hold: its arguments, and what `let`, `if let` and `for` bind.

use crate::source::{Function, TokenKind, Tokens, top_level};

use super::names::{is_age, is_time};
use super::tokens::is_assignment;
use super::{Bound, Class, Measured};

impl Measured<'_> {
    pub(super) fn function(&mut self, function: &Function) {
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
                TokenKind::Open => opens.push(at),
                TokenKind::Close => {
                    opens.pop();
                }
                TokenKind::Ident => match self.file.word(at) {
                    "let" => waiting.extend(self.statement(at, body.end)),
                    "for" => waiting.extend(self.each(at, body.end)),
                    "write" | "writeln" => self.written(at, body.end),
                    _ => self.stored(at, opens.last().copied(), body.end),
                },
                TokenKind::Punct if token.byte == b'=' => self.assigned(at, body.end),
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
            .find(|at| self.file.token(*at).kind == TokenKind::Ident)
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
        let equals = top_level(file, &(keyword + 1..end))
            .take_while(|at| !matches!(file.token(*at).byte, b';' | b'}'))
            .find(|at| is_assignment(file, *at))?;
        let stop = top_level(file, &(equals + 1..end))
            .find(|at| {
                file.is(*at, b';')
                    || file.is_word(*at, "else") && !file.is(at - 1, b'}')
                    || condition && file.is(*at, b'{')
            })
            .unwrap_or(end);
        let colon = top_level(file, &(keyword + 1..equals)).find(|at| {
            file.is(*at, b':') && !file.is_path_separator(*at) && !file.is_path_separator(at - 1)
        });
        Some((stop, keyword + 1..colon.unwrap_or(equals), equals + 1..stop))
    }

    /// `for PATTERN in VALUE {`.
    fn each(&self, keyword: u32, end: u32) -> Option<(u32, Tokens, Tokens)> {
        let file = self.file;
        let within = top_level(file, &(keyword + 1..end))
            .take(24)
            .find(|at| file.is_word(*at, "in"))?;
        let open = top_level(file, &(within + 1..end))
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
                file.token(*at).kind == TokenKind::Ident
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
}
