//! The tables of dependencies of a Cargo.toml.

use toml_span::Span;
use toml_span::value::{Table, Value};

/// Which table it stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Normal,
    Build,
    Dev,
    /// Of a whole workspace: its packages say whether they use it.
    Workspace,
}

/// An entry.
pub(super) struct Dependency<'a> {
    /// The package's name on the registry.
    pub(super) package: &'a str,
    /// Its name in sources, when that is another.
    pub(super) renamed: bool,
    pub(super) optional: bool,
    pub(super) version: Option<&'a str>,
    pub(super) kind: Kind,
    /// The key.
    pub(super) place: Span,
    pub(super) value: Span,
}

/// Every dependency, by place.
pub(super) fn dependencies<'a>(root: &'a Table<'_>) -> Vec<Dependency<'a>> {
    let mut found = Vec::new();
    of_table(root, &mut found);
    let targets = root.get("target").and_then(Value::as_table);
    for target in targets
        .into_iter()
        .flatten()
        .filter_map(|(_, target)| target.as_table())
    {
        of_table(target, &mut found);
    }
    let shared = root
        .get("workspace")
        .and_then(Value::as_table)
        .and_then(|table| table.get("dependencies"));
    of_section(shared, Kind::Workspace, &mut found);
    found.sort_by_key(|dependency| dependency.place.start);
    found
}

fn of_table<'a>(table: &'a Table<'_>, found: &mut Vec<Dependency<'a>>) {
    for (names, kind) in [
        (["dependencies", "dependencies"], Kind::Normal),
        (["dev-dependencies", "dev_dependencies"], Kind::Dev),
        (["build-dependencies", "build_dependencies"], Kind::Build),
    ] {
        let section = names.iter().find_map(|name| table.get(*name));
        of_section(section, kind, found);
    }
}

fn of_section<'a>(section: Option<&'a Value<'_>>, kind: Kind, found: &mut Vec<Dependency<'a>>) {
    for (key, value) in section.and_then(Value::as_table).into_iter().flatten() {
        let table = value.as_table();
        let text = |name: &str| {
            table
                .and_then(|table| table.get(name))
                .and_then(Value::as_str)
        };
        let package = text("package");
        found.push(Dependency {
            package: package.unwrap_or(&key.name),
            renamed: package.is_some(),
            optional: table
                .is_some_and(|table| table.get("optional").and_then(Value::as_bool) == Some(true)),
            version: value.as_str().or_else(|| text("version")),
            kind,
            place: key.span,
            value: value.span,
        });
    }
}
