//! Under which path the new attribute is written, and the import that it needs.

use crate::engine::cx::Cx;
use crate::engine::finding::Edit;
use crate::rewrite::imports;
use crate::source::{Attribute, File, path_text, resolved};

/// A path, and the import that makes it known.
pub(super) struct Naming {
    pub(super) path: String,
    pub(super) import: Option<Edit>,
}

const QUALIFIED: &str = "scorer_instrument::scorer_span";

/// The path as the file would have it: imported where `instrument` is, else in full. None where the attribute is not
/// known to be `tracing`'s, or the crate goes by another name.
pub(super) fn of(cx: &Cx<'_>, attribute: &Attribute) -> Option<Naming> {
    let file = cx.file;
    let manifest = cx.code.manifest;
    if manifest.is_some_and(|manifest| manifest.renames("scorer-instrument")) {
        return None;
    }
    let written = path_text(file, &attribute.path);
    let full = resolved(file, &written);
    let qualified = Naming {
        path: QUALIFIED.to_owned(),
        import: None,
    };
    let of_tracing = matches!(
        full.as_str(),
        "tracing::instrument" | "tracing_attributes::instrument"
    );
    if written.contains("::") {
        return of_tracing.then_some(qualified);
    }
    let mut imports = file.uses().iter().filter(|import| import.name == written);
    let Some(import) = imports.next() else {
        return takes_all_of_tracing(file).then_some(qualified);
    };
    if !of_tracing {
        return None;
    }
    // With two of a name, what each is seen from is not told by the file's tokens.
    if imports.next().is_some() {
        return Some(qualified);
    }
    if let Some(known) = file.resolve("scorer_span") {
        let beside = imports::same_block(file, import.at, known.at) && known.path == QUALIFIED;
        let path = if beside { "scorer_span" } else { QUALIFIED };
        return Some(Naming {
            path: path.to_owned(),
            import: None,
        });
    }
    Some(
        match imports::beside(file, import, QUALIFIED, imports::is_2021(manifest)) {
            Some(edit) => Naming {
                path: "scorer_span".to_owned(),
                import: Some(edit),
            },
            None => qualified,
        },
    )
}

/// `use tracing::*;`, `#[macro_use] extern crate tracing;`.
fn takes_all_of_tracing(file: &File) -> bool {
    let mut uses = file.uses().iter();
    uses.any(|import| import.glob && import.path == "tracing")
}
