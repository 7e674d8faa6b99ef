//! A Cargo.toml, read once: nobody searches its text.

mod dependency;

use std::ops::Range;
use std::path::{Component, Path, PathBuf};

use toml_span::value::{Table, Value};

pub use dependency::{Dependency, DependencyTable};

/// What a Cargo.toml says.
#[derive(Clone, Debug, Default)]
pub struct Manifest {
    /// The package's name; none of a workspace that is no package itself.
    pub package: Option<String>,
    /// Every dependency, by place.
    pub dependencies: Vec<Dependency>,
    /// The programs that a `[[bin]]` names, and where.
    pub programs: Vec<(String, Range<usize>)>,
    /// Sources and folders that belong to tests, benches and examples.
    pub tests: Vec<PathBuf>,
    /// Whether it is a workspace's.
    pub is_workspace: bool,
    /// Whether it has a table of dependencies, be it empty.
    pub lists_dependencies: bool,
    edition: Edition,
    /// The edition that a workspace's packages may inherit.
    shared_edition: Option<String>,
    /// What its features turn on, as written.
    features: Vec<String>,
}

/// Where the edition is said.
#[derive(Clone, Debug, Default)]
enum Edition {
    /// Nowhere: it is the first.
    #[default]
    Default,
    /// Here.
    Of(String),
    /// In the workspace's manifest.
    Workspace,
}

impl Manifest {
    /// Reads a Cargo.toml; none of what is no TOML.
    pub fn read(text: &str) -> Option<Self> {
        let parsed = toml_span::parse(text).ok()?;
        let root = parsed.as_table()?;
        let table = |name: &str| root.get(name).and_then(Value::as_table);
        let package = table("package").or_else(|| table("project"));
        let shared = table("workspace")
            .and_then(|workspace| workspace.get("package"))
            .and_then(Value::as_table);
        let text = |table: Option<&Table<'_>>, name: &str| {
            let value = table?.get(name)?.as_str()?;
            Some(value.to_owned())
        };
        let features = table("features").into_iter().flatten();
        let features = features.filter_map(|(_, parts)| parts.as_array()).flatten();
        Some(Self {
            package: text(package, "name"),
            dependencies: dependency::dependencies(root),
            programs: programs(root),
            tests: tests(root),
            is_workspace: root.contains_key("workspace"),
            lists_dependencies: table("dependencies").is_some(),
            edition: match package.and_then(|package| package.get("edition")) {
                None => Edition::Default,
                Some(edition) => edition.as_str().map_or(Edition::Workspace, |edition| {
                    Edition::Of(edition.to_owned())
                }),
            },
            shared_edition: text(shared, "edition"),
            features: features
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect(),
        })
    }

    /// The same with what a workspace's manifest says for its packages.
    #[must_use]
    pub fn within(mut self, workspace: Option<&Self>) -> Self {
        let Some(workspace) = workspace else {
            // The root package of a workspace finds what it inherits in its own file.
            let own = self.clone();
            return if self.is_workspace {
                self.within(Some(&own))
            } else {
                self
            };
        };
        for dependency in &mut self.dependencies {
            dependency.inherit(&workspace.dependencies);
        }
        if let (Edition::Workspace, Some(edition)) = (&self.edition, &workspace.shared_edition) {
            self.edition = Edition::Of(edition.clone());
        }
        self
    }

    /// What the package's own code may use: neither its tests' nor its build script's. Of a workspace that is no package,
    /// what its packages may.
    fn of_code(&self) -> impl Iterator<Item = &Dependency> {
        let kind = match self.package {
            None if self.is_workspace => DependencyTable::Workspace,
            _ => DependencyTable::Normal,
        };
        let mut all = self.dependencies.iter();
        std::iter::from_fn(move || all.find(|dependency| dependency.kind == kind))
    }

    /// Whether the package's own code may use a crate for which this holds, by its name on the registry.
    pub fn depends_on_any(&self, is_meant: impl Fn(&str) -> bool) -> bool {
        self.of_code()
            .any(|dependency| is_meant(&dependency.package))
    }

    /// Whether the package's own code may use this crate.
    pub fn depends_on(&self, package: &str) -> bool {
        self.depends_on_any(|known| known == package)
    }

    /// Whether any table names this crate, that of tests or of the build script too.
    pub fn names(&self, package: &str) -> bool {
        let mut all = self.dependencies.iter();
        all.any(|dependency| dependency.package == package)
    }

    /// Whether sources know this crate under another name.
    pub fn renames(&self, package: &str) -> bool {
        let mut all = self.dependencies.iter();
        all.any(|dependency| dependency.renamed && dependency.package == package)
    }

    /// Whether the package asks this crate for one of some features, and sources know it under its own name.
    pub fn has_feature(&self, package: &str, wanted: &[&str]) -> bool {
        let mut of_code = self.of_code();
        of_code.any(|dependency| {
            dependency.package == package
                && !dependency.renamed
                && dependency
                    .features
                    .iter()
                    .any(|known| wanted.contains(&known.as_str()))
        })
    }

    /// Whether the code depends on a release of a package that is compatible with this version: `1`, `0.4`.
    pub fn asks_for(&self, package: &str, version: &str) -> bool {
        let fits = |asked: &str| {
            let asked = asked.trim_start_matches(['^', '~', '=', ' ']);
            let rest = asked.strip_prefix(version);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        self.of_code().any(|dependency| {
            let version = dependency.version.as_deref();
            let version = version.or(dependency.shared_version.as_deref());
            dependency.package == package && !dependency.renamed && version.is_some_and(fits)
        })
    }

    /// Whether a feature of the package turns a dependency or one of its features on: `dep:name`, `name/feature`.
    pub fn is_in_features(&self, dependency: &str) -> bool {
        self.features.iter().any(|part| {
            let name = part.split(['/', '?']).next().unwrap_or_default();
            name.trim_start_matches("dep:") == dependency
        })
    }

    /// Whether a `[[bin]]` has this name, a dash being as good as an underscore.
    pub fn names_program(&self, name: &str) -> bool {
        let plain = name.replace('-', "_");
        let mut programs = self.programs.iter();
        programs.any(|(known, _)| known.replace('-', "_") == plain)
    }

    /// The edition that is said here, or in the workspace's manifest where that is known.
    pub fn edition(&self) -> Option<&str> {
        match &self.edition {
            Edition::Of(edition) => Some(edition),
            Edition::Default | Edition::Workspace => None,
        }
    }
}

