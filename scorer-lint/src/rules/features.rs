//! The features that a package's Cargo.toml asks of a dependency.

use toml_span::Value;

use crate::package::unit::Unit;

/// Whether the package itself asks a dependency for one of these features; what a workspace asks for is not read.
pub(super) fn has(unit: &Unit, dependency: &str, wanted: &[&str]) -> bool {
    let Some(manifest) = &unit.manifest else {
        return false;
    };
    let Ok(parsed) = toml_span::parse(&manifest.text) else {
        return false;
    };
    let features = parsed
        .as_table()
        .and_then(|root| root.get("dependencies"))
        .and_then(Value::as_table)
        .and_then(|dependencies| dependencies.get(dependency))
        .and_then(Value::as_table)
        .and_then(|dependency| dependency.get("features"))
        .and_then(Value::as_array);
    let mut features = features.into_iter().flatten();
    features.any(|known| known.as_str().is_some_and(|known| wanted.contains(&known)))
}
