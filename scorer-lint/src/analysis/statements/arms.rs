//! The statement that an event is about by the branch that it stands in: the arm of its success, the `else` of its failure.

use crate::analysis::beside::Beside;
use crate::analysis::locals::bound_to;
use crate::analysis::set_up::around;
use crate::source::{Event, File, Function, TokenKind, Tokens};

use super::{Known, LONGEST, Statement, names, read_as};

/// The statement whose success an arm is about: `match statement { Ok(rows) => debug!(..) }`, `if let Ok(rows) = statement {`.
pub(super) fn in_arm(
    file: &File,
    function: &Function,
    event: &Event,
    beside: Option<&Beside>,
    known: Known,
) -> Option<Statement> {
    let is_arrow = |at: u32| at >= 2 && file.is(at - 1, b'>') && file.is(at - 2, b'=');
    let start = event.whole.start;
    let open = match beside {
        Some(beside) => Some(beside.block.start.saturating_sub(1)),
        None => around(file, start)
            .next()
            .filter(|open| file.is(*open, b'{')),
    };
    // `if update.is_err() { .. } else { debug!(..) }`: what succeeded is what the other branch is not about.
    if let Some(open) = open
        && let Some(scrutinee) = not_failed(file, function, open)
    {
        return read_as(file, function, &scrutinee, known);
    }
    let (pattern, scrutinee) = if is_arrow(start) || open.is_some_and(is_arrow) {
        let arrow = if is_arrow(start) { start } else { open? } - 2;
        let from = back_to(file, arrow, |at| {
            matches!(file.token(at).byte, b',' | b'{' | b'}')
        })?;
        let arms = back_to(file, arrow, |at| file.is(at, b'{'))?;
        let keyword = back_to(file, arms, |at| file.is_word(at, "match"))?;
        (from + 1..arrow, keyword + 1..arms)
    } else {
        let open = open?;
        let keyword = back_to(file, open, |at| file.is_word(at, "let"))?;
        let equals = (keyword..open).find(|at| file.is(*at, b'='))?;
        if !file.is_word(keyword.checked_sub(1)?, "if") {
            return None;
        }
        (keyword + 1..equals, equals + 1..open)
    };
    let succeeds = matches!(file.word(pattern.start), "Ok" | "Some");
    let scrutinee = match scrutinee.len() {
        1 => bound_to(
            file,
            file.word(scrutinee.start),
            scrutinee.start,
            function.body.as_ref()?,
        )?,
        _ => scrutinee,
    };
    let mut statement = read_as(file, function, &scrutinee, known).filter(|_| succeeds)?;
    statement.bound = names(file, &pattern);
    Some(statement)
}

/// What has succeeded where a block is run: the value of `if value.is_err() { .. } else {`, of `if let Err(..) = value { .. } else {`
/// and of `if value.is_ok() {`.
fn not_failed(file: &File, function: &Function, open: u32) -> Option<Tokens> {
    let is_else = open >= 2 && file.is_word(open - 1, "else") && file.is(open - 2, b'}');
    let head_end = if is_else { file.mate(open - 2) } else { open };
    let keyword = back_to(file, head_end, |at| file.is_word(at, "if"))?;
    let head = keyword + 1..head_end;
    let value = if file.is_word(head.start, "let") {
        let equals = head.clone().find(|at| file.is(*at, b'='))?;
        (is_else && file.is_word(head.start + 1, "Err")).then_some(equals + 1..head.end)?
    } else {
        let asked = head.end.checked_sub(4)?;
        let wanted = if is_else { "is_err" } else { "is_ok" };
        let is_asked =
            asked > head.start && file.is(asked, b'.') && file.is_word(asked + 1, wanted);
        is_asked.then_some(head.start..asked)?
    };
    match value.len() {
        1 => bound_to(
            file,
            file.word(value.start),
            value.start,
            function.body.as_ref()?,
        ),
        _ => Some(value),
    }
}

/// The nearest token before this one, in the same brackets or around them, of which something holds.
fn back_to(file: &File, from: u32, holds: impl Fn(u32) -> bool) -> Option<u32> {
    let mut at = from;
    for _ in 0..LONGEST {
        at = at.checked_sub(1)?;
        if holds(at) {
            return Some(at);
        }
        match file.token(at).kind {
            TokenKind::Close => at = file.mate(at).min(at),
            _ if file.is(at, b';') => return None,
            _ => {}
        }
    }
    None
}
