//! The features that the package's Cargo.toml asks of `scorer-instrument`.

use toml_span::Value;

use crate::unit::Unit;

/// Whether the package itself asks for a feature.
pub(super) fn has(unit: &Unit, feature: &str) -> bool {
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
        .and_then(|dependencies| dependencies.get("scorer-instrument"))
        .and_then(Value::as_table)
        .and_then(|dependency| dependency.get("features"))
        .and_then(Value::as_array);
    let mut features = features.into_iter().flatten();
    features.any(|known| known.as_str() == Some(feature))
}
