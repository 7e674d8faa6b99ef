//! One attribute with what is asked of it, each by itself.

use super::convert::Judge;
use crate::engine::asked::Ask;
use crate::engine::dropped::{Dropped, KeptBy};
use crate::rewrite::written::Written;

/// What is recorded no more when an attribute does what it is asked.
pub(super) fn gone(ask: &Ask) -> Option<Dropped> {
    let (of, kept_by) = match ask {
        Ask::Skip(name) | Ask::DropValue(name) => (name.clone(), KeptBy::Refused),
        Ask::SkipCopy(name) | Ask::DropCopy(name) => (name.clone(), KeptBy::Beside),
        Ask::DropRet => ("what is returned".to_owned(), KeptBy::Refused),
        Ask::Guard
        | Ask::Err { .. }
        | Ask::DropEmpty(_)
        | Ask::Unhide(_)
        | Ask::SetField(..)
        | Ask::Remove(_) => {
            return None;
        }
    };
    Some(Dropped { of, kept_by })
}

/// Changes an attribute as it is asked, values aside.
pub(super) fn apply(written: &mut Written, asks: &[&Ask]) {
    let guarded = asks.contains(&&Ask::Guard);
    for ask in asks {
        match ask {
            Ask::Guard | Ask::DropValue(_) | Ask::Remove(_) => {}
            // The judge may have a count in its place.
            // Nor does it take a field that hides an argument; it lists the argument where the team lists.
            Ask::Skip(_) | Ask::SkipCopy(_) | Ask::SetField(..) if guarded => {}
            Ask::Skip(name) | Ask::SkipCopy(name) => written.leave_out(name),
            Ask::Err { text, .. } => written.add_err(text),
            Ask::DropEmpty(name) | Ask::DropCopy(name) => {
                let gone = places(written, name);
                written.drop_fields(&gone);
            }
            Ask::Unhide(name) => {
                let gone = places(written, name);
                written.drop_fields(&gone);
                if !guarded {
                    written.leave_out(name);
                }
            }
            Ask::SetField(name, text) => {
                for at in places(written, name) {
                    written.set_field(at, text.clone());
                }
            }
            Ask::DropRet => written.drop_ret(),
        }
    }
}

/// The places of the fields of a name.
fn places(written: &Written, name: &str) -> Vec<usize> {
    let names = Judge::fields(written).into_iter().enumerate();
    names
        .filter(|(_, known)| known.as_deref() == Some(name))
        .map(|(at, _)| at)
        .collect()
}

/// Leaves out the fields of these names that still record what they did; whether there are any.
pub(super) fn drop_values(written: &mut Written, before: &Written, names: &[&str]) -> bool {
    let was = before.each_field();
    let known = Judge::fields(written);
    let texts = written.each_field();
    let gone: Vec<usize> = known
        .iter()
        .zip(texts)
        .enumerate()
        .filter(|(_, (name, text))| {
            name.as_deref().is_some_and(|name| names.contains(&name)) && was.contains(text)
        })
        .map(|(at, _)| at)
        .collect();
    written.drop_fields(&gone);
    !gone.is_empty()
}
