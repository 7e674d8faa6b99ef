//! Remembers statements, because a service has few and runs them often.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use scorer_redact::hash::Seeded;

use super::dialect::{Dialect, POSTGRESQL, SQLITE};

/// How many statements are remembered. A statement with values in its text does not come again.
const REMEMBERED: usize = 512;

/// The longest statement that is remembered, in bytes.
const LONGEST: usize = 4096;

/// What is known of a statement from its text.
#[derive(Clone, Debug)]
pub(super) struct Shape {
    pub(super) name: Arc<str>,
    pub(super) text: Arc<str>,
    pub(super) operation: Option<Arc<str>>,
    pub(super) collection: Option<Arc<str>>,
    /// How many statements the text contains, if there are several.
    pub(super) batch_size: Option<usize>,
    /// The database that the text reveals, if it does.
    pub(super) system: Option<&'static str>,
}

/// Shapes by text. Clones share them.
#[derive(Clone)]
pub(crate) struct Known(Arc<Inner>);

type Texts = HashMap<Box<str>, Shape, Seeded>;

struct Inner {
    /// By dialect, or `None` if the dialect was not known.
    shapes: RwLock<HashMap<Option<Dialect>, Texts>>,
    /// The databases that statements have revealed so far.
    systems: RwLock<Vec<&'static str>>,
}

/// The name for a database that nothing reveals.
const OTHER: &str = "other_sql";

impl Default for Known {
    fn default() -> Self {
        Self(Arc::new(Inner {
            shapes: RwLock::default(),
            systems: RwLock::default(),
        }))
    }
}

impl fmt::Debug for Known {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Known").finish_non_exhaustive()
    }
}

impl Known {
    /// The database of a statement: the one it reveals itself, or the one that all earlier statements revealed, as
    /// those of one connection do.
    pub(super) fn system(&self, told: Option<&'static str>) -> &'static str {
        let known = self
            .0
            .systems
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        match (told, known.as_slice()) {
            (None, [only]) => only,
            (None, _) => OTHER,
            (Some(told), systems) if systems.contains(&told) => told,
            (Some(told), _) => {
                drop(known);
                let mut known = self
                    .0
                    .systems
                    .write()
                    .unwrap_or_else(PoisonError::into_inner);
                if !known.contains(&told) {
                    known.push(told);
                }
                told
            }
        }
    }

    /// Whether `$1` in a statement reveals `PostgreSQL`. It does not if `SQLite`, which accepts it as well, was seen
    /// before on a thread that does not reveal it.
    pub(super) fn believes(&self, told: &str) -> bool {
        let known = self
            .0
            .systems
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        told != POSTGRESQL || !known.contains(&SQLITE)
    }

    /// Returns the shape of a text in a dialect. `read` computes it, and says whether it is worth remembering.
    pub(super) fn shape(
        &self,
        dialect: Option<Dialect>,
        text: &str,
        read: impl FnOnce() -> (Shape, bool),
    ) -> Shape {
        let known = self.0.shapes.read().unwrap_or_else(PoisonError::into_inner);
        let texts = known.get(&dialect);
        if let Some(shape) = texts.and_then(|texts| texts.get(text)) {
            return shape.clone();
        }
        let has_room = texts.map_or(0, HashMap::len) < REMEMBERED && text.len() <= LONGEST;
        drop(known);
        let (shape, is_worth) = read();
        if has_room && is_worth {
            let mut known = self
                .0
                .shapes
                .write()
                .unwrap_or_else(PoisonError::into_inner);
            known
                .entry(dialect)
                .or_insert_with(|| HashMap::with_hasher(Seeded::new()))
                .insert(text.into(), shape.clone());
        }
        shape
    }
}
