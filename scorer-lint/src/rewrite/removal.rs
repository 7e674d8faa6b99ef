//! Events, and fields of them, as edits that take them out, where nothing else goes with them.

use std::ops::Range;

use crate::analysis::message;
use crate::engine::dropped::{Dropped, KeptBy};
use crate::engine::finding::Finding;
use crate::rewrite::{lines, pure};
use crate::source::{Argument, Event, File, TokenKind, Tokens, fields, split};

/// What is taken out.
pub(crate) struct Out {
    bytes: Range<usize>,
    /// What is put in its place: mostly nothing.
    text: String,
    /// What is recorded no more: a field's name, or `info!` for an event.
    gone: String,
}

/// A finding with what is to be taken out, where there is any, and what says the same.
pub(crate) fn mended(finding: Finding, out: Option<Out>, safe: bool, kept_by: KeptBy) -> Finding {
    match out {
        Some(out) => {
            let of = out.gone;
            let finding = finding.fix(out.bytes, out.text, safe);
            finding.drops([Dropped { of, kept_by }])
        }
        None => finding,
    }
}

/// Whether the function around an event has a span, which says when it begins and how long it lasts.
pub(crate) fn has_span(file: &File, event: &Event) -> bool {
    file.function_at(event.name).is_some_and(|function| {
        ["scorer_span", "instrument"]
            .iter()
            .any(|name| function.attribute(file, name).is_some())
    })
}

/// The lines of an event that holds no value.
pub(crate) fn bare(file: &File, event: &Event) -> Option<Out> {
    values(file, event, &|_| false, &|_| false)
}

/// What to take out of an event, so that some of its values go: the lines of an event that holds nothing else, or the
/// fields; none where other values would go with them.
pub(crate) fn values(
    file: &File,
    event: &Event,
    is_one: &dyn Fn(&Tokens) -> bool,
    is_one_by_name: &dyn Fn(&str) -> bool,
) -> Option<Out> {
    let (mut fields, mut printed, mut others) = (Vec::new(), false, false);
    let mut has_message = false;
    for argument in &event.arguments {
        match argument {
            Argument::Setting { value, .. } => {
                let is_literal = value.len() == 1 && file.token(value.start).kind == TokenKind::Str;
                others |= !is_literal;
            }
            Argument::Message { literal } => {
                has_message = true;
                let captures = message::literal_text(file, *literal).captures;
                others |= captures.iter().any(|name| !is_one_by_name(name));
                printed |= !captures.is_empty();
            }
            Argument::Value { value, .. } => {
                others |= !(is_one(value) && pure::is_pure(file, value));
                printed = true;
            }
            Argument::Field { name, value, .. } => {
                if is_one(value) && pure::is_pure(file, value) {
                    fields.push(name.tokens.start);
                } else {
                    others = true;
                }
            }
        }
    }
    let says_nothing_else = printed || !has_message || fields.is_empty();
    if !others && says_nothing_else {
        return statement(file, event);
    }
    match fields.as_slice() {
        [one] if !printed => field(file, event, *one),
        _ => None,
    }
}

/// The lines of an event that is a statement, with nothing but itself in it.
fn statement(file: &File, event: &Event) -> Option<Out> {
    let before = file.token(event.whole.start.checked_sub(1)?);
    let behind = file.token(event.whole.end);
    let begins = matches!(before.byte, b';' | b'{' | b'}');
    let end = match behind.byte {
        b';' => event.whole.end + 1,
        b'}' => event.whole.end,
        _ => return None,
    };
    // The block would be left with nothing, or with what stands before as its value.
    let is_last = file.is(end, b'}') && matches!(before.byte, b'{' | b'}');
    if !begins || is_last || in_macro(file, event.whole.start) {
        return None;
    }
    let bytes = file.bytes_of(&(event.whole.start..end));
    Some(Out {
        bytes: lines::of(&file.text, bytes),
        text: String::new(),
        gone: format!("{}!", file.word(event.name)),
    })
}

/// A field of an event with its comma.
pub(crate) fn field(file: &File, event: &Event, name: u32) -> Option<Out> {
    let parts = split(file, event.inside.clone(), b',');
    let at = parts.iter().position(|part| part.contains(&name))?;
    let named = fields(file, parts[at].clone()).into_iter().next();
    let gone = match named {
        Some(Argument::Field { name, .. }) => name.text,
        _ => None,
    };
    let gone = gone.unwrap_or_else(|| file.text_of(&parts[at]).to_owned());
    let bytes = file.bytes_of(&parts[at]);
    let call = file.text.get(file.bytes_of(&event.whole))?;
    let has_comment = call.contains("//") || call.contains("/*");
    if parts.len() < 2 || has_comment || in_macro(file, event.whole.start) {
        return None;
    }
    let bytes = if call.contains('\n') {
        let others = parts.iter().enumerate().filter(|(other, _)| *other != at);
        let others: Vec<&str> = others.map(|(_, part)| file.text_of(part)).collect();
        if others.iter().any(|part| part.contains('\n')) {
            return None;
        }
        let short = others.join(", ");
        if short.chars().count() <= CALL {
            let open = file.token(event.inside.start.checked_sub(1)?);
            let close = file.token(event.inside.end);
            return Some(Out {
                bytes: open.end as usize..close.start as usize,
                text: short,
                gone,
            });
        }
        let end = bytes.end + usize::from(file.is(parts[at].end, b','));
        lines::of(&file.text, bytes.start..end)
    } else {
        match parts.get(at + 1) {
            Some(next) if !next.is_empty() => bytes.start..file.bytes_of(next).start,
            _ => file.bytes_of(parts.get(at.checked_sub(1)?)?).end..bytes.end,
        }
    };
    Some(Out {
        bytes,
        text: String::new(),
        gone,
    })
}

/// How long the arguments of a call are at most that rustfmt writes on one line.
const CALL: usize = 60;

/// How many tokens are looked at for what stands around one.
const LOOK_BACK: usize = 2000;

/// Whether a token stands in a macro call of its function; taken to be so where that is not found out.
fn in_macro(file: &File, token: u32) -> bool {
    let body = file
        .function_at(token)
        .and_then(|function| function.body.as_ref());
    let Some(body) = body else {
        return true;
    };
    let mut at = token;
    for _ in 0..LOOK_BACK {
        if at <= body.start {
            return false;
        }
        at -= 1;
        match file.token(at).kind {
            TokenKind::Close => at = file.mate(at).min(at),
            TokenKind::Open if at > 0 && file.is(at - 1, b'!') => return true,
            _ => {}
        }
    }
    true
}
