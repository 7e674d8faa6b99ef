//! Functions that record in the current span under a name that they are handed: `telemetry::record("score", score)`. They often
//! stand in a package of the workspace that makes the telemetry for the others.

use std::path::{Path, PathBuf};

use crate::source::{Call, CallKind, File, TokenKind, Tokens};

/// A function of this kind, or one that is called like it.
#[derive(Debug)]
pub(crate) struct Recorder {
    name: Box<str>,
    path: PathBuf,
    /// Which of its arguments is the field's name; none where it records nothing.
    argument: Option<usize>,
    /// The function to which it hands that argument, instead of recording by itself.
    through: Option<Box<str>>,
}

/// A literal that a function is handed which may record under it.
#[derive(Debug)]
pub(crate) struct Passed {
    /// The function's path, imports followed.
    pub(crate) function: String,
    /// Which argument it is.
    pub(crate) argument: usize,
    /// What the literal says.
    pub(crate) field: String,
}

/// Whether a function says by its name that it records. Any function could: this keeps what is read of a package short.
fn says_so(name: &str) -> bool {
    name.contains("record")
}

/// The functions of a file that record under a name that they are handed.
pub(crate) fn defined(file: &File) -> Vec<Recorder> {
    let mut found = Vec::new();
    for function in file.functions() {
        let name = file.word(function.name);
        let Some(body) = function.body.as_ref().filter(|_| says_so(name)) else {
            continue;
        };
        if file.impl_at(function.keyword).is_some() {
            continue;
        }
        let parameters = function.parameters(file);
        let position = |value: &Tokens| {
            let mut value = value.clone();
            while file.is(value.start, b'&') {
                value.start += 1;
            }
            parameters.iter().position(|parameter| {
                value.len() == 1
                    && parameter
                        .pattern
                        .clone()
                        .any(|at| file.is_word(at, file.word(value.start)))
            })
        };
        let (mut argument, mut through) = (None, None);
        for at in body.clone().filter(|at| says_so(file.word(*at))) {
            let Some(call) = Call::at(file, at) else {
                continue;
            };
            let Some(given) = call.each(file).first().and_then(position) else {
                continue;
            };
            let of_span = call.before.clone().any(|at| {
                let word = file.word(at);
                word.eq_ignore_ascii_case("span") || word.ends_with("_span")
            });
            match call.kind {
                CallKind::Method if of_span => (argument, through) = (Some(given), None),
                CallKind::Function if argument.is_none() => {
                    (argument, through) = (Some(given), Some(file.word(at).into()));
                }
                _ => {}
            }
        }
        found.push(Recorder {
            name: name.into(),
            path: file.path.clone(),
            argument,
            through,
        });
    }
    found
}

/// The literals that a file hands to functions which may be such, each with its place.
pub(crate) fn passed(file: &File) -> Vec<(Passed, Tokens)> {
    let mut found = Vec::new();
    let mut last = None;
    for (byte, _) in file.text.match_indices("record") {
        let name = file.token_at(byte);
        if last.replace(name) == Some(name)
            || !file.is(name + 1, b'(')
            || file.token(name).kind != TokenKind::Ident
        {
            continue;
        }
        let Some(call) = Call::at(file, name).filter(|call| call.kind == CallKind::Function) else {
            continue;
        };
        for (argument, value) in call.each(file).into_iter().enumerate() {
            if value.len() == 1 && file.token(value.start).kind == TokenKind::Str {
                let passed = Passed {
                    function: call.resolved(file),
                    argument,
                    field: file.literal(value.start).to_owned(),
                };
                found.push((passed, value));
            }
        }
    }
    found
}

/// Whether a literal becomes the name of a field, by the functions that are known.
pub(crate) fn records<'a, I>(known: &impl Fn() -> I, passed: &Passed) -> bool
where
    I: Iterator<Item = &'a Recorder>,
{
    means(known, &passed.function, passed.argument, 0)
}

/// How many functions hand a name on to each other.
const DEEPEST: usize = 3;

fn means<'a, I>(known: &impl Fn() -> I, function: &str, argument: usize, depth: usize) -> bool
where
    I: Iterator<Item = &'a Recorder>,
{
    let mut segments = function.rsplit("::");
    let name = segments.next().unwrap_or_default();
    let module = segments.next();
    let mut meant = known()
        .filter(|one| *one.name == *name && module.is_none_or(|module| is_in(&one.path, module)))
        .peekable();
    meant.peek().is_some()
        && depth < DEEPEST
        && meant.all(|one| {
            one.argument == Some(argument)
                && one
                    .through
                    .as_deref()
                    .is_none_or(|next| means(known, next, 0, depth + 1))
        })
}

/// Whether a file belongs to a module or a package of this name.
fn is_in(path: &Path, module: &str) -> bool {
    matches!(module, "crate" | "self" | "super")
        || path.with_extension("").components().any(|part| {
            part.as_os_str()
                .to_str()
                .is_some_and(|part| part.replace('-', "_") == module)
        })
}
