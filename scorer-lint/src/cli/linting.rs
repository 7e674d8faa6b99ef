//! From options to findings: what is read, under which levels, and what rules find in it.

use crate::engine::registry::Registry;
use crate::engine::run::{self, Outcome};
use crate::package::problem::Problem;
use crate::package::settings::Settings;
use crate::package::unit::{TextFile, Unit};
use crate::package::workspace::{self, Selection};
use crate::rule::Rules;

use super::failure::Failure;
use super::options::Options;

/// Packages, what could not be read of them, and what rules find in them.
pub(super) type Linted = (Vec<Unit>, Vec<Problem>, Outcome);

pub(super) fn lint(
    registry: &'static Registry,
    options: &Options,
    given: Option<TextFile>,
) -> Result<Linted, Failure> {
    let (units, mut problems) = gather(registry.rules(), options, given)?;
    let mut outcome = run::lint(registry, &units);
    problems.append(&mut outcome.problems);
    Ok((units, problems, outcome))
}

/// What is to be read, with the levels that the options set.
pub(super) fn gather(
    rules: Rules,
    options: &Options,
    given: Option<TextFile>,
) -> Result<(Vec<Unit>, Vec<Problem>), Failure> {
    let selection = Selection {
        paths: options.paths.clone(),
        manifest_path: options.manifest_path.clone(),
        workspace: options.workspace,
        packages: options.packages.clone(),
        given,
    };
    let (mut units, problems) = workspace::collect(rules, &selection);
    for unit in &mut units {
        adjust(rules, &mut unit.settings, options)?;
    }
    Ok((units, problems))
}

/// Sets the levels that the options ask for.
pub(super) fn adjust(
    rules: Rules,
    settings: &mut Settings,
    options: &Options,
) -> Result<(), Failure> {
    for (rule, level) in &options.level {
        settings.set_level(rules, rule, *level)?;
    }
    if !options.only.is_empty() {
        settings.only(rules, &options.only)?;
    }
    if let Some(level) = options.deny {
        settings.deny_from(rules, level);
    }
    Ok(())
}
