//! A failure at `error` that its place handles: a loop tries again, or a closure gives a value instead.

use crate::analysis::beside::statements;
use crate::analysis::message;
use crate::analysis::set_up::{around, called};
use crate::engine::cx::Cx;
use crate::engine::finding::Finding;
use crate::rule::Rule;
use crate::source::{Event, File, TokenKind, Tokens, chain_start, next};

use super::recovered::gives_up;

/// How many brackets around an event are looked at.
const AROUND: usize = 8;

pub(super) fn handled_here(rule: &'static Rule, cx: &Cx<'_>, event: &Event) -> Option<Finding> {
    let file = cx.file;
    let what = if gives_instead(file, event) || goes_on_with_default(file, event) {
        "a failure for which another value is taken"
    } else if is_tried_again(file, event) {
        "a failure that the loop tries again"
    } else {
        return None;
    };
    let message = format!(
        "{what} is logged with `{}!`, but nobody has to act on it",
        file.word(event.name)
    );
    Some(
        cx.at(rule, &message::head(event), message)
            .help("write `warn!(..)`; `error!` is for failures that are not handled"),
    )
}

/// `.unwrap_or_else(|error| { error!(..); Settings::default() })`.
fn gives_instead(file: &File, event: &Event) -> bool {
    let mut opens = around(file, event.whole.start);
    let (Some(block), Some(call)) = (opens.next(), opens.next()) else {
        return false;
    };
    let is_closure = file.is(block, b'{') && block > 0 && file.is(block - 1, b'|');
    let of_result = file.is(call, b'(')
        && called(file, call).is_some_and(|name| file.is_word(name, "unwrap_or_else"));
    // A value is behind it, and no way out.
    let behind = event.whole.end..file.mate(block);
    let gives = behind
        .clone()
        .any(|at| file.token(at).kind != TokenKind::Punct);
    let leaves = behind.clone().any(|at| {
        matches!(
            file.word(at),
            "exit" | "abort" | "return" | "break" | "continue"
        ) || file.is(at + 1, b'!')
            && matches!(
                file.word(at),
                "panic" | "bail" | "unreachable" | "todo" | "unimplemented"
            )
    });
    // Another party that could not be reached is somebody's business.
    let dot = called(file, call).map_or(call, |name| name.saturating_sub(1));
    let is_asked = (chain_start(file, dot)..dot).any(|at| file.is_word(at, "await"));
    is_closure && of_result && gives && !leaves && !is_asked
}

/// `let label = match parse(text) { Err(error) => { error!(..); Label::blank() } .. };`: an arm or an `else` of a value that the
/// function goes on with, and gives one that is made of nothing.
fn goes_on_with_default(file: &File, event: &Event) -> bool {
    let mut opens = around(file, event.whole.start);
    let Some(block) = opens.next().filter(|block| file.is(*block, b'{')) else {
        return false;
    };
    let is_arm = block >= 2 && file.is(block - 1, b'>') && file.is(block - 2, b'=');
    let is_else = block >= 1 && file.is_word(block - 1, "else");
    let behind = event.whole.end..file.mate(block);
    if !(is_arm || is_else) || !is_made_of_nothing(file, &behind) {
        return false;
    }
    // Each block around it is the value of the next one, up to that of a `let`.
    for open in opens.take(AROUND) {
        if !file.is(open, b'{') {
            return false;
        }
        let statements = statements(file, &file.inside(open));
        let Some(own) = statements.iter().find(|it| it.contains(&block)) else {
            return false;
        };
        if file.is_word(own.start, "let") {
            return !own.clone().any(|at| file.is_word(at, "await"));
        }
        let is_value = own.end == file.mate(open)
            || file.is(own.start.saturating_sub(1), b'{') && is_arms(file, open);
        if !is_value || is_closure(file, open) {
            return false;
        }
    }
    false
}

/// Whether braces hold the arms of a `match`.
fn is_arms(file: &File, open: u32) -> bool {
    let mut at = open;
    for _ in 0..200 {
        let Some(before) = at.checked_sub(1) else {
            return false;
        };
        at = before;
        match file.token(at).kind {
            TokenKind::Close => at = file.mate(at).min(at),
            TokenKind::Open => return false,
            _ if file.is(at, b';') || file.is(at, b',') => return false,
            _ if file.is_word(at, "match") => return true,
            _ => {}
        }
    }
    false
}

