//! The fixes of one file, made at once.

use crate::finding::Fix;

use super::apply::{apply, merged};
use super::settle::{Candidate, ordered, settle};
use super::verify::{Language, Why, verify};

/// A file whose fixes were made.
pub(super) struct Mended<'a> {
    pub(super) text: String,
    /// What was made.
    pub(super) made: Vec<Candidate<'a>>,
    /// What was left out, and why. What only waits for others is in neither list.
    pub(super) left: Vec<(Candidate<'a>, Why)>,
}

/// Makes as many fixes of a text as go together.
pub(super) fn mend<'a>(language: Language, text: &str, candidates: &[Candidate<'a>]) -> Mended<'a> {
    let mut left = Vec::new();
    let mut fit = Vec::new();
    for candidate in ordered(candidates) {
        match apply(text, &merged(&[candidate.fix])) {
            Some(_) => fit.push(candidate),
            None => left.push((candidate, "its edits do not fit the text")),
        }
    }
    let mut mended = Mended {
        text: text.to_owned(),
        made: Vec::new(),
        left,
    };
    mended.add(language, text, &settle(&fit));
    mended
}

impl<'a> Mended<'a> {
    /// Adds fixes to those that were made; where they do not leave the text well formed, the halves of them, down to the
    /// ones at fault.
    fn add(&mut self, language: Language, text: &str, more: &[Candidate<'a>]) {
        if more.is_empty() {
            return;
        }
        let all = self.made.iter().chain(more);
        let fixes: Vec<&Fix> = all.map(|candidate| candidate.fix).collect();
        match attempt(language, text, &fixes) {
            Ok(made) => {
                self.text = made;
                self.made.extend(more);
            }
            Err(why) => match more {
                [one] => self.left.push((*one, why)),
                _ => {
                    let (first, second) = more.split_at(more.len() / 2);
                    self.add(language, text, first);
                    self.add(language, text, second);
                }
            },
        }
    }
}

fn attempt(language: Language, text: &str, fixes: &[&Fix]) -> Result<String, Why> {
    let edits = merged(fixes);
    let made = apply(text, &edits).ok_or("its edits do not fit the text")?;
    verify(language, text, &made, &edits)?;
    Ok(made)
}
