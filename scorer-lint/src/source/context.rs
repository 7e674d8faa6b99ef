//! Who runs a piece of code: an executor that must not be blocked, or a thread that may be.

use super::call::Call;
use super::function::Function;
use super::text::Tokens;
use super::top_level;
use super::uses::Imported;

/// A body of code.
#[derive(Clone, Debug)]
pub struct Context {
    /// What stands in its braces or parentheses.
    pub body: Tokens,
    /// Who runs it.
    pub kind: ContextKind,
    /// The context around it, by its place in the list.
    parent: Option<usize>,
}

/// Who runs a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContextKind {
    /// An `async fn`, an `async` block or closure.
    Async,
    /// A function that is not `async`.
    Sync,
    /// What is handed to `spawn_blocking`, `thread::spawn` and the like.
    Thread,
}

/// Calls whose closure runs on a thread that may be blocked.
pub(super) const THREADS: &[&str] = &[
    "spawn_blocking",
    "block_in_place",
    "spawn_thread",
    "unblock",
    "asyncify",
];

pub(super) fn read(file: &Imported, functions: &[Function]) -> Vec<Context> {
    let mut found: Vec<(Tokens, ContextKind)> = Vec::new();
    for function in functions {
        if let Some(body) = &function.body {
            let kind = if function.is_async {
                ContextKind::Async
            } else {
                ContextKind::Sync
            };
            found.push((body.clone(), kind));
        }
    }
    for keyword in file.hits("async") {
        let mut at = keyword + 1;
        if file.is_word(at, "move") {
            at += 1;
        }
        if file.is(at, b'|') {
            // An `async` closure: its body is a block, or else ends with the call that it is handed to.
            at += 1;
            while at < file.len() && !file.is(at, b'|') && !file.is(at, b'{') && !file.is(at, b';')
            {
                at += 1;
            }
            at += 1;
        }
        if file.is(at, b'{') {
            found.push((file.inside(at), ContextKind::Async));
        }
    }
    for name in file.hits_of(THREADS) {
        if let Some(call) = Call::at(file, name) {
            found.push((closure(file, call.arguments), ContextKind::Thread));
        }
    }
    for name in file.hits("spawn") {
        if let Some(call) = Call::at(file, name) {
            let path = call.resolved(file);
            if path.ends_with("thread::spawn") || path.starts_with("rayon::") {
                found.push((call.arguments, ContextKind::Thread));
            }
        }
    }
    found.sort_by_key(|(body, _)| (body.start, std::cmp::Reverse(body.end)));
    let mut contexts: Vec<Context> = Vec::with_capacity(found.len());
    for (body, kind) in found {
        let mut parent = contexts.len().checked_sub(1);
        while let Some(known) = parent {
            if contexts[known].body.end >= body.end {
                break;
            }
            parent = contexts[known].parent;
        }
        contexts.push(Context { body, kind, parent });
    }
    contexts
}

/// What a thread runs of the arguments that it is started with: of a block, the closure that it ends with. What stands before that is
/// done by whoever starts the thread.
fn closure(file: &Imported, arguments: Tokens) -> Tokens {
    if !file.is(arguments.start, b'{') {
        return arguments;
    }
    let block = file.inside(arguments.start);
    let begins = |at: u32| {
        let first = at == block.start || matches!(file.token(at - 1).byte, b';' | b'}');
        first && (file.is(at, b'|') || file.is_word(at, "move") && file.is(at + 1, b'|'))
    };
    top_level(file, &block)
        .find(|at| begins(*at))
        .map_or(arguments.clone(), |at| at..arguments.end)
}

/// The innermost context around a token.
pub(super) fn innermost(contexts: &[Context], at: u32) -> Option<&Context> {
    let before = contexts.partition_point(|context| context.body.start <= at);
    let mut candidate = before.checked_sub(1);
    while let Some(known) = candidate {
        if contexts[known].body.contains(&at) {
            return Some(&contexts[known]);
        }
        candidate = contexts[known].parent;
    }
    None
}
