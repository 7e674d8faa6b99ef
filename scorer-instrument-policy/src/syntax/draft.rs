//! The attribute that mends every fault of a function at once, ready to paste.

use super::args::{Args, Word};
use super::fault::{Edit, Fault};
use super::text::text;

/// A binding that must not be recorded, as far as the draft needs to know of it.
pub(super) struct Unfit<'a> {
    pub(super) name: &'a str,
    /// What to record in its place: a name and a value.
    pub(super) instead: Option<(String, String)>,
}

/// Prints the attribute with every edit carried out: `#[scorer_span(skip(pool))]`.
pub(super) fn attribute(args: &Args, faults: &[Fault], unfit: &[Unfit<'_>]) -> String {
    let edits = || faults.iter().map(|fault| &fault.edit);
    let mut fields: Vec<(Option<String>, String)> = Vec::new();
    for (at, field) in args.fields.iter().enumerate() {
        if edits().any(|edit| *edit == Edit::DropField(at)) {
            continue;
        }
        let changed = edits().find_map(|edit| match edit {
            Edit::SetField(place, text) if *place == at => Some(text.clone()),
            _ => None,
        });
        fields.push((
            field.name.text(),
            changed.unwrap_or_else(|| text(field.original.clone())),
        ));
    }
    let mut skip: Vec<String> = Vec::new();
    for (at, skipped) in args.skip.iter().enumerate() {
        let changed = edits().find_map(|edit| match edit {
            Edit::SetSkip(place, name) if *place == at => Some(name.clone()),
            _ => None,
        });
        let name = changed.unwrap_or_else(|| skipped.to_string());
        if !edits().any(|edit| *edit == Edit::DropSkip(at)) && !skip.contains(&name) {
            skip.push(name);
        }
    }
    if args.skip_all.is_none() {
        for unfit in unfit {
            let overridden = fields
                .iter()
                .any(|(name, _)| name.as_deref() == Some(unfit.name));
            if overridden
                || skip
                    .iter()
                    .any(|name| name.trim_start_matches("r#") == unfit.name)
            {
                continue;
            }
            skip.push(unfit.name.to_owned());
            if let Some((name, value)) = &unfit.instead {
                if !fields
                    .iter()
                    .any(|(known, _)| known.as_deref() == Some(name))
                {
                    fields.push((Some(name.clone()), format!("{name} = {value}")));
                }
            }
        }
    }
    let drop_ret = edits().any(|edit| *edit == Edit::DropRet);
    let kept = |events: bool| {
        args.kept
            .iter()
            .filter(move |(word, _)| matches!(word, Word::Err | Word::Ret) == events)
            .filter(move |(word, _)| !(drop_ret && *word == Word::Ret))
            .map(|(_, tokens)| text(tokens.clone()))
    };
    let mut parts: Vec<String> = kept(false).collect();
    if args.skip_all.is_some() {
        parts.push("skip_all".to_owned());
    } else if !skip.is_empty() {
        parts.push(format!("skip({})", skip.join(", ")));
    }
    if !fields.is_empty() {
        let fields: Vec<String> = fields.into_iter().map(|(_, field)| field).collect();
        parts.push(format!("fields({})", fields.join(", ")));
    }
    parts.extend(kept(true));
    if parts.is_empty() {
        "#[scorer_span]".to_owned()
    } else {
        format!("#[scorer_span({})]", parts.join(", "))
    }
}
