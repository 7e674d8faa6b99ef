//! `scorer-instrument.toml`: found from a crate upward, read, and turned into a policy.

mod cache;
mod find;
mod read;
mod reader;
mod workspace;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::verdict::Policy;

use cache::Cache;

pub use find::find;
pub use read::parse;
pub use reader::folded;

/// The file's name.
pub const FILE_NAME: &str = "scorer-instrument.toml";

/// Something wrong with a `scorer-instrument.toml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    /// The file.
    pub file: PathBuf,
    /// The line, counted from one; none when the file could not be read at all.
    pub line: Option<usize>,
    /// What is wrong, and what is right.
    pub message: String,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.file.display())?;
        if let Some(line) = self.line {
            write!(f, "{line}:")?;
        }
        write!(f, " {}", self.message)
    }
}

impl std::error::Error for ConfigError {}

/// A crate's policy and the file that it came from.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The default vocabulary with the team's words.
    pub policy: Arc<Policy>,
    /// The team's file, when there is one.
    pub file: Option<PathBuf>,
    /// The crates that the package can name, where the file names a type by its path.
    pub dependencies: Vec<String>,
}

/// The policy of the crate in this directory: the default one when no file is found.
///
/// # Errors
///
/// Everything that is wrong with the file.
pub fn load(crate_dir: &Path) -> Result<Loaded, Vec<ConfigError>> {
    let Some(file) = find(crate_dir).map_err(|error| vec![error])? else {
        return Ok(Loaded {
            policy: Arc::default(),
            file: None,
            dependencies: Vec::new(),
        });
    };
    let bytes = std::fs::read(&file).map_err(|error| {
        vec![ConfigError {
            file: file.clone(),
            line: None,
            message: format!("cannot be read: {error}"),
        }]
    })?;
    let policy = POLICIES.get(bytes, |text| {
        parse(text, &file).map(Policy::new).map(Arc::new)
    })?;
    let mut recordable = policy.team.recordable.iter();
    let dependencies = if recordable.any(|known| known.path.is_some()) {
        workspace::dependencies(crate_dir)
    } else {
        Vec::new()
    };
    Ok(Loaded {
        policy,
        file: Some(file),
        dependencies,
    })
}

static POLICIES: Cache<Arc<Policy>> = Cache::new();
