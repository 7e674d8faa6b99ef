//! Statements that a builder makes and a method of it runs: those of `SeaORM`.

use crate::analysis::locals::bound_to;
use crate::source::{Call, CallKind, File, Function, TokenKind, Tokens};

/// Methods of `SeaORM`'s builders that run what was built on the connection that they are handed.
const RUNS: &[&str] = &[
    "exec",
    "exec_with_returning",
    "exec_without_returning",
    "exec_with_returning_many",
    "exec_with_returning_keys",
    "all",
    "one",
    "count",
    "stream",
];

/// Whether a call runs what was built before it: `Order::find().filter(..).all(&self.orm)`, `insert.exec(handle)`. Whatever the
/// connection is called, it is the only argument.
pub(super) fn is_run(file: &File, function: &Function, call: &Call) -> bool {
    call.kind == CallKind::Method
        && RUNS.contains(&file.word(call.name))
        && matches!(call.each(file).as_slice(), [handle] if is_value(file, handle))
        && file.uses().iter().any(|it| it.path.starts_with("sea_orm"))
        && (is_built(file, &call.before) || kept(file, function, &call.before).is_some())
}

/// Whether an argument is a value and neither a closure nor a function's path.
fn is_value(file: &File, argument: &Tokens) -> bool {
    !argument
        .clone()
        .any(|at| matches!(file.token(at).byte, b'|' | b':'))
}

/// Whether a receiver is a statement that a builder made: the chain begins with a path or a macro that is called.
pub(super) fn is_built(file: &File, receiver: &Tokens) -> bool {
    receiver.clone().skip(1).any(|at| file.is(at, b'('))
        && file.token(receiver.start).kind == TokenKind::Ident
}

/// What a local was bound to that holds what was built: `let insert = Insert::many(models);`.
fn kept(file: &File, function: &Function, receiver: &Tokens) -> Option<Tokens> {
    let body = function.body.as_ref()?;
    let is_local = receiver.len() == 1 && file.token(receiver.start).kind == TokenKind::Ident;
    let value = bound_to(file, file.word(receiver.start), receiver.start, body);
    value.filter(|value| is_local && is_built(file, value))
}

/// How many bindings are followed from what is handed to a connection back to the builder.
const DEEPEST: usize = 3;

/// What was built of a local that some tokens hand over: `Query::update().table(Shelf)` behind
/// `let statement = backend.build(&update); db.execute(statement)`.
pub(super) fn handed(file: &File, function: &Function, tokens: &Tokens) -> Option<Tokens> {
    let imports = |it: &str| it.starts_with("sea_orm") || it.starts_with("sea_query");
    if !file.uses().iter().any(|it| imports(&it.path)) {
        return None;
    }
    built_of(file, function, tokens, 0)
}

fn built_of(file: &File, function: &Function, tokens: &Tokens, depth: usize) -> Option<Tokens> {
    let body = function.body.as_ref().filter(|_| depth < DEEPEST)?;
    let is_argument = |at: u32| {
        file.token(at).kind == TokenKind::Ident
            && at > 0
            && matches!(file.token(at - 1).byte, b'(' | b'&' | b',')
            && matches!(file.token(at + 1).byte, b')' | b',')
    };
    let mut arguments = tokens.clone().filter(|at| is_argument(*at));
    arguments.find_map(|at| {
        let value = bound_to(file, file.word(at), at, body)?;
        let begins_with_type = file.word(value.start).starts_with(char::is_uppercase)
            && file.is_path_separator(value.start + 1);
        if begins_with_type && is_built(file, &value) {
            return Some(value);
        }
        built_of(file, function, &value, depth + 1)
    })
}

/// What a statement was built with before, where one of these tokens runs it.
pub(super) fn built_before(
    file: &File,
    function: &Function,
    tokens: impl Iterator<Item = u32>,
) -> Option<Tokens> {
    let mut calls = tokens
        .filter(|at| RUNS.contains(&file.word(*at)))
        .filter_map(|at| Call::at(file, at));
    let call = calls.find(|call| is_run(file, function, call))?;
    kept(file, function, &call.before)
}
