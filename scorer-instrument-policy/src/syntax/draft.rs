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
    let mut names: Vec<Option<String>> = Vec::new();
    let mut fields: Vec<String> = Vec::new();
    for (at, field) in args.fields.iter().enumerate() {
        if wants(faults, &Edit::DropField(at)) {
            continue;
        }
        let mut written = None;
        for fault in faults {
            match &fault.edit {
                Edit::SetField(place, text) if *place == at && written.is_none() => {
                    written = Some(text.clone());
                }
                _ => {}
            }
        }
        names.push(field.name.text());
        fields.push(match written {
            Some(written) => written,
            None => text(field.original.clone()),
        });
    }
    let mut skip: Vec<String> = Vec::new();
    for (at, skipped) in args.skip.iter().enumerate() {
        let mut name = None;
        for fault in faults {
            match &fault.edit {
                Edit::SetSkip(place, meant) if *place == at && name.is_none() => {
                    name = Some(meant.clone());
                }
                _ => {}
            }
        }
        let name = name.unwrap_or_else(|| skipped.to_string());
        if !wants(faults, &Edit::DropSkip(at)) && !skip.contains(&name) {
            skip.push(name);
        }
    }
    if args.skip_all.is_none() {
        for unfit in unfit {
            let skipped = skip
                .iter()
                .any(|name| name.trim_start_matches("r#") == unfit.name);
            if skipped || has(&names, unfit.name) {
                continue;
            }
            skip.push(unfit.name.to_owned());
            if let Some((name, value)) = &unfit.instead {
                if !has(&names, name) {
                    names.push(Some(name.clone()));
                    fields.push(format!("{name} = {value}"));
                }
            }
        }
    }
    let drop_ret = wants(faults, &Edit::DropRet);
    let mut parts: Vec<String> = Vec::new();
    let mut events: Vec<String> = Vec::new();
    for (word, tokens) in &args.kept {
        match word {
            Word::Ret if drop_ret => {}
            Word::Err | Word::Ret => events.push(text(tokens.clone())),
            _ => parts.push(text(tokens.clone())),
        }
    }
    if args.skip_all.is_some() {
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
