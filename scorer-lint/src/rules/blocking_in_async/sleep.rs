//! `std::thread::sleep(d);` as `tokio::time::sleep(d).await;`, never without its `.await`.

use crate::engine::cx::Cx;
use crate::engine::finding::Finding;
use crate::rewrite::width;
use crate::source::{Call, ContextKind, File, TokenKind};

/// The path to write.
const SLEEP: &str = "tokio::time::sleep";

/// What must not live over an `.await`, and so keeps a task on its thread: guards, cells, counted pointers.
const KEEPS: &[&str] = &[
    "lock",
    "read",
    "write",
    "borrow",
    "borrow_mut",
    "enter",
    "entered",
    "Rc",
    "RefCell",
    "Cell",
    "MutexGuard",
    "RwLockReadGuard",
    "RwLockWriteGuard",
];

/// How far into its function a sleep is looked at, in tokens.
const FARTHEST: u32 = 1 << 13;

/// A finding on a sleep with the edits that await it, where the sleep is a statement of an `async` body. Other tasks run in
/// the meantime, and what lives over the statement has to be `Send` then: that is for a person to see, so it is not safe.
pub(super) fn mended(cx: &Cx<'_>, path: &crate::source::Tokens, finding: Finding) -> Finding {
    let file = cx.file;
    let Some(call) = path
        .end
        .checked_sub(1)
        .and_then(|name| Call::at(file, name))
    else {
        return finding;
    };
    let statement = is_statement(file, &call);
    let text = format!("{SLEEP}({}).await", file.text_of(&call.arguments));
    if !statement
        || !cx
            .code
            .manifest
            .is_some_and(|manifest| manifest.has_feature("tokio", &["time", "full"]))
        || !is_awaitable(file, call.whole.start)
        || !width::stays(file, &call.whole, &call.whole, &text)
    {
        return finding;
    }
    let end = file.bytes_of(&call.whole).end;
    finding
        .fix(file.bytes_of(&call.before), SLEEP, false)
        .fix(end..end, ".await", false)
}

fn is_statement(file: &File, call: &Call) -> bool {
    let before = call.whole.start.checked_sub(1);
    let begins = before.is_some_and(|before| matches!(file.token(before).byte, b'{' | b'}' | b';'));
    begins && file.is(call.whole.end, b';')
}

/// Whether `.await` can stand at a token: in an `async` body, with no closure or macro between, and with nothing before it there
/// that would have to be sent.
fn is_awaitable(file: &File, at: u32) -> bool {
    let mut contexts = file.contexts().iter();
    let Some(body) = contexts.rfind(|context| context.body.contains(&at)) else {
        return false;
    };
    if body.kind != ContextKind::Async {
        return false;
    }
    let body = &body.body;
    let keeps = |token: u32| {
        file.token(token).kind == TokenKind::Ident && KEEPS.contains(&file.word(token))
    };
    let head = file
        .function_at(at)
        .map_or(body.start, |function| function.open);
    if at - head.min(at) > FARTHEST || (head..at).any(keeps) {
        return false;
    }
    (body.start..at).all(|open| {
        let around = file.token(open).kind == TokenKind::Open && file.mate(open) > at;
        !around || (file.is(open, b'{') && is_block(file, open))
    })
}

/// Whether a brace opens a block of the body itself: not a closure's, not a macro's.
fn is_block(file: &File, open: u32) -> bool {
    if open > 0 && file.is(open - 1, b'!') {
        return false;
    }
    let mut at = open;
    while at > 0 {
        at -= 1;
        match file.token(at).byte {
            b'|' => return false,
            b'{' | b'}' | b';' => return true,
            _ => {}
        }
    }
    true
}