fn programs(root: &Table<'_>) -> Vec<(String, Range<usize>)> {
    let targets = root.get("bin").and_then(Value::as_array);
    let programs = targets.into_iter().flatten().filter_map(|target| {
        let name = target.as_table()?.get("name")?;
        Some((name.as_str()?.to_owned(), name.span.start..name.span.end))
    });
    programs.collect()
}

/// What the targets for tests, benches and examples lie in.
fn tests(root: &Table<'_>) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for section in ["test", "bench", "example"] {
        let targets = root.get(section).and_then(Value::as_array);
        for target in targets.into_iter().flatten().filter_map(Value::as_table) {
            found.extend(test_of(target));
        }
    }
    found
}

/// What a target's `path` makes test code: its folder, when that is its own.
fn test_of(target: &Table<'_>) -> Option<PathBuf> {
    let path = Path::new(target.get("path").and_then(Value::as_str)?);
    let path: PathBuf = path
        .components()
        .filter(|part| *part != Component::CurDir)
        .collect();
    match path.parent() {
        Some(folder) if folder.as_os_str().is_empty() || folder.starts_with("src") => Some(path),
        Some(folder) => Some(folder.to_owned()),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Manifest {
        Manifest::read(text).expect("TOML").within(None)
    }

    #[test]
    fn a_name_in_another_place_is_no_dependency() {
        for text in [
            "[package]\nname = \"a\"\ndescription = \"no axum here\"",
            "# axum = \"0.8\"\n[dependencies]",
            "[package]\nname = \"axum\"",
            "[features]\naxum = []",
            "[package.metadata.dependencies]\naxum = \"0.8\"",
            "[dependencies]\naxum-like = \"1\"",
        ] {
            assert!(!read(text).depends_on("axum"), "{text}");
            assert!(!read(text).names("axum"), "{text}");
        }
    }

    #[test]
    fn a_dependency_is_found_in_each_form() {
        for text in [
            "[dependencies]\naxum = \"0.8\"",
            "[dependencies]\naxum = { version = \"0.8\", features = [\"ws\"] }",
            "[dependencies.axum]\nversion = \"0.8\"",
            "dependencies.axum = \"0.8\"",
            "[dependencies]\naxum.workspace = true",
            "[dependencies]\nweb = { package = \"axum\", version = \"0.8\" }",
            "[target.'cfg(unix)'.dependencies]\naxum = \"0.8\"",
            "[workspace.dependencies]\naxum = \"0.8\"",
        ] {
            assert!(read(text).depends_on("axum"), "{text}");
        }
    }

    #[test]
    fn tables_for_tests_and_build_scripts_are_told_apart() {
        for table in ["dev-dependencies", "dev_dependencies", "build-dependencies"] {
            let text = format!("[package]\nname = \"a\"\n[{table}]\naxum = \"0.8\"");
            assert!(!read(&text).depends_on("axum"), "{text}");
            assert!(read(&text).names("axum"), "{text}");
        }
        // What a workspace offers, its root package need not use.
        let text = "[package]\nname = \"a\"\n[workspace.dependencies]\naxum = \"0.8\"";
        assert!(!read(text).depends_on("axum"));
    }

    #[test]
    fn packages_inherit_from_their_workspace() {
        let workspace = read(
            "[workspace.package]\nedition = \"2021\"\n[workspace.dependencies]\ntokio = { version = \"1\", features = [\"time\"] }\nweb = { package = \"axum\", version = \"0.8\" }",
        );
        let text = "[package]\nname = \"a\"\nedition.workspace = true\n[dependencies]\ntokio = { workspace = true, features = [\"rt\"] }\nweb.workspace = true";
        let package = Manifest::read(text).expect("TOML").within(Some(&workspace));
        assert_eq!(package.edition(), Some("2021"));
        assert!(package.has_feature("tokio", &["time"]) && package.has_feature("tokio", &["rt"]));
        assert!(package.depends_on("axum") && package.renames("axum"));
        let alone = read(text);
        assert_eq!(alone.edition(), None);
        assert!(!alone.has_feature("tokio", &["time"]) && !alone.depends_on("axum"));
    }

    #[test]
    fn features_name_what_they_turn_on() {
        let manifest =
            read("[features]\na = [\"dep:fern\", \"pprof?/flamegraph\", \"log4rs/gzip\", \"b\"]");
        for name in ["fern", "pprof", "log4rs"] {
            assert!(manifest.is_in_features(name), "{name}");
        }
        assert!(!manifest.is_in_features("flamegraph"));
    }
}
