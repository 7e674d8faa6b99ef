//! What merging into a TOML file needs: reading it with a line for every fault, and lists that grow in their own style.

use std::path::Path;

use toml_edit::{Array, DocumentMut, InlineTable, Item, RawString, Table, Value};

use crate::source::Place;

use super::site::Site;

/// A file's document.
///
/// # Errors
///
/// When it is not TOML: the file, the line and why.
pub(super) fn read(path: &Path, text: &str) -> Result<DocumentMut, String> {
    text.parse().map_err(|error: toml_edit::TomlError| {
        let at = error.span().map_or(0, |span| span.start);
        let line = Place::of(text, at).line;
        let shown = Site::shown(path);
        format!("{shown}:{line}: is not TOML: {}", error.message())
    })
}

/// A row of a list: keys and values, in this order.
pub(super) type Row = Vec<(&'static str, Value)>;

/// The texts under one of these keys of a list's rows, and the rows that are nothing but text.
pub(super) fn names(list: Option<&Item>, keys: &[&str]) -> Vec<String> {
    let name = |row: &dyn toml_edit::TableLike| {
        let value = keys.iter().find_map(|key| row.get(key));
        value.and_then(Item::as_str).map(str::to_owned)
    };
    match list {
        Some(Item::Value(Value::Array(rows))) => rows
            .iter()
            .filter_map(|row| match row {
                Value::String(text) => Some(text.value().clone()),
                Value::InlineTable(row) => name(row),
                _ => None,
            })
            .collect(),
        Some(Item::ArrayOfTables(rows)) => rows.iter().filter_map(|row| name(row)).collect(),
        _ => Vec::new(),
    }
}

/// Adds rows to a list, which may be an array or an array of tables, and is made where there is none.
///
/// # Errors
///
/// When what stands there is no list.
pub(super) fn add(
    table: &mut Table,
    key: &str,
    comment: &str,
    rows: Vec<Row>,
) -> Result<(), String> {
    if rows.is_empty() {
        return Ok(());
    }
    if !table.contains_key(key) {
        let is_first = table.is_empty();
        table.insert(key, toml_edit::value(Array::new()));
        if let Some(mut key) = table.key_mut(key) {
            let gap = if is_first { "" } else { "\n" };
            key.leaf_decor_mut().set_prefix(format!("{gap}{comment}"));
        }
    }
    match table.get_mut(key) {
        Some(Item::Value(Value::Array(array))) => {
            extend(array, rows);
            Ok(())
        }
        Some(Item::ArrayOfTables(tables)) => {
            for row in rows {
                let mut table = Table::new();
                for (key, value) in row {
                    table.insert(key, Item::Value(value));
                }
                tables.push(table);
            }
            Ok(())
        }
        _ => Err(format!("`{key}` is not a list")),
    }
}

/// One row a line, as the rows before it are indented; an array on one line becomes several.
fn extend(array: &mut Array, rows: Vec<Row>) {
    const INDENT: &str = "\n    ";
    let text = |part: Option<&RawString>| part.and_then(RawString::as_str).unwrap_or("").to_owned();
    let last = array.iter().last().map(Value::decor);
    let prefix = last.map_or_else(String::new, |decor| text(decor.prefix()));
    let indent = prefix.rfind('\n').map(|at| prefix[at..].to_owned());
    // What stands behind the last row, with a comma before it or not, stays behind it.
    let mut behind = last.map_or_else(String::new, |decor| text(decor.suffix()));
    behind.push_str(array.trailing().as_str().unwrap_or_default());
    let behind = behind.trim_end().to_owned();
    let has_comment = |value: &Value| text(value.decor().prefix()).contains('#');
    if indent.is_none() && !array.iter().any(has_comment) {
        for value in array.iter_mut() {
            value.decor_mut().set_prefix(INDENT);
        }
    }
    let at = array.len().checked_sub(1);
    if let Some(last) = at.and_then(|at| array.get_mut(at)) {
        last.decor_mut().set_suffix("");
    }
    let indent = indent.unwrap_or_else(|| INDENT.to_owned());
    let mut before = behind;
    for row in rows {
        let mut value = Value::from(row.into_iter().collect::<InlineTable>());
        let prefix = format!("{}{indent}", std::mem::take(&mut before));
        value.decor_mut().set_prefix(prefix);
        array.push_formatted(value);
    }
    array.set_trailing_comma(true);
    array.set_trailing("\n");
}
