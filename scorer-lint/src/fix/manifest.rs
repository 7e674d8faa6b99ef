//! The Cargo.toml of fixed code: it names the crate that the code names.

mod entry;
mod lines;

use std::fmt;

use toml_edit::{DocumentMut, Item, TableLike};

use crate::engine::finding::Dependency;
use crate::package::settings::CrateSource;

/// Which sources name a crate, and so which table is to hold it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Section {
    Normal,
    /// Tests, benches and examples.
    Dev,
    /// The build script.
    Build,
}

impl Section {
    fn table(self) -> &'static str {
        match self {
            Self::Normal => "dependencies",
            Self::Dev => "dev-dependencies",
            Self::Build => "build-dependencies",
        }
    }

    /// The tables whose crates such a source may name.
    fn tables(self) -> &'static [&'static str] {
        match self {
            Self::Normal => &["dependencies"],
            Self::Dev => &["dependencies", "dev-dependencies", "dev_dependencies"],
            Self::Build => &["build-dependencies", "build_dependencies"],
        }
    }
}

/// Why a Cargo.toml cannot name a crate as fixed code does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unnamed {
    /// Nothing says where the crate comes from: the line to write, but for that.
    WithoutSource(String),
    /// Something stands against it.
    Because(String),
}

impl From<String> for Unnamed {
    fn from(why: String) -> Self {
        Self::Because(why)
    }
}

impl From<&str> for Unnamed {
    fn from(why: &str) -> Self {
        Self::Because(why.to_owned())
    }
}

impl fmt::Display for Unnamed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WithoutSource(line) => write!(
                f,
                "nothing says where the crate comes from: write `dependency = {{ git = \"..\" }}`, `path` or `version` under `[lint]` in scorer-instrument.toml, or name it in Cargo.toml: `{line}`"
            ),
            Self::Because(why) => f.write_str(why),
        }
    }
}

/// A Cargo.toml that names a crate; none when it does so already. `workspace` is the Cargo.toml of its workspace, `source` where the
/// crate comes from where neither says it: a version that nobody published is a name that a stranger could take.
///
/// # Errors
///
/// Says why the crate cannot be named as fixed code names it.
pub(super) fn naming(
    text: &str,
    workspace: Option<&str>,
    section: Section,
    wanted: Dependency,
    source: Option<&CrateSource>,
) -> Result<Option<String>, Unnamed> {
    let name = wanted.package;
    let unreadable = |_| "the Cargo.toml of the package cannot be read".to_owned();
    let before: DocumentMut = text.parse().map_err(unreadable)?;
    let shared: Option<DocumentMut> = workspace.and_then(|text| text.parse().ok());
    let shared = shared
        .as_ref()
        .and_then(|workspace| shared_entry(workspace, name));
    let package = before.get("package").and_then(Item::as_table_like);
    let Some(package) = package else {
        return Err("the Cargo.toml beside it describes no package".into());
    };
    if package.get("name").and_then(Item::as_str) == Some(name) {
        return Err(format!("the package is `{name}` itself").into());
    }
    let mut after = before.clone();
    match find(&after, section, name, shared)? {
        Some(place) => {
            let Some(feature) = wanted.feature else {
                return Ok(None);
            };
            let Some(item) = place.item(&mut after) else {
                return Ok(None);
            };
            let inherited = entry::is_inherited(item)
                && shared.is_some_and(|shared| entry::has_feature(shared, feature));
            if inherited || entry::has_feature(item, feature) {
                return Ok(None);
            }
            entry::add_feature(item, feature)?;
        }
        None => add(&mut after, section, wanted, shared, source)?,
    }
    let after = lines::transplanted(text, &before.to_string(), &after.to_string());
    let after =
        after.ok_or("the Cargo.toml of the package is written in a way that cannot be kept")?;
    Ok(Some(after))
}

