//! Ways out of a function that pass by its flush: `?`, `return`, `std::process::exit`.

use std::collections::BTreeSet;

use crate::engine::cx::Cx;
use crate::source::{Call, CallKind, File, Function, TokenKind};

use super::seen::{Flushing, Way, WayOut};
use super::telling::{is_telling, last_token};

pub(super) fn read(cx: &Cx<'_>, seen: &mut Flushing) {
    let file = cx.file;
    let exits = file.hits("exit").filter(|at| is_exit(file, *at));
    let flushes = seen.flushes.iter().map(|flush| flush.at);
    let functions: BTreeSet<u32> = exits
        .chain(flushes)
        .filter_map(|at| file.function_at(at))
        .map(|function| function.keyword)
        .take(MOST)
        .collect();
    if functions.is_empty() {
        return;
    }
    let flushes: BTreeSet<u32> = seen.flushes.iter().map(|flush| flush.at).collect();
    for function in file.functions() {
        let is_lambda = |body: &crate::source::Tokens| {
            seen.lambdas
                .iter()
                .any(|lambda| body.contains(&lambda.rest.start))
        };
        if let Some(body) = &function.body
            && functions.contains(&function.keyword)
            && body.len() < LONGEST
            && !cx.is_test(function.keyword)
            && !is_lambda(body)
        {
            seen.ways_out
                .extend(Walk::new(cx, function, &flushes).of(body.start, body.end));
        }
    }
}

/// Nobody writes a longer function by hand.
const LONGEST: usize = 20_000;

/// How many places that end or flush are looked at in a file: nobody has as many.
const MOST: usize = 200;

fn is_exit(file: &File, at: u32) -> bool {
    file.word(at) == "exit"
        && Call::at(file, at).is_some_and(|call| {
            call.kind == CallKind::Function && call.resolved(file).ends_with("process::exit")
        })
}

/// A bracket that is open where the walk is.
struct Open {
    start: u32,
    end: u32,
    is_brace: bool,
    /// Whether a flush has been passed in it.
    flushed: bool,
    /// Whether a closure's bars have been passed in it, since the last statement.
    has_bars: bool,
}

struct Walk<'a, 'b> {
    cx: &'a Cx<'b>,
    function: &'a Function,
    flushes: &'a BTreeSet<u32>,
    open: Vec<Open>,
    /// Where the statement ends that builds telemetry.
    built: Option<u32>,
    exits: Vec<u32>,
    /// The last `?` or `return`.
    returns: Option<u32>,
    /// The last `?` or `return` before the last flush at the function's own level.
    passed: Option<u32>,
}

impl<'a, 'b> Walk<'a, 'b> {
    fn new(cx: &'a Cx<'b>, function: &'a Function, flushes: &'a BTreeSet<u32>) -> Self {
        Self {
            cx,
            function,
            flushes,
            open: Vec::new(),
            built: None,
            exits: Vec::new(),
            returns: None,
            passed: None,
        }
    }

    fn of(mut self, start: u32, end: u32) -> Vec<WayOut> {
        self.open.push(Open {
            start,
            end,
            is_brace: true,
            flushed: false,
            has_bars: false,
        });
        for at in start..end {
            while self.open.len() > 1 && self.open.last().is_some_and(|open| open.end <= at) {
                self.open.pop();
            }
            self.token(at);
        }
        let name = self.cx.file.word(self.function.name);
        let way_out = |at: u32, way| WayOut {
            site: self.cx.site(&(at..at + 1)),
            way,
            function: name.to_owned(),
        };
        let exits = self.exits.iter().map(|at| way_out(*at, Way::Exit));
        exits
            .chain(self.passed.map(|at| way_out(at, Way::Return)))
            .collect()
    }

    fn token(&mut self, at: u32) {
        let file = self.cx.file;
        let token = file.token(at);
        match (token.kind, token.byte) {
            (TokenKind::Open, byte) => self.open.push(Open {
                start: at,
                end: file.mate(at),
                is_brace: byte == b'{',
                flushed: false,
                has_bars: false,
            }),
            (TokenKind::Punct, b'|') if !ends_value(file, at) => self.bars(true),
            (TokenKind::Punct, b';') => self.bars(false),
            (TokenKind::Punct, b'?') if ends_value(file, at) => self.way_back(at),
            // Like a closure's, what an `async` block returns is its own.
            (TokenKind::Ident, _) if file.word(at) == "async" => self.bars(true),
            (TokenKind::Ident, _) => self.word(at),
            _ => {}
        }
    }

