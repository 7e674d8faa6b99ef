//! Where this project's crates come from, as the team says: `[lint] dependency = { git = "..", tag = ".." }`.

use toml_span::value::{Table, Value};

/// Where `scorer-instrument` comes from: what a Cargo.toml says of it, by key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrateSource {
    /// `git` and `tag`; `path` is seen from the file that says it.
    pub keys: Vec<(String, String)>,
}

/// What says where a crate comes from; one of them must be there.
const ORIGINS: &[&str] = &["path", "git", "version", "registry"];
/// What says more of a repository.
const MORE: &[&str] = &["branch", "tag", "rev"];

const FORM: &str = "`dependency` says where `scorer-instrument` comes from: `{ path = \"..\" }`, `{ git = \"..\", tag = \"..\" }` or `{ version = \"..\" }`";

impl CrateSource {
    /// Reads the table.
    ///
    /// # Errors
    ///
    /// When it says nothing that a Cargo.toml could: what it is to look like.
    pub(super) fn read(value: &Value<'_>) -> Result<Self, String> {
        let table: &Table<'_> = value.as_table().ok_or(FORM)?;
        let mut keys = Vec::new();
        for (key, value) in table {
            let name = key.name.as_ref();
            let text = value.as_str().filter(|text| !text.is_empty());
            match text {
                Some(text) if ORIGINS.contains(&name) || MORE.contains(&name) => {
                    keys.push((name.to_owned(), text.to_owned()));
                }
                _ => return Err(FORM.to_owned()),
            }
        }
        // As people write them.
        keys.sort_by_key(|(name, _)| ORIGINS.iter().chain(MORE).position(|known| known == name));
        let has = |name: &str| keys.iter().any(|(key, _)| key == name);
        let is_whole = (has("path") || has("git") || has("version"))
            && (has("git") || !MORE.iter().any(|more| has(more)));
        is_whole
            .then_some(Self { keys })
            .ok_or_else(|| FORM.to_owned())
    }

    /// What an entry of a Cargo.toml says of where its crate comes from; none of one that another Cargo.toml completes.
    pub fn named(entry: &toml_edit::Item) -> Option<Self> {
        if let Some(version) = entry.as_str() {
            let keys = vec![("version".to_owned(), version.to_owned())];
            return Some(Self { keys });
        }
        let table = entry.as_table_like()?;
        let known = ORIGINS.iter().chain(MORE);
        let keys = known.filter_map(|key| {
            let text = table.get(key)?.as_str()?;
            Some(((*key).to_owned(), text.to_owned()))
        });
        let keys: Vec<(String, String)> = keys.collect();
        (!keys.is_empty()).then_some(Self { keys })
    }

    /// The folder that it is in, where a path says it.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        let mut keys = self.keys.iter();
        keys.find_map(|(name, text)| (name == "path").then_some(text.as_str()))
    }

    /// The same with its path as it is seen from elsewhere.
    #[must_use]
    pub fn seen(&self, path: impl Fn(&str) -> String) -> Self {
        let keys = self.keys.iter().map(|(name, text)| {
            let text = match name.as_str() {
                "path" => path(text),
                _ => text.clone(),
            };
            (name.clone(), text)
        });
        Self {
            keys: keys.collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<(String, String)>, String> {
        let text = format!("dependency = {text}");
        let mut parsed = toml_span::parse(&text).expect("TOML");
        let value = parsed.take();
        let toml_span::value::ValueInner::Table(table) = value else {
            panic!("a table")
        };
        let (_, value) = table.into_iter().next().expect("a key");
        CrateSource::read(&value).map(|source| source.keys)
    }

    #[test]
    fn what_a_manifest_could_say_is_taken() {
        let keys = |pairs: &[(&str, &str)]| {
            let pairs = pairs.iter();
            Ok(pairs
                .map(|(key, text)| ((*key).to_owned(), (*text).to_owned()))
                .collect::<Vec<_>>())
        };
        assert_eq!(
            read("{ tag = \"v1\", git = \"https://example.org/x\" }"),
            keys(&[("git", "https://example.org/x"), ("tag", "v1")])
        );
        assert_eq!(read("{ path = \"../x\" }"), keys(&[("path", "../x")]));
        for wrong in [
            "\"0.1\"",
            "{}",
            "{ tag = \"v1\" }",
            "{ version = \"0.1\", rev = \"1\" }",
            "{ version = 1 }",
            "{ path = \"\" }",
            "{ version = \"0.1\", features = [] }",
        ] {
            assert_eq!(read(wrong), Err(FORM.to_owned()), "{wrong}");
        }
    }
}
