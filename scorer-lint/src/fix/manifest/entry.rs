//! One dependency in a Cargo.toml: a version, a table in braces, a table of its own, or dotted keys.

use toml_edit::{Array, InlineTable, Item, Table, TableLike, Value};

use crate::package::settings::CrateSource;

/// The package that an entry renames.
pub(super) fn package(item: &Item) -> Option<&str> {
    item.as_table_like()?.get("package")?.as_str()
}

pub(super) fn is_optional(item: &Item) -> bool {
    flag(item, "optional")
}

/// `workspace = true`.
pub(super) fn is_inherited(item: &Item) -> bool {
    flag(item, "workspace")
}

fn flag(item: &Item, name: &str) -> bool {
    let value = item.as_table_like().and_then(|table| table.get(name));
    value.and_then(Item::as_bool) == Some(true)
}

pub(super) fn has_feature(item: &Item, feature: &str) -> bool {
    let features = item.as_table_like().and_then(|table| table.get("features"));
    let features = features.and_then(Item::as_array);
    features.is_some_and(|features| features.iter().any(|known| known.as_str() == Some(feature)))
}

/// `"0.1.0"`, or `{ git = "..", features = ["tokio"] }`.
pub(super) fn of_source(source: &CrateSource, feature: Option<&str>) -> Item {
    if let ([(key, version)], None) = (source.keys.as_slice(), feature)
        && key == "version"
    {
        return toml_edit::value(version);
    }
    let mut table = InlineTable::new();
    for (key, text) in &source.keys {
        table.insert(key, text.into());
    }
    if let Some(feature) = feature {
        table.insert("features", one(feature).into());
    }
    toml_edit::value(table)
}

/// `NAME.workspace = true`, or in braces where the table's other entries are so, or a feature is asked for.
pub(super) fn inherited(feature: Option<&str>, among: &dyn TableLike) -> Item {
    let in_braces = |item: &Item| item.is_inline_table() && is_inherited(item);
    let dotted = |item: &Item| item.as_table().is_some_and(Table::is_dotted) && is_inherited(item);
    let mut others = among.iter().map(|(_, item)| item);
    let is_dotted = others.any(dotted) || !among.iter().any(|(_, item)| in_braces(item));
    if feature.is_none() && is_dotted {
        let mut table = Table::new();
        table.set_dotted(true);
        table.insert("workspace", toml_edit::value(true));
        return Item::Table(table);
    }
    let mut table = InlineTable::new();
    table.insert("workspace", true.into());
    if let Some(feature) = feature {
        table.insert("features", one(feature).into());
    }
    toml_edit::value(table)
}

/// Adds a feature to an entry, whichever way it is written.
pub(super) fn add_feature(item: &mut Item, feature: &str) -> Result<(), String> {
    if let Item::Value(Value::String(version)) = item {
        let decor = version.decor().clone();
        let mut version = version.clone();
        version.decor_mut().clear();
        let mut table = InlineTable::new();
        table.insert("version", Value::String(version));
        table.insert("features", one(feature).into());
        *table.decor_mut() = decor;
        *item = Item::Value(Value::InlineTable(table));
        return Ok(());
    }
    if let Item::Value(Value::InlineTable(table)) = &mut *item
        && !table.contains_key("features")
    {
        // The space before the brace stands behind the last value.
        let mut features = Value::from(one(feature));
        if let Some((_, last)) = table.iter_mut().last() {
            let decor = last.decor_mut();
            let space = decor.suffix().and_then(|space| space.as_str());
            features.decor_mut().set_suffix(space.unwrap_or_default());
            decor.set_suffix("");
        }
        features.decor_mut().set_prefix(" ");
        table.insert("features", features);
        return Ok(());
    }
    let strange = || "the entry of the crate in the Cargo.toml cannot be read".to_owned();
    let table = item.as_table_like_mut().ok_or_else(strange)?;
    match table.get_mut("features") {
        Some(features) => push(features.as_array_mut().ok_or_else(strange)?, feature),
        None => {
            table.insert("features", toml_edit::value(one(feature)));
        }
    }
    Ok(())
}

fn one(feature: &str) -> Array {
    let mut features = Array::new();
    features.push(feature);
    features
}

/// Adds to a list as its other members stand. What is said behind the last one stays with it.
fn push(features: &mut Array, feature: &str) {
    let says = features
        .trailing()
        .as_str()
        .is_some_and(|text| text.contains('#'));
    let (at, like) = if says {
        (0, features.get(0))
    } else {
        (features.len(), features.iter().last())
    };
    let prefix = like.and_then(|value| value.decor().prefix()?.as_str());
    // What a comment before that one says is not said of this one.
    let prefix = prefix.map(|prefix| match prefix.rfind('\n') {
        Some(newline) => prefix[newline..].to_owned(),
        None if at == 0 => String::new(),
        None => " ".to_owned(),
    });
    let mut value = Value::from(feature);
    match prefix {
        Some(prefix) => {
            value.decor_mut().set_prefix(prefix);
            value.decor_mut().set_suffix("");
            features.insert_formatted(at, value);
        }
        None => features.push(feature),
    }
}
