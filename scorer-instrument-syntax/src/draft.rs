//! The attribute that fixes every fault of a function at once, ready to paste.

use crate::args::{Args, Word};
use crate::fault::{Edit, Fault};
use crate::text::text;

/// A binding that must not be recorded, with what the draft needs to know of it.
pub(super) struct Unfit<'a> {
    pub(super) name: &'a str,
    /// What to record instead: a name and a value.
    pub(super) instead: Option<(String, String)>,
}

/// What an attribute must change to be accepted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mending {
    /// Each entry of `skip`, in order. `None` means that it is removed.
    pub skip: Vec<Option<String>>,
    /// More arguments to skip, in order.
    pub unfit: Vec<String>,
    /// Each entry of `include`, in order. `None` means that it is removed.
    pub include: Vec<Option<String>>,
    /// More arguments to list, in order.
    pub listed: Vec<String>,
    /// Fields to add instead of these arguments: a name and a value.
    pub instead: Vec<(String, String)>,
    /// Each field, in order.
    pub fields: Vec<Mended>,
    /// Whether `ret` is removed.
    pub drops_ret: bool,
}

/// What happens to a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mended {
    /// It is unchanged.
    Kept,
    /// It is removed.
    Dropped,
    /// It is replaced by this text.
    Written(String),
}

impl Mending {
    /// Returns what these faults require of an attribute on a function with these arguments that must not be recorded.
    pub(super) fn of(args: &Args, faults: &[Fault], unfit: &[Unfit<'_>]) -> Self {
        let mut mending = Self {
            drops_ret: wants(faults, &Edit::DropRet),
            ..Self::default()
        };
        let mut names: Vec<Option<String>> = Vec::new();
        for (at, field) in args.fields.iter().enumerate() {
            let listed = faults.iter().find_map(|fault| match &fault.edit {
                Edit::Include(place, name) if *place == at => Some(name),
                _ => None,
            });
            mending.listed.extend(listed.cloned());
            if listed.is_some() || wants(faults, &Edit::DropField(at)) {
                mending.fields.push(Mended::Dropped);
                continue;
            }
            names.push(field.name.text());
            let written = faults.iter().find_map(|fault| match &fault.edit {
                Edit::SetField(place, text) if *place == at => Some(text.clone()),
                _ => None,
            });
            mending
                .fields
                .push(written.map_or(Mended::Kept, Mended::Written));
        }
        for (at, skipped) in args.skip.iter().enumerate() {
            let written = faults.iter().find_map(|fault| match &fault.edit {
                Edit::SetSkip(place, meant) if *place == at => Some(meant.clone()),
                _ => None,
            });
            let name = written.unwrap_or_else(|| skipped.to_string());
            let stays = !wants(faults, &Edit::DropSkip(at)) && !mending.skips(&name);
            mending.skip.push(stays.then_some(name));
        }
        let included = args.include.iter().flat_map(|include| &include.names);
        for (at, name) in included.enumerate() {
            let written = faults.iter().find_map(|fault| match &fault.edit {
                Edit::SetInclude(place, meant) if *place == at => Some(meant.clone()),
                _ => None,
            });
            let stays = !wants(faults, &Edit::DropInclude(at));
            let written = written.unwrap_or_else(|| name.to_string());
            mending.include.push(stays.then_some(written));
        }
        if args.skip_all.is_some() {
            return mending;
        }
        for unfit in unfit {
            let mut skipped = mending.skip.iter().flatten();
            if skipped.any(|name| name.trim_start_matches("r#") == unfit.name)
                || mending.unfit.iter().any(|name| name == unfit.name)
                || has(&names, unfit.name)
            {
                continue;
            }
            if args.include.is_none() {
                mending.unfit.push(unfit.name.to_owned());
            }
            if let Some((name, value)) = &unfit.instead {
                if !has(&names, name) {
                    names.push(Some(name.clone()));
                    mending.instead.push((name.clone(), value.clone()));
                }
            }
        }
        mending
    }

    fn skips(&self, name: &str) -> bool {
        self.skip.iter().flatten().any(|known| known == name)
    }
}

/// Prints the attribute after all changes: `#[scorer_span(skip(pool))]`.
pub(super) fn attribute(args: &Args, faults: &[Fault], unfit: &[Unfit<'_>]) -> String {
    let mending = Mending::of(args, faults, unfit);
    let mut fields: Vec<String> = Vec::new();
    for (field, mended) in args.fields.iter().zip(&mending.fields) {
        match mended {
            Mended::Kept => fields.push(text(field.original.clone())),
            Mended::Written(written) => fields.push(written.clone()),
            Mended::Dropped => {}
        }
    }
    for (name, value) in &mending.instead {
        fields.push(format!("{name} = {value}"));
    }
    let mut skip: Vec<String> = mending.skip.iter().flatten().cloned().collect();
    skip.extend(mending.unfit.iter().cloned());
    let mut parts: Vec<String> = Vec::new();
    let mut events: Vec<String> = Vec::new();
    for (word, tokens) in &args.kept {
        match word {
            Word::Ret if mending.drops_ret => {}
            Word::Err if wants(faults, &Edit::DropErr) => {}
            Word::Err | Word::Ret => events.push(text(tokens.clone())),
            _ => parts.push(text(tokens.clone())),
        }
    }
    if args.include.is_some() || !mending.listed.is_empty() {
        let listed = mending.include.into_iter().flatten();
        let listed: Vec<String> = listed.chain(mending.listed).collect();
        parts.push(format!("include({})", listed.join(", ")));
    } else if args.skip_all.is_some() {
        parts.push("skip_all".to_owned());
    } else if !skip.is_empty() {
        parts.push(format!("skip({})", skip.join(", ")));
    }
    if !fields.is_empty() {
        parts.push(format!("fields({})", fields.join(", ")));
    }
    parts.append(&mut events);
    if parts.is_empty() {
        "#[scorer_span]".to_owned()
    } else {
        format!("#[scorer_span({})]", parts.join(", "))
    }
}

fn wants(faults: &[Fault], edit: &Edit) -> bool {
    faults.iter().any(|fault| fault.edit == *edit)
}

fn has(names: &[Option<String>], name: &str) -> bool {
    names.iter().any(|known| known.as_deref() == Some(name))
}
