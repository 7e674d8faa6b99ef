//! The import of `instrument` that a rewritten file no longer needs.

use crate::cx::Cx;
use crate::rule::Rule;
use crate::rules::imports;
use crate::source::{File, Kind, Use, Word};

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
        let Some(edit) = imports::without(file, import) else {
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

/// Whether a name stands anywhere but in its import and behind a dot.
fn is_used(file: &File, import: &Use) -> bool {
    (0..file.len()).any(|at| {
        at != import.at
            && file.token(at).kind == Kind::Ident
            && file.word(at) == import.name
            && !(at > 0 && file.is(at - 1, b'.'))
            // `instrument as traced`: the name before `as` is not the one that is used.
            && !(file.is_word(at + 1, "as"))
    })
}

fn has_modules_elsewhere(file: &File) -> bool {
    (0..file.len()).any(|at| {
        file.is_word(at, "mod") && file.token(at + 1).kind == Kind::Ident && file.is(at + 2, b';')
    })
}