    fn bars(&mut self, has_bars: bool) {
        if let Some(open) = self.open.last_mut() {
            open.has_bars = has_bars;
        }
    }

    fn word(&mut self, at: u32) {
        let file = self.cx.file;
        if file.is_word(at, "return") {
            self.way_back(at);
        } else if is_exit(file, at) {
            if self.is_behind_set_up(at) && !self.is_flushed() {
                self.exits.push(at);
            }
        } else if self.flushes.contains(&at) || is_flush_by_name(file, at) {
            let braces = self.open.iter_mut().rev().filter(|open| open.is_brace);
            for open in braces.take(1) {
                open.flushed = true;
            }
            // A guard that is dropped by hand would be dropped on every way out.
            let at_end = !file.is_word(at, "drop");
            if at_end && self.is_at_the_end() {
                self.passed = self.passed.or(self.returns);
            }
        } else if self.built.is_none() && is_set_up(file, at) {
            self.built = Some(last_token(file, at));
        }
    }

    /// Whether the walk is at the function's own level, or in an `if let Some(provider) = ..` of it: telemetry may be off.
    fn is_at_the_end(&self) -> bool {
        let file = self.cx.file;
        let mut braces = self.open.iter().filter(|open| open.is_brace).skip(1);
        let Some(first) = braces.next() else {
            return true;
        };
        let head = (first.start.saturating_sub(40)..first.start)
            .rev()
            .take_while(|at| !matches!(file.token(*at).byte, b';' | b'{' | b'}'));
        let is_if_let = head
            .last()
            .is_some_and(|begin| file.is_word(begin, "if") && file.is_word(begin + 1, "let"));
        is_if_let && braces.all(|open| file.is(open.start.saturating_sub(1), b'|'))
    }

    fn way_back(&mut self, at: u32) {
        let in_closure = self.open.iter().any(|open| open.has_bars);
        let in_own_code = self
            .cx
            .file
            .function_at(at)
            .map(|function| function.keyword)
            == Some(self.function.keyword);
        if self.is_behind_set_up(at) && !self.is_flushed() && !in_closure && in_own_code {
            self.returns = Some(at);
        }
    }

    fn is_behind_set_up(&self, at: u32) -> bool {
        self.built.is_some_and(|end| at > end)
    }

    fn is_flushed(&self) -> bool {
        self.open.iter().any(|open| open.flushed)
    }
}

/// Whether a mark stands behind a value: `x?`, `a | b`; as against `?Sized`, `info!(?x)`, `|x| ..`.
fn ends_value(file: &File, at: u32) -> bool {
    at > 0
        && match file.token(at - 1).kind {
            TokenKind::Ident => !matches!(file.word(at - 1), "move" | "return" | "else" | "in"),
            TokenKind::Close | TokenKind::Str | TokenKind::Literal => true,
            _ => false,
        }
}

/// `telemetry::init(..)`, `init_tracing(..)`, `SdkTracerProvider::builder()`, `.install_batch(..)`.
fn is_set_up(file: &File, at: u32) -> bool {
    const VERBS: [&str; 9] = [
        "init",
        "setup",
        "set_up",
        "install",
        "start",
        "configure",
        "build",
        "create",
        "new",
    ];
    let name = file.word(at);
    if !VERBS.iter().any(|verb| name.starts_with(verb)) {
        return false;
    }
    Call::at(file, at).is_some_and(|call| match call.kind {
        CallKind::Macro => false,
        CallKind::Method => name == "install_batch",
        CallKind::Function => {
            let path = call.path(file);
            !path.starts_with("tracing_subscriber") && path.split("::").any(is_telling)
        }
    })
}

/// `shutdown_telemetry()`, `telemetry::flush()`, `guard.flush()`, `drop(guard)`.
fn is_flush_by_name(file: &File, at: u32) -> bool {
    let name = file.word(at);
    let ends = [
        "shutdown", "flush", "drop", "close", "stop", "teardown", "finish",
    ]
    .iter()
    .any(|end| name.contains(end));
    if !ends || name.contains("signal") || name.contains("graceful") {
        return false;
    }
    Call::at(file, at).is_some_and(|call| {
        let names = if name == "drop" {
            call.arguments.clone()
        } else {
            call.before.clone()
        };
        call.kind != CallKind::Macro
            && names
                .into_iter()
                .any(|at| is_telling(file.word(at)) || file.word(at).contains("guard"))
    })
}
