//! What fixed code no longer needs goes too: an import, a reading of the clock. A fix that would leave something unused which
//! cannot go is not made.

mod imports;
mod locals;
mod names;

use std::collections::BTreeSet;

use crate::engine::finding::Edit;
use crate::source::File;

use super::apply::apply;
use names::Gone;

pub(super) use imports::takes;

/// How often what was taken out may have left something else unused.
const ROUNDS: usize = 8;

/// A text without what edits left unused in it. `sees` says whether another file takes a name from a module of its own crate.
///
/// # Errors
///
/// Says what they would leave.
pub(super) fn tidied(
    before: &str,
    after: String,
    edits: &[Edit],
    sees: &dyn Fn(&str) -> bool,
) -> Result<String, String> {
    let old = File::new("", before.to_owned());
    let mut gone: BTreeSet<Gone> = edits
        .iter()
        .flat_map(|edit| names::gone(&old, edit, edits))
        .collect();
    let mut text = after;
    let mut is_first = true;
    for _ in 0..ROUNDS {
        if gone.is_empty() {
            break;
        }
        let file = File::new("", text);
        if is_first {
            names::refuse_lost(&old, &file, &gone)?;
            is_first = false;
        }
        let mut more = locals::unused(&file, &gone)?;
        if more.is_empty() {
            more = imports::unused(&file, &gone, sees)?;
        }
        if more.is_empty() {
            return Ok(file.text.clone());
        }
        let taken: Vec<Gone> = more
            .iter()
            .flat_map(|edit| names::gone(&file, edit, &more))
            .collect();
        gone = gone
            .into_iter()
            .map(|name| name.moved(&more))
            .chain(taken)
            .collect();
        text = apply(&file.text, &more).ok_or("what it would leave cannot be tidied")?;
    }
    Ok(text)
}
