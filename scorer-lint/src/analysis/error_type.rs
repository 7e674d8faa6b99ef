//! The error that a function returns, and whether `err` can print it.

use crate::source::{File, TokenKind, Tokens, path_text, resolved, split};

/// An error as the signature tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ErrorType {
    /// It can be printed.
    Printed,
    /// A type that the package may declare, or one that an alias of it names.
    Own(String),
    /// Nothing is known of it.
    Unknown,
}

/// Crates whose errors all implement the standard library's trait, and whose `Result` holds one.
const CRATES: &[&str] = &[
    "std",
    "core",
    "anyhow",
    "eyre",
    "color_eyre",
    "sqlx",
    "serde_json",
    "reqwest",
    "tokio",
];

impl ErrorType {
    /// The error of a returned type.
    pub(crate) fn of(file: &File, output: &Tokens) -> Self {
        let open = output.clone().find(|at| file.is(*at, b'<'));
        let path = resolved(
            file,
            &path_text(file, &(output.start..open.unwrap_or(output.end))),
        );
        let Some(open) = open.filter(|_| path.ends_with("Result") && output.end > output.start)
        else {
            return of_alias(&path);
        };
        if output.end <= open + 1 {
            return Self::Unknown;
        }
        let parts = split(file, open + 1..output.end - 1, b',');
        match parts.as_slice() {
            [_, error] => of_type(file, error),
            _ => of_alias(&path),
        }
    }
}

/// The error behind a `Result` that names none.
fn of_alias(path: &str) -> ErrorType {
    if path.ends_with("::Result") && is_of_crate(path) {
        return ErrorType::Printed;
    }
    match path.rsplit("::").next() {
        Some(name) if !name.is_empty() => ErrorType::Own(name.to_owned()),
        _ => ErrorType::Unknown,
    }
}

fn is_of_crate(path: &str) -> bool {
    let first = path.split("::").next().unwrap_or_default();
    path.contains("::") && CRATES.contains(&first)
}

fn of_type(file: &File, error: &Tokens) -> ErrorType {
    let words: Vec<&str> = error
        .clone()
        .filter(|at| file.token(*at).kind == TokenKind::Ident)
        .map(|at| file.word(at))
        .collect();
    let is_plain = error
        .clone()
        .all(|at| file.token(at).kind == TokenKind::Ident || file.is(at, b':'));
    let path = resolved(file, &path_text(file, error));
    match words.as_slice() {
        ["str" | "String"] | ["static", "str"] => ErrorType::Printed,
        ["Box", "dyn", .., "Error"] | ["Box", "dyn", .., "Error", "Send", "Sync"] => {
            ErrorType::Printed
        }
        [.., last] if is_plain && is_of_crate(&path) && last.ends_with("Error") => {
            ErrorType::Printed
        }
        [.., last] if is_plain => ErrorType::Own((*last).to_owned()),
        _ => ErrorType::Unknown,
    }
}

/// Types of a file that are errors: by an `impl Error`, or by a derive that writes one. `err` of `#[scorer_span]` takes no
/// other type of a package's own, but one that derives `Recordable`.
pub(crate) fn errors(file: &File) -> Vec<String> {
    let by_hand = file.impls().iter().filter_map(|block| {
        let of_trait = block.of_trait?;
        file.is_word(of_trait, "Error").then_some(block.ty)
    });
    let derived = file.types().iter().filter(|item| {
        item.derives
            .iter()
            .any(|derive| file.word(*derive) == "Error")
    });
    by_hand
        .chain(derived.map(|item| item.name))
        .map(|name| file.word(name).to_owned())
        .collect()
}

/// The aliases of a file that stand for a `Result`, each with its error.
pub(crate) fn aliases(file: &File) -> Vec<(String, ErrorType)> {
    let mut found = Vec::new();
    for keyword in file.hits("type") {
        let name = file.word(keyword + 1);
        if !name.ends_with("Result") {
            continue;
        }
        if let Some(output) = file.alias(name) {
            found.push((name.to_owned(), ErrorType::of(file, &output)));
        }
    }
    found
}
