//! Where an event stands: what is before it in its block, what behind it, and whether the function begins or ends there.

use crate::analysis::locals::bound_to;
use crate::source::{Event, EventKind, File, Function, TokenKind, Tokens, next};

/// How many tokens of a block are walked.
const LONGEST: usize = 6000;

/// An event that is a statement, and its neighbours.
pub(crate) struct Beside {
    /// The block that it stands in.
    pub(crate) block: Tokens,
    /// The statements before it, in order.
    pub(crate) before: Vec<Tokens>,
    /// The statements behind it, in order.
    pub(crate) behind: Vec<Tokens>,
    /// The choice that it stands in, where that does nothing but tell: `if let Some(at) = since { debug!(..) } else { debug!(..) }`.
    choice: Option<Tokens>,
}

/// The neighbours of an event; none where it is part of an expression.
pub(crate) fn of(file: &File, function: &Function, event: &Event) -> Option<Beside> {
    let body = function.body.as_ref()?;
    if let Some(beside) = in_choice(file, body, event) {
        return Some(beside);
    }
    let block = block_of(file, body, event.whole.start);
    let statements = statements(file, &block);
    let at = statements
        .iter()
        .position(|statement| statement.start == event.whole.start)?;
    // `info!(..).then(..)` is no event by itself.
    let own = &statements[at];
    if own.end > event.whole.end + 1 {
        return None;
    }
    Some(Beside {
        block,
        before: statements[..at].to_vec(),
        behind: statements[at + 1..].to_vec(),
        choice: None,
    })
}

/// The neighbours of the statement of a body that chooses what to tell, and does nothing else.
fn in_choice(file: &File, body: &Tokens, event: &Event) -> Option<Beside> {
    if block_of(file, body, event.whole.start) == *body {
        return None;
    }
    let statements = statements(file, body);
    let at = statements
        .iter()
        .position(|statement| statement.contains(&event.whole.start))?;
    let own = &statements[at];
    only_tells(file, own).then(|| Beside {
        block: body.clone(),
        before: statements[..at].to_vec(),
        behind: statements[at + 1..].to_vec(),
        choice: Some(own.clone()),
    })
}

/// The events of a statement.
fn events_in<'a>(file: &'a File, statement: &Tokens) -> &'a [Event] {
    let events = file.events();
    let from = events.partition_point(|event| event.whole.start < statement.start);
    let count = events[from..].partition_point(|event| event.whole.start < statement.end);
    &events[from..from + count]
}

/// Whether each branch of an `if` or a `match` is an event and nothing else.
fn only_tells(file: &File, statement: &Tokens) -> bool {
    if !matches!(file.word(statement.start), "if" | "match") || statement.len() > 400 {
        return false;
    }
    let within = events_in(file, statement);
    let is_told = |at: u32| within.iter().any(|event| event.whole.contains(&at));
    // Outside of the events nothing is called, waited for or left.
    within.len() > 1
        && statement.clone().all(|at| {
            is_told(at)
                || !(file.is(at, b'?')
                    || file.is(at, b';') && !is_told(at - 1)
                    || matches!(file.word(at), "await" | "return" | "break" | "continue"))
        })
        && !statement
            .clone()
            .any(|at| !is_told(at) && file.is(at, b'(') && file.is(at - 1, b'!'))
}

/// The innermost braces around a token within a body.
fn block_of(file: &File, body: &Tokens, at: u32) -> Tokens {
    let mut here = at;
    for _ in 0..LONGEST {
        if here <= body.start {
            break;
        }
        here -= 1;
        match file.token(here).kind {
            TokenKind::Close => here = file.mate(here).min(here),
            TokenKind::Open if file.is(here, b'{') => return file.inside(here),
            TokenKind::Open => return here + 1..here + 1,
            _ => {}
        }
    }
    body.clone()
}

/// The statements of a block, semicolons aside.
pub(crate) fn statements(file: &File, block: &Tokens) -> Vec<Tokens> {
    let mut found = Vec::new();
    let mut start = block.start;
    let mut at = block.start;
    for _ in 0..LONGEST {
        if at >= block.end {
            break;
        }
        if file.is(at, b';') {
            if start < at {
                found.push(start..at);
            }
            start = at + 1;
        } else if file.is(at, b'{') && ends_statement(file, start, at) {
            let end = file.mate(at) + 1;
            found.push(start..end.min(block.end));
            start = end;
        } else if file.is(at, b'#') && at == start && file.is(at + 1, b'[') {
            start = file.mate(at + 1) + 1;
            at = start;
            continue;
        }
        at = next(file, at);
    }
    if start < block.end {
        found.push(start..block.end);
    }
    found
}