/// The workspace's own entry of this name.
fn shared_entry<'a>(workspace: &'a DocumentMut, name: &str) -> Option<&'a Item> {
    let shared = workspace.get("workspace")?.get("dependencies")?;
    let item = shared.as_table_like()?.get(name)?;
    (entry::package(item).unwrap_or(name) == name).then_some(item)
}

/// Where an entry stands.
struct EntryPath {
    path: Vec<String>,
}

impl EntryPath {
    fn item<'a>(&self, document: &'a mut DocumentMut) -> Option<&'a mut Item> {
        let mut item = document.as_item_mut();
        for key in &self.path {
            item = item.as_table_like_mut()?.get_mut(key)?;
        }
        Some(item)
    }
}

/// The entry by which such sources may name the crate.
fn find(
    document: &DocumentMut,
    section: Section,
    name: &str,
    shared: Option<&Item>,
) -> Result<Option<EntryPath>, String> {
    let mut places: Vec<Vec<String>> = Vec::new();
    let of = |prefix: &[&str]| -> Vec<Vec<String>> {
        let tables = section.tables().iter();
        tables
            .map(|table| {
                prefix
                    .iter()
                    .chain([table])
                    .map(|key| (*key).to_owned())
                    .collect()
            })
            .collect()
    };
    places.extend(of(&[]));
    let targets = document.get("target").and_then(Item::as_table_like);
    for (target, _) in targets.into_iter().flat_map(TableLike::iter) {
        places.extend(of(&["target", target]));
    }
    for place in places {
        let mut item = Some(document.as_item());
        for key in &place {
            item = item
                .and_then(Item::as_table_like)
                .and_then(|table| table.get(key));
        }
        for (key, item) in item
            .and_then(Item::as_table_like)
            .into_iter()
            .flat_map(TableLike::iter)
        {
            let package = entry::package(item).unwrap_or(key);
            let same = |other: &str| other.replace('_', "-") == name;
            if !same(package) {
                if same(key) {
                    return Err(format!(
                        "`{key}` is another crate in the Cargo.toml of the package"
                    ));
                }
                continue;
            }
            if !same(key) {
                return Err(format!(
                    "the Cargo.toml of the package calls `{name}` `{key}`"
                ));
            }
            let is_shared = entry::is_inherited(item) && shared.is_some_and(entry::is_optional);
            if entry::is_optional(item) || is_shared {
                return Err(format!(
                    "`{name}` is optional in the Cargo.toml of the package"
                ));
            }
            let path = place.iter().cloned().chain([key.to_owned()]).collect();
            return Ok(Some(EntryPath { path }));
        }
    }
    Ok(None)
}

/// Adds an entry, in order where the others are.
fn add(
    document: &mut DocumentMut,
    section: Section,
    wanted: Dependency,
    shared: Option<&Item>,
    source: Option<&CrateSource>,
) -> Result<(), Unnamed> {
    let feature = wanted
        .feature
        .filter(|feature| !shared.is_some_and(|shared| entry::has_feature(shared, feature)));
    if shared.is_none() && source.is_none() {
        let name = wanted.package;
        return Err(Unnamed::WithoutSource(match feature {
            Some(feature) => format!("{name} = {{ .., features = [\"{feature}\"] }}"),
            None => format!("{name} = {{ .. }}"),
        }));
    }
    let table = document
        .entry(section.table())
        .or_insert_with(toml_edit::table);
    let Some(table) = table.as_table_like_mut() else {
        return Err(format!(
            "`{}` is not a table in the Cargo.toml of the package",
            section.table()
        )
        .into());
    };
    let keys: Vec<String> = table.iter().map(|(key, _)| key.to_owned()).collect();
    let item = match (shared, source) {
        (None, Some(source)) => entry::of_source(source, feature),
        _ => entry::inherited(feature, table),
    };
    table.insert(wanted.package, item);
    if keys.is_sorted() {
        table.sort_values();
    }
    Ok(())
}