/// Whether braces are the body of a closure or of a task, which give their value to somebody else.
fn is_closure(file: &File, open: u32) -> bool {
    open > 0 && (file.is(open - 1, b'|') || matches!(file.word(open - 1), "async" | "move"))
}

/// Whether what is behind an event is one value for which nothing is asked or read: `Label::blank()`, `vec![]`, `MOST`, and tuples of
/// them. `None`, `false`, a variant and what is written out may tell that it failed.
fn is_made_of_nothing(file: &File, behind: &Tokens) -> bool {
    let start = behind.start + u32::from(file.is(behind.start, b';'));
    let value = start..behind.end;
    let mut has_value = false;
    let is_fit = value.clone().all(|at| match file.token(at).kind {
        TokenKind::Ident => {
            let word = file.word(at);
            let is_path = file.is_path_separator(at + 1);
            let is_called = file.is(at + 1, b'(') && file.mate(at + 1) == at + 2;
            let is_empty = word == "vec" && file.is(at + 1, b'!') && file.mate(at + 2) == at + 3;
            let is_constant = word.len() > 1
                && word.starts_with(char::is_uppercase)
                && !word.contains(char::is_lowercase)
                && !matches!(file.token(at + 1).byte, b'(' | b'{');
            has_value |= is_called || is_empty || is_constant;
            word != "self" && (is_path || is_called || is_empty || is_constant)
        }
        _ => matches!(
            file.token(at).byte,
            b':' | b'(' | b')' | b'[' | b']' | b'!' | b',' | b'<' | b'>' | b'&'
        ),
    });
    is_fit && has_value
}

/// `while let Err(error) = attempt().await { error!(..); sleep(..).await; }`, and an arm or a branch that goes on with the next turn of
/// a loop which waits between its turns.
fn is_tried_again(file: &File, event: &Event) -> bool {
    if gives_up(file, event) {
        return false;
    }
    let mut is_branch = false;
    for open in around(file, event.whole.start).take(AROUND) {
        if !file.is(open, b'{') {
            return false;
        }
        let block = file.inside(open);
        match head(file, open) {
            Head::TriesUntil => return true_turn(file, &block),
            Head::Loop => {
                return is_branch && sleeps(file, &block);
            }
            Head::Each | Head::Function => return false,
            Head::Other => is_branch |= goes_on(file, event.whole.end, block.end),
        }
    }
    false
}

/// Whether a loop that ends with the first success pauses between its turns, and is left by nothing else.
fn true_turn(file: &File, block: &Tokens) -> bool {
    sleeps(file, block)
        && !block
            .clone()
            .any(|at| matches!(file.word(at), "break" | "return"))
}

fn sleeps(file: &File, block: &Tokens) -> bool {
    block.clone().any(|at| {
        file.is(at + 1, b'(')
            && file
                .word(at)
                .split('_')
                .any(|part| matches!(part, "sleep" | "delay" | "tick" | "backoff"))
    })
}

/// Whether `continue` is what comes next, behind calls that wait for nothing but time.
fn goes_on(file: &File, from: u32, end: u32) -> bool {
    let mut at = from;
    while at < end {
        if file.is_word(at, "continue") {
            return true;
        }
        at = next(file, at);
    }
    false
}

enum Head {
    /// `while let Err(error) = ..`.
    TriesUntil,
    /// `loop`, or another `while`.
    Loop,
    /// `for`: the next turn is about something else.
    Each,
    Function,
    Other,
}

/// What a block belongs to.
fn head(file: &File, open: u32) -> Head {
    let mut at = open;
    for _ in 0..200 {
        let Some(before) = at.checked_sub(1) else {
            break;
        };
        at = before;
        match file.token(at).kind {
            TokenKind::Close if file.is(at, b'}') => break,
            TokenKind::Close => at = file.mate(at).min(at),
            TokenKind::Open => break,
            _ if file.is(at, b';') || file.is(at, b',') => break,
            _ => match file.word(at) {
                "loop" => return Head::Loop,
                "for" => return Head::Each,
                "fn" => return Head::Function,
                "while" => {
                    let fails = file.is_word(at + 1, "let") && file.is_word(at + 2, "Err");
                    return if fails { Head::TriesUntil } else { Head::Loop };
                }
                _ => {}
            },
        }
    }
    Head::Other
}
