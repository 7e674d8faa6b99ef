//! Whether a line stays as rustfmt would have it when a piece of it gets another length.

use crate::source::{File, TokenKind, Tokens, next};

/// The widest line.
const LINE: usize = 100;
/// The widest arguments of a call, and the widest chain of several methods, on one line.
const CALL: usize = 60;

/// Whether a call's layout is the same with these tokens of it written otherwise.
pub(crate) fn stays(file: &File, call: &Tokens, replaced: &Tokens, text: &str) -> bool {
    let old = file.bytes_of(replaced);
    let grown =
        |bytes: &std::ops::Range<usize>| bytes.len() + text.len() - old.len().min(bytes.len());
    let start = file.text[..old.start].rfind('\n').map_or(0, |at| at + 1);
    let end = file.text[old.end..]
        .find('\n')
        .map_or(file.text.len(), |at| old.end + at);
    if grown(&(start..end)) > LINE {
        return false;
    }
    // What is broken over lines already stays so, as long as it grows.
    let one_line = |tokens: &Tokens| !file.text_of(tokens).contains('\n');
    if !one_line(call) && text.len() < old.len() {
        return false;
    }
    let (chain, links) = chain(file, call);
    if links > 1 && one_line(&chain) && grown(&file.bytes_of(&chain)) > CALL {
        return false;
    }
    let line = file.token_at(start);
    (line..call.start).rev().all(|open| {
        let token = file.token(open);
        if token.kind != TokenKind::Open || file.mate(open) < call.end {
            return true;
        }
        let inside = file.inside(open);
        !one_line(&inside) || (token.byte != b'{' && grown(&file.bytes_of(&inside)) <= CALL)
    })
}

/// A call with the methods that follow, and how many these are.
fn chain(file: &File, call: &Tokens) -> (Tokens, usize) {
    let (mut end, mut links) = (call.end, 0);
    loop {
        while file.is(end, b'?') {
            end += 1;
        }
        if !file.is(end, b'.') {
            return (call.start..end, links);
        }
        links += 1;
        end += 2;
        if file.is(end, b'(') {
            end = next(file, end);
        }
    }
}
