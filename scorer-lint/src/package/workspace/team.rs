//! The `scorer-instrument.toml` that governs a package: the policy, the lint's own table, what is left out.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use scorer_instrument_policy::Policy;
use scorer_instrument_policy::config::{self, ConfigError};

use crate::package::problem::{Problem, read_source};
use crate::package::settings::Settings;
use crate::package::unit::Unit;
use crate::rule::Rules;
use crate::source::Place;

/// What a file says; the defaults where it says nothing, or is wrong.
#[derive(Default)]
pub(super) struct Team {
    pub(super) policy: Policy,
    pub(super) settings: Settings,
    /// The file.
    pub(super) file: Option<PathBuf>,
    pub(super) problems: Vec<Problem>,
    excluded: Option<Gitignore>,
}

/// The files that were read.
#[derive(Default)]
pub(super) struct Teams {
    rules: Rules,
    files: HashMap<Option<PathBuf>, Rc<Team>>,
}

impl Teams {
    /// Teams that set levels of these rules.
    pub(super) fn new(rules: Rules) -> Self {
        Self {
            rules,
            files: HashMap::new(),
        }
    }

    /// What governs a package's folder.
    pub(super) fn of(&mut self, folder: &Path) -> Rc<Team> {
        let rules = self.rules;
        let (file, misplaced) = match config::find(folder) {
            Ok(file) => (file, None),
            // What it says holds for the findings, and the run fails.
            Err(error) => (Some(error.file.clone()), Some(problem(error))),
        };
        let team = self.files.entry(file).or_insert_with_key(|file| {
            let read = file.as_deref().map(|file| Team::read(rules, file));
            let mut team = read.unwrap_or_default();
            team.problems.extend(misplaced);
            Rc::new(team)
        });
        Rc::clone(team)
    }

    /// Whether a unit's team leaves a file out.
    pub(super) fn excludes(&self, unit: &Unit, absolute: &Path) -> bool {
        let team = self.files.get(&unit.policy_path);
        let Some(excluded) = team.and_then(|team| team.excluded.as_ref()) else {
            return false;
        };
        absolute.starts_with(excluded.path())
            && excluded
                .matched_path_or_any_parents(absolute, false)
                .is_ignore()
    }
}

/// What the policy says of a file, as a problem of the run.
fn problem(error: ConfigError) -> Problem {
    Problem {
        path: Some(error.file),
        line: error.line,
        message: error.message,
    }
}

impl Team {
    fn read(rules: Rules, file: &Path) -> Self {
        let mut team = Self {
            file: Some(file.to_owned()),
            ..Self::default()
        };
        let text = match read_source(file) {
            Ok(text) => text,
            Err(problem) => {
                team.problems.push(problem);
                return team;
            }
        };
        match config::parse(text.as_bytes(), file) {
            Ok(words) => team.policy = Policy::new(words),
            Err(errors) => team.problems.extend(errors.into_iter().map(problem)),
        }
        // What is right in the table holds beside what is wrong.
        if let Err(errors) = team.settings.read(rules, &text) {
            team.problems.extend(errors.into_iter().map(|error| {
                let line = Place::of(&text, error.at).line;
                Problem::at(file, error.message).line(line)
            }));
        }
        if let (Some(baseline), Some(folder)) = (&mut team.settings.baseline, file.parent()) {
            *baseline = folder.join(&*baseline);
        }
        team.exclude(file);
        team
    }

    fn exclude(&mut self, file: &Path) {
        let Some(root) = file.parent().filter(|_| !self.settings.exclude.is_empty()) else {
            return;
        };
        let mut builder = GitignoreBuilder::new(root);
        for pattern in &self.settings.exclude {
            if let Err(error) = builder.add_line(None, pattern) {
                let message =
                    format!("`exclude` holds `{pattern}`, which is not a pattern: {error}");
                self.problems.push(Problem::at(file, message));
            }
        }
        self.excluded = builder.build().ok();
    }
}
