//! Levels and lists: the defaults, `[lint]` in `scorer-instrument.toml`, the command line; the last one wins.

mod dependency;

use std::collections::HashMap;
use std::path::PathBuf;

use toml_span::value::{Table, Value, ValueInner};

use crate::rule::{Group, Level, Rule, Rules};

pub use dependency::CrateSource;

/// What is switched how.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    levels: HashMap<&'static str, Level>,
    in_tests: HashMap<&'static str, bool>,
    /// `leftover-crates`: crates that should have gone, beside the known ones.
    pub leftover_crates: Vec<String>,
    /// `exclude`: files that are not read, as patterns of `.gitignore`.
    pub exclude: Vec<String>,
    /// `guarded-fields`: fields that code reads in few places, as full paths, for clippy's `disallowed-fields`.
    pub guarded_fields: Vec<String>,
    /// `baseline`: the file whose findings are not reported; as written, seen from the settings' folder until it is resolved.
    pub baseline: Option<PathBuf>,
    /// `dependency`: where `scorer-instrument` comes from, for the Cargo.toml of fixed code.
    pub dependency: Option<CrateSource>,
}

/// Something wrong in `[lint]`: the byte, and what is right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingsError {
    /// Where it stands.
    pub at: usize,
    /// What is wrong.
    pub message: String,
}

impl Settings {
    /// How a rule's findings count.
    pub fn level(&self, rule: &Rule) -> Level {
        self.levels.get(rule.name).copied().unwrap_or(rule.level)
    }

    /// Whether a rule reads test code.
    pub fn in_tests(&self, rule: &Rule) -> bool {
        self.in_tests
            .get(rule.name)
            .copied()
            .unwrap_or(rule.in_tests)
    }

    /// Whether any rule counts for less, or reads less, than by default.
    pub(crate) fn lowers(&self, rules: Rules) -> bool {
        rules
            .iter()
            .any(|rule| self.level(rule) < rule.level || (rule.in_tests && !self.in_tests(rule)))
    }

    /// Sets the level of a rule, of a group or of `all`.
    ///
    /// # Errors
    ///
    /// When there is neither: a message that names what is near.
    pub fn set_level(&mut self, rules: Rules, name: &str, level: Level) -> Result<(), String> {
        for rule in rules_of(rules, name)? {
            self.levels.insert(rule.name, level);
        }
        Ok(())
    }

    /// Switches every rule off but these.
    ///
    /// # Errors
    ///
    /// When one of them is neither a rule nor a group.
    pub fn only(&mut self, rules: Rules, names: &[String]) -> Result<(), String> {
        let mut kept = Vec::new();
        for name in names {
            kept.extend(rules_of(rules, name)?.into_iter().map(|rule| rule.name));
        }
        for rule in rules.iter() {
            if !kept.contains(&rule.name) {
                self.levels.insert(rule.name, Level::Allow);
            }
        }
        Ok(())
    }

    /// Every rule at this level or above counts as `deny`.
    pub fn deny_from(&mut self, rules: Rules, from: Level) {
        for rule in rules.iter() {
            let level = self.level(rule);
            if level >= from && level != Level::Allow {
                self.levels.insert(rule.name, Level::Deny);
            }
        }
    }

    /// Reads the `[lint]` table of a `scorer-instrument.toml`.
    ///
    /// # Errors
    ///
    /// Everything that is wrong in it; TOML that cannot be read is left to the policy's own reader.
    pub fn read(&mut self, rules: Rules, text: &str) -> Result<(), Vec<SettingsError>> {
        let Ok(parsed) = toml_span::parse(text) else {
            return Ok(());
        };
        let Some(lint) = parsed.as_table().and_then(|root| root.get("lint")) else {
            return Ok(());
        };
        let mut errors = Vec::new();
        match lint.as_table() {
            Some(table) => self.table(rules, table, &mut errors),
            None => errors.push(SettingsError {
                at: lint.span.start,
                message: "`lint` must be a table: write [lint]".to_owned(),
            }),
        }
        if errors.is_empty() {
            Ok(())
        } else {
            Err(errors)
        }
    }