/// Whether the block that opens here ends its statement: that of an `if`, a `match`, a loop; not that of `let x = if ..`, nor one
/// that goes on with `else` or a method.
fn ends_statement(file: &File, start: u32, open: u32) -> bool {
    let head = file.word(start);
    let is_block = matches!(
        head,
        "if" | "match"
            | "for"
            | "while"
            | "loop"
            | "unsafe"
            | "fn"
            | "async"
            | "pub"
            | "struct"
            | "impl"
            | "const"
            | "static"
    ) || start == open
        // `metric! { .. }`
        || open == start + 2 && file.is(start + 1, b'!')
        || file.token(start).kind == TokenKind::Lifetime;
    let behind = file.mate(open) + 1;
    is_block
        && !file.is_word(behind, "else")
        && !file.is(behind, b'.')
        && !file.is(behind, b'?')
        && !matches!(head, "const" | "static")
}

impl Beside {
    /// Whether the choice that it stands in binds a name, of what it chooses by.
    pub(crate) fn binds(&self, file: &File, name: &str) -> bool {
        let Some(choice) = &self.choice else {
            return false;
        };
        let chooses = file.is_word(choice.start, "match") || file.is_word(choice.start + 1, "let");
        let within = events_in(file, choice);
        let is_told = |at: u32| within.iter().any(|event| event.whole.contains(&at));
        chooses
            && choice
                .clone()
                .any(|at| file.is_word(at, name) && !is_told(at))
    }

    /// Whether it stands in a choice that does nothing but tell.
    pub(crate) fn is_in_choice(&self) -> bool {
        self.choice.is_some()
    }

    /// Whether nothing was done before in the function that holds its block as its body.
    pub(crate) fn begins(&self, file: &File, function: &Function) -> bool {
        self.is_body(file, function)
            && self
                .before
                .iter()
                .all(|statement| is_light(file, statement))
    }

    /// Whether it stands in the function's body before anything is waited for, other than to return early, and something is
    /// done behind it.
    pub(crate) fn begins_work(&self, file: &File, function: &Function) -> bool {
        self.is_body(file, function)
            && self.workers_behind(file) > 0
            && self
                .before
                .iter()
                .all(|statement| !waits(file, statement) || is_guard(file, statement))
    }

    /// Whether anything is called behind it, other than by events.
    pub(crate) fn calls_behind(&self, file: &File) -> bool {
        let calls = |at: u32| {
            file.is(at + 1, b'(')
                && file.token(at).kind == TokenKind::Ident
                && !matches!(file.word(at), "Ok" | "Err" | "Some" | "if" | "match" | "in")
        };
        let mut work = self.behind.iter().filter(|it| !is_event(file, it));
        work.any(|statement| statement.clone().any(calls))
    }

    /// Whether the first statement behind it that does work waits for something or may fail: a call that a span would measure.
    pub(crate) fn precedes_a_call(&self, file: &File) -> bool {
        let mut workers = self.behind.iter().filter(|it| !is_light(file, it));
        workers.next().is_some_and(|statement| {
            statement.clone().any(|at| {
                file.is(at, b'?') && !file.is_word(at + 1, "Sized") || file.is_word(at, "await")
            })
        })
    }

    /// Whether the statement behind it waits for something, and no loop is around it in its block.
    pub(crate) fn announces_work(&self, file: &File) -> bool {
        self.choice.is_none()
            && self
                .behind
                .iter()
                .find(|statement| !is_light(file, statement))
                .is_some_and(|statement| waits(file, statement))
    }

    /// Whether nothing is done behind it but to give the value back.
    pub(crate) fn ends(&self, file: &File, function: &Function) -> bool {
        self.is_body(file, function)
            && match self.behind.as_slice() {
                [] => true,
                [tail] => {
                    tail.end == self.block.end
                        && is_light(file, tail)
                        && !file.is_word(tail.start, "let")
                }
                _ => false,
            }
    }

    /// Whether the block is the function's body, or the `async` block that it ends with.
    fn is_body(&self, file: &File, function: &Function) -> bool {
        function
            .body
            .as_ref()
            .is_some_and(|body| *body == self.block)
            || (self.block.start >= 2
                && (file.is_word(self.block.start - 2, "async")
                    || (file.is_word(self.block.start - 2, "move")
                        && self.block.start >= 3
                        && file.is_word(self.block.start - 3, "async")))
                && file
                    .function_at(self.block.start)
                    .is_some_and(|around| around.keyword == function.keyword)
                && function.body.as_ref().is_some_and(|body| {
                    self.block.start - body.start <= 12 && body.end - self.block.end <= 12
                }))
    }

