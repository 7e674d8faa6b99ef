//! The fixes of one file, made at once.

use crate::engine::finding::Fix;

use super::apply::{apply, merged};
use super::choose::{Candidate, choose, ordered};
use super::tidy::tidied;
use super::verify::{Language, Why, verify};

const MISFIT: &str = "its edits do not fit the text";

/// A file whose fixes were made.
pub(super) struct Mended<'a> {
    pub(super) text: String,
    /// What was made.
    pub(super) made: Vec<Candidate<'a>>,
    /// What was left out, and why. What only waits for others is in neither list.
    pub(super) left: Vec<(Candidate<'a>, Why)>,
}

/// Makes as many fixes of a text as go together.
///
/// `sees` says whether another file of the package takes a name from a module of its own crate.
pub(super) fn mend<'a>(
    language: Language,
    text: &str,
    candidates: &[Candidate<'a>],
    sees: &dyn Fn(&str) -> bool,
) -> Mended<'a> {
    let mut left = Vec::new();
    let mut fit = Vec::new();
    for candidate in ordered(candidates) {
        match apply(text, &merged(&[candidate.fix])) {
            Some(_) => fit.push(candidate),
            None => left.push((candidate, MISFIT.to_owned())),
        }
    }
    let mut mended = Mended {
        text: text.to_owned(),
        made: Vec::new(),
        left,
    };
    mended.add(language, text, &choose(&fit), sees);
    mended
}

impl<'a> Mended<'a> {
    /// Adds fixes to those that were made; where they do not leave the text well formed, the halves of them, down to the
    /// ones at fault.
    fn add(
        &mut self,
        language: Language,
        text: &str,
        more: &[Candidate<'a>],
        sees: &dyn Fn(&str) -> bool,
    ) {
        if more.is_empty() {
            return;
        }
        let all = self.made.iter().chain(more);
        let fixes: Vec<&Fix> = all.map(|candidate| candidate.fix).collect();
        match attempt(language, text, &fixes, sees) {
            Ok(made) => {
                self.text = made;
                self.made.extend(more);
            }
            Err(why) => match more {
                [one] => self.left.push((*one, why)),
                _ => {
                    let (first, second) = more.split_at(more.len() / 2);
                    self.add(language, text, first, sees);
                    self.add(language, text, second, sees);
                }
            },
        }
    }
}

fn attempt(
    language: Language,
    text: &str,
    fixes: &[&Fix],
    sees: &dyn Fn(&str) -> bool,
) -> Result<String, Why> {
    let edits = merged(fixes);
    let made = apply(text, &edits).ok_or(MISFIT)?;
    verify(language, text, &made, &edits)?;
    match language {
        Language::Rust => tidied(text, made, &edits, sees),
        Language::Toml | Language::Other => Ok(made),
    }
}