    fn table(&mut self, rules: Rules, table: &Table<'_>, errors: &mut Vec<SettingsError>) {
        // Groups first, so that a rule's own line wins over its group's.
        let (groups, others): (Vec<_>, Vec<_>) =
            table.iter().partition(|(key, _)| is_group(&key.name));
        for (key, value) in groups.into_iter().chain(others) {
            let at = key.span.start;
            let outcome = match key.name.as_ref() {
                "leftover-crates" => strings(value).map(|list| self.leftover_crates = list),
                "exclude" => strings(value).map(|list| self.exclude = list),
                "guarded-fields" => strings(value).map(|list| self.guarded_fields = list),
                "dependency" => {
                    CrateSource::read(value).map(|source| self.dependency = Some(source))
                }
                "baseline" => match value.as_str().filter(|file| !file.is_empty()) {
                    Some(file) => {
                        self.baseline = Some(PathBuf::from(file));
                        Ok(())
                    }
                    None => Err("`baseline` takes the name of a file".to_owned()),
                },
                name => self.entry(rules, name, value),
            };
            if let Err(message) = outcome {
                errors.push(SettingsError { at, message });
            }
        }
    }

    /// `timing-log = "deny"`, or `timing-log = { level = "deny", tests = true }`.
    pub(crate) fn entry(
        &mut self,
        rules: Rules,
        name: &str,
        value: &Value<'_>,
    ) -> Result<(), String> {
        match value.as_ref() {
            ValueInner::String(level) => self.set_level(rules, name, level_of(level)?),
            ValueInner::Table(table) => {
                for (key, value) in table {
                    match (key.name.as_ref(), value.as_ref()) {
                        ("level", ValueInner::String(level)) => {
                            self.set_level(rules, name, level_of(level)?)?;
                        }
                        ("tests", ValueInner::Boolean(tests)) => {
                            for rule in rules_of(rules, name)? {
                                self.in_tests.insert(rule.name, *tests);
                            }
                        }
                        _ => {
                            return Err(format!(
                                "`{name}` takes `level = \"warn\"` and `tests = true`, not `{}`",
                                key.name
                            ));
                        }
                    }
                }
                Ok(())
            }
            _ => Err(format!("`{name}` takes a level: {}", levels())),
        }
    }
}

fn is_group(name: &str) -> bool {
    name == "all" || Group::ALL.iter().any(|group| group.as_str() == name)
}

/// The rules that a name stands for: one, a group's, or all.
fn rules_of(rules: Rules, name: &str) -> Result<Vec<&'static Rule>, String> {
    if let Some(rule) = rules.find(name) {
        return Ok(vec![rule]);
    }
    if !is_group(name) {
        let groups = Group::ALL.iter().map(|group| group.as_str());
        let known = rules
            .iter()
            .map(|rule| rule.name)
            .chain(groups)
            .chain(["all"]);
        let hint = match scorer_instrument_policy::nearest(name, known) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "`cargo scorer-lint --list` shows them".to_owned(),
        };
        return Err(format!("there is no rule or group `{name}`: {hint}"));
    }
    Ok(rules
        .iter()
        .filter(|rule| name == "all" || rule.group.as_str() == name)
        .collect())
}

fn level_of(text: &str) -> Result<Level, String> {
    Level::parse(text).ok_or_else(|| format!("there is no level `{text}`: {}", levels()))
}

fn levels() -> String {
    let all: Vec<String> = Level::ALL
        .iter()
        .map(|level| format!("`{level}`"))
        .collect();
    all.join(", ")
}

fn strings(value: &Value<'_>) -> Result<Vec<String>, String> {
    const FORM: &str = "takes an array of strings";
    let array = value.as_array().ok_or(FORM)?;
    array
        .iter()
        .map(|item| {
            item.as_str()
                .map(str::to_owned)
                .ok_or_else(|| FORM.to_owned())
        })
        .collect()
}
