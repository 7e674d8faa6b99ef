//! The import of `instrument` that a rewritten file no longer needs.

use crate::cx::Cx;
use crate::rule::Rule;
use crate::rules::imports;
use crate::source::{File, Kind, Tokens, Use, Word};

/// Reports imports of `instrument` that nothing in a file with `#[scorer_span]` uses.
pub(super) fn check(cx: &Cx<'_>, rule: &'static Rule) {
    let file = cx.file;
    if file.hits(Word::ScorerSpan).next().is_none() {
        return;
    }
    let imports = file.uses().iter();
    for import in imports.filter(|import| import.path == "tracing::instrument" && !import.glob) {
        if is_used(file, import) {
            continue;
        }
        let Some(edit) = imports::without(file, import, imports::is_2021(cx.unit)) else {
            continue;
        };
        // A module in another file may take its names from this one.
        let safe = !has_modules_elsewhere(file);
        let message = format!(
            "`{}` is imported and no attribute here uses it",
            import.name
        );
        cx.report(
            cx.at_token(rule, import.at, message)
                .help("take it out of the imports")
                .fix(edit.bytes, edit.text, safe),
        );
    }
}

/// Whether a name stands anywhere in an import's scope but in imports, in longer paths and behind a dot.
fn is_used(file: &File, import: &Use) -> bool {
    let scope = scope(file, import);
    let inner: Vec<Tokens> = file
        .uses()
        .iter()
        .filter(|other| other.name == import.name)
        .map(|other| self::scope(file, other))
        .filter(|other| other.start > scope.start)
        .collect();
    let is_other = |at: u32| {
        is_method(file, at)
            || is_of_tracing(file, at)
            || imports::is_within(file, at)
            || inner.iter().any(|other| other.contains(&at))
    };
    scope
        .clone()
        .any(|at| file.is_word(at, &import.name) && !is_other(at))
}

/// `.instrument(span)`.
fn is_method(file: &File, at: u32) -> bool {
    at > 0 && file.is(at - 1, b'.')
}

/// `tracing::instrument`, which needs no import.
fn is_of_tracing(file: &File, at: u32) -> bool {
    at >= 3 && file.is_path_separator(at - 2) && file.is_word(at - 3, "tracing")
}

/// The block that an import holds for.
fn scope(file: &File, import: &Use) -> Tokens {
    let around = |at: &u32| {
        file.is(*at, b'{') && file.mate(*at) > import.at && !imports::is_within(file, *at)
    };
    match (0..import.at).rev().find(around) {
        Some(open) => file.inside(open),
        None => 0..file.len(),
    }
}

fn has_modules_elsewhere(file: &File) -> bool {
    (0..file.len()).any(|at| {
        file.is_word(at, "mod") && file.token(at + 1).kind == Kind::Ident && file.is(at + 2, b';')
    })
}
