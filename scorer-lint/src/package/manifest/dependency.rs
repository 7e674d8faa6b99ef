//! The tables of dependencies of a Cargo.toml.

use std::ops::Range;

use toml_span::value::{Table, Value};

/// Which table it stands in; those of a target are like the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DependencyTable {
    /// `[dependencies]`.
    Normal,
    /// `[build-dependencies]`.
    Build,
    /// `[dev-dependencies]`.
    Dev,
    /// `[workspace.dependencies]`: its packages say whether they use it.
    Workspace,
}

/// An entry.
#[derive(Clone, Debug)]
pub struct Dependency {
    /// The package's name on the registry.
    pub package: String,
    /// Its name in sources, with dashes as the manifest writes them.
    pub key: String,
    /// Whether the two differ.
    pub renamed: bool,
    /// Whether a feature turns it on.
    pub optional: bool,
    /// The version that is asked for, where it is written here.
    pub version: Option<String>,
    /// The version that the workspace's manifest asks for.
    pub shared_version: Option<String>,
    /// The features that are asked for.
    pub features: Vec<String>,
    /// Which table it stands in.
    pub kind: DependencyTable,
    /// The key's bytes.
    pub place: Range<usize>,
    /// The value's bytes.
    pub value: Range<usize>,
    /// Whether the workspace's manifest says the rest: `workspace = true`.
    inherits: bool,
}

impl Dependency {
    /// Takes what a workspace says of it, where it refers to that.
    pub(super) fn inherit(&mut self, shared: &[Self]) {
        let is_it = |one: &&Self| one.kind == DependencyTable::Workspace && one.key == self.key;
        let Some(shared) = shared.iter().find(is_it).filter(|_| self.inherits) else {
            return;
        };
        self.package.clone_from(&shared.package);
        self.shared_version.clone_from(&shared.version);
        self.renamed = shared.renamed;
        self.features.extend(shared.features.iter().cloned());
    }
}

/// Every dependency, by place.
pub(super) fn dependencies(root: &Table<'_>) -> Vec<Dependency> {
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
    of_section(shared, DependencyTable::Workspace, &mut found);
    found.sort_by_key(|dependency| dependency.place.start);
    found
}

fn of_table(table: &Table<'_>, found: &mut Vec<Dependency>) {
    for (names, kind) in [
        (["dependencies", "dependencies"], DependencyTable::Normal),
        (
            ["dev-dependencies", "dev_dependencies"],
            DependencyTable::Dev,
        ),
        (
            ["build-dependencies", "build_dependencies"],
            DependencyTable::Build,
        ),
    ] {
        let section = names.iter().find_map(|name| table.get(*name));
        of_section(section, kind, found);
    }
}

fn of_section(section: Option<&Value<'_>>, kind: DependencyTable, found: &mut Vec<Dependency>) {
    for (key, value) in section.and_then(Value::as_table).into_iter().flatten() {
        let get = |name: &str| value.as_table().and_then(|table| table.get(name));
        let text = |name: &str| get(name).and_then(Value::as_str);
        let is = |name: &str| get(name).and_then(Value::as_bool) == Some(true);
        let package = text("package");
        let features = get("features")
            .and_then(Value::as_array)
            .into_iter()
            .flatten();
        let version = value.as_str().or_else(|| text("version"));
        found.push(Dependency {
            package: package.unwrap_or(&key.name).to_owned(),
            key: key.name.to_string(),
            renamed: package.is_some(),
            optional: is("optional"),
            version: version.map(str::to_owned),
            shared_version: None,
            features: features
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect(),
            kind,
            place: key.span.start..key.span.end,
            value: value.span.start..value.span.end,
            inherits: is("workspace"),
        });
    }
}