    /// How many of the statements behind it do work.
    pub(crate) fn workers_behind(&self, file: &File) -> usize {
        let workers = self.behind.iter();
        workers
            .filter(|statement| !is_light(file, statement))
            .count()
    }
}

/// Whether an event stands behind a span that its function opens by hand: `let _span = info_span!(..).entered();`.
pub(crate) fn has_open_span(file: &File, function: &Function, event: &Event) -> bool {
    let Some(body) = &function.body else {
        return false;
    };
    let before = body.start..event.whole.start.clamp(body.start, body.end);
    let spans = events_in(file, &before);
    spans.iter().any(|span| span.kind == EventKind::Span)
        && statements(file, body)
            .iter()
            .take_while(|statement| statement.start < event.whole.start)
            .any(|statement| opens_span(file, statement))
}

/// Whether a function opens a span by hand before it does anything else.
pub(crate) fn begins_with_span(file: &File, function: &Function) -> bool {
    let Some(body) = &function.body else {
        return false;
    };
    events_in(file, body)
        .iter()
        .any(|event| event.kind == EventKind::Span)
        && statements(file, body)
            .iter()
            .take_while(|statement| is_light(file, statement))
            .any(|statement| opens_span(file, statement))
}

/// `let _span = info_span!("lend", %id).entered();`, and the same in two statements.
fn opens_span(file: &File, statement: &Tokens) -> bool {
    if !file.is_word(statement.start, "let") {
        return false;
    }
    let last = statement.end.saturating_sub(3);
    let is_entered = matches!(file.word(last), "entered" | "enter")
        && file.is(last + 1, b'(')
        && last.checked_sub(1).is_some_and(|dot| file.is(dot, b'.'));
    let makes = |statement: &Tokens| {
        events_in(file, statement)
            .iter()
            .any(|event| event.kind == EventKind::Span && event.whole.end + 4 >= statement.end)
    };
    if !is_entered {
        return false;
    }
    // `let span = info_span!(..); let _entered = span.enter();`
    let of_local = || {
        let span = last.saturating_sub(2);
        let body = file.function_at(span).and_then(|it| it.body.clone());
        file.token(span).kind == TokenKind::Ident
            && body
                .and_then(|body| bound_to(file, file.word(span), statement.start, &body))
                .is_some_and(|value| makes(&value))
    };
    makes(statement) || of_local()
}

/// Whether a statement does no work that takes time or can fail: it makes values of others.
pub(crate) fn is_light(file: &File, statement: &Tokens) -> bool {
    if is_event(file, statement) || opens_span(file, statement) {
        return true;
    }
    // An item is no step of the function.
    if matches!(
        file.word(statement.start),
        "fn" | "use" | "const" | "static" | "struct"
    ) {
        return true;
    }
    !statement.clone().take(400).any(|at| {
        file.is(at, b'?') && !file.is_word(at + 1, "Sized")
            || matches!(
                file.word(at),
                "await"
                    | "return"
                    | "for"
                    | "while"
                    | "loop"
                    | "match"
                    | "if"
                    | "break"
                    | "continue"
            ) && file.token(at).kind == TokenKind::Ident
    })
}

/// Whether a statement may take time: it waits, or goes on until something happens.
pub(crate) fn waits(file: &File, statement: &Tokens) -> bool {
    statement.clone().any(|at| {
        file.token(at).kind == TokenKind::Ident
            && (matches!(file.word(at), "await" | "for" | "while" | "loop")
                || file.is(at + 1, b'!') && matches!(file.word(at), "join" | "try_join" | "select"))
    })
}

/// `if is_known(key).await { return Ok(()); }`.
pub(crate) fn is_guard(file: &File, statement: &Tokens) -> bool {
    let last = statement.end.saturating_sub(1);
    file.is_word(statement.start, "if")
        && file.is(last, b'}')
        && !statement.clone().any(|at| file.is_word(at, "else"))
        && file
            .inside(file.mate(last))
            .any(|at| file.is_word(at, "return"))
}

/// Whether a statement is an event and nothing else.
pub(crate) fn is_event(file: &File, statement: &Tokens) -> bool {
    let events = file.events();
    let from = events.partition_point(|event| event.whole.start < statement.start);
    events.get(from).is_some_and(|event| {
        event.kind == EventKind::Event
            && event.whole.start == statement.start
            && event.whole.end >= statement.end
    })
}
