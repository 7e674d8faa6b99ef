//! `scorer-instrument.toml`: it is searched from a crate upward, read, and turned into a policy.

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

/// The name of the file.
pub const FILE_NAME: &str = "scorer-instrument.toml";

/// A mistake in a `scorer-instrument.toml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    /// The file.
    pub file: PathBuf,
    /// The line, counted from one. `None` if the file could not be read at all.
    pub line: Option<usize>,
    /// What is wrong, and what to write instead.
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

/// The policy of a crate, and the file that it came from.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The default vocabulary with the team's words.
    pub policy: Arc<Policy>,
    /// The team's file, if there is one.
    pub file: Option<PathBuf>,
    /// The crates that the package can refer to. Filled only if the file names a type by its path.
    pub dependencies: Vec<String>,
}

/// Returns the policy of the crate in this directory. If no file is found, it is the default policy.
///
/// # Errors
///
/// Returns all mistakes in the file.
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
