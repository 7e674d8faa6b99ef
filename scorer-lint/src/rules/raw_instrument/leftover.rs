//! The import of `instrument` that a rewritten file no longer needs.

use crate::cx::{Cx, UnitCx};
use crate::facts::Site;
use crate::finding::Edit;
use crate::rule::Rule;
use crate::rules::{imports, unskipped};
use crate::source::{File, Kind, Tokens, Use, Word};

/// An import of `instrument` that nothing in its file uses.
#[derive(Debug)]
pub struct Leftover {
    name: String,
    site: Site,
    edit: Edit,
    /// Whether modules in other files may take it from here.
    has_modules: bool,
}

/// Collects imports of `instrument` that nothing in a file with `#[scorer_span]` uses, and whether the file takes one from another.
pub(super) fn collect(cx: &Cx<'_>) {
    let file = cx.file;
    if borrows(file) {
        cx.facts.borrow_mut().borrows_instrument = true;
    }
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
        cx.facts.borrow_mut().leftover_imports.push(Leftover {
            name: import.name.clone(),
            site: cx.site(&(import.at..import.at + 1)),
            edit,
            has_modules: has_modules_elsewhere(file),
        });
    }
}

/// Reports them, when the package is read.
pub(super) fn decide(cx: &UnitCx<'_>, rule: &'static Rule) {
    for leftover in &cx.facts.leftover_imports {
        let may_be_taken =
            leftover.has_modules && (cx.facts.borrows_instrument || !cx.unit.complete);
        cx.report_at(rule, &leftover.site, |mut finding| {
            finding.message = format!(
                "`{}` is imported and no attribute here uses it",
                leftover.name
            );
            let edit = leftover.edit.clone();
            finding
                .help("take it out of the imports")
                .fix(edit.bytes, edit.text, !may_be_taken)
        });
    }
}

/// Whether an attribute of the file is called by a name that the file does not import from `tracing`.
fn borrows(file: &File) -> bool {
    let raw = unskipped::raw(file).any(|one| {
        let path = &one.attribute.path;
        path.len() == 1 && file.resolve(file.word(path.start)).is_none()
    });
    raw || file.uses().iter().any(|import| {
        let own = ["self", "super", "crate"];
        let first = import.path.split("::").next();
        import.path.ends_with("::instrument") && first.is_some_and(|first| own.contains(&first))
    })
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
