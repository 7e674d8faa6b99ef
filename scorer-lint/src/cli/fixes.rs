//! `--fix`: mends in memory, asks git, writes, and says on standard error what was done.

use std::io::Write;
use std::path::PathBuf;

use crate::engine::counted::counted;
use crate::engine::dropped::Dropped;
use crate::engine::registry::Registry;
use crate::fix::{self, Fixed};
use crate::output::{self, Style};

use super::failure::Failure;
use super::linting::{Linted, gather, lint};
use super::options::{Mending, Options};

/// Mends what is asked for, or shows it; then what is left.
pub(super) fn fix(
    registry: &'static Registry,
    options: &Options,
    style: Style,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
) -> Result<Linted, Failure> {
    let (mut units, mut problems) = gather(registry.rules(), options, None)?;
    let wanted = &options.mending;
    let mut fixed = fix::fix(registry, &mut units, wanted.unsafe_too);
    let mut outcome = std::mem::take(&mut fixed.outcome);
    if wanted.dry_run {
        let hides = output::diff(&fixed.files, &units, style, stdout)?;
        if hides {
            say(
                stderr,
                "a secret is hidden in the diff: it is for reading only",
            );
        }
        problems.append(&mut outcome.problems);
    } else {
        refuse_unsaved(wanted, &fixed)?;
        refuse_unwritable(&fixed)?;
        let mut unwritten = Vec::new();
        fixed.files.retain(|file| match fix::replace(file) {
            Ok(()) => true,
            Err(problem) => {
                unwritten.push(problem);
                false
            }
        });
        // What is told from here on is what stands in the files.
        (units, problems, outcome) = lint(registry, options, None)?;
        problems.extend(unwritten);
    }
    problems.append(&mut fixed.problems);
    for finding in &mut outcome.findings {
        for left in &fixed.left {
            left.note(finding);
        }
    }
    let more = outcome.findings.iter().filter(|finding| {
        let is_unsafe = finding.fix.as_ref().is_some_and(|fix| !fix.safe);
        is_unsafe && !wanted.unsafe_too
    });
    say(stderr, &summary(&fixed, wanted.dry_run, more.count()));
    for line in dropped(&fixed) {
        say(stderr, &line);
    }
    for (manifest, line) in &fixed.missing {
        say(
            stderr,
            &format!(
                "fixes wait for a crate: add `{line}` to {}, or say where it comes from by `dependency` under `[lint]` in scorer-instrument.toml",
                manifest.display()
            ),
        );
    }
    Ok((units, problems, outcome))
}

/// Fixed sources and the dependency that they need come together or not at all.
fn refuse_unwritable(fixed: &Fixed) -> Result<(), Failure> {
    let refused = fixed
        .files
        .iter()
        .filter_map(|file| fix::replaceable(file).err());
    let refused: Vec<String> = refused.map(|problem| problem.to_string()).collect();
    if refused.is_empty() {
        return Ok(());
    }
    Err(Failure::Message(format!(
        "nothing was written: {}",
        refused.join("; ")
    )))
}

/// What git could not give back is not overwritten unasked.
fn refuse_unsaved(wanted: &Mending, fixed: &Fixed) -> Result<(), Failure> {
    if wanted.allow_dirty && wanted.allow_no_vcs {
        return Ok(());
    }
    let unsaved = fix::unsaved(&fixed.files);
    if !unsaved.unknown.is_empty() && !wanted.allow_no_vcs {
        return Err(Failure::Message(format!(
            "nothing was written: git does not keep {}, so that fixes could not be taken back; add `--allow-no-vcs` to write all the same",
            named(&unsaved.unknown)
        )));
    }
    if !unsaved.dirty.is_empty() && !wanted.allow_dirty {
        return Err(Failure::Message(format!(
            "nothing was written: git does not have what {} now; commit or stage that, or add `--allow-dirty`",
            match unsaved.dirty.len() {
                1 => format!("{} holds", named(&unsaved.dirty)),
                _ => format!("{} hold", named(&unsaved.dirty)),
            }
        )));
    }
    Ok(())
}

/// `src/a.rs`, `src/b.rs` and 3 more.
fn named(paths: &[PathBuf]) -> String {
    const SHOWN: usize = 3;
    let shown: Vec<String> = paths
        .iter()
        .take(SHOWN)
        .map(|path| format!("`{}`", path.display()))
        .collect();
    let shown = shown.join(", ");
    match paths.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// `fixed 12 findings in 4 files; 3 more with --unsafe-fixes`.
fn summary(fixed: &Fixed, dry_run: bool, more: usize) -> String {
    let done = if fixed.files.is_empty() {
        "nothing to fix".to_owned()
    } else {
        let findings = fixed.files.iter().map(|file| file.findings).sum();
        let verb = if dry_run { "would fix" } else { "fixed" };
        format!(
            "{verb} {} in {}",
            counted(findings, "finding"),
            counted(fixed.files.len(), "file")
        )
    };
    match more {
        0 => done,
        _ => format!("{done}; {more} more with --unsafe-fixes"),
    }
}

/// What is recorded no more, by type and count, and what would keep it.
fn dropped(fixed: &Fixed) -> Vec<String> {
    let line = |(dropped, count): (&Dropped, &usize)| {
        let Dropped { of, kept_by } = dropped;
        let count = counted(*count, "time");
        format!("recorded no more: `{of}`, {count}: {kept_by}")
    };
    fixed.dropped.iter().map(line).collect()
}

fn say(stderr: &mut dyn Write, message: &str) {
    // There is nobody to tell when standard error is closed, too.
    let _ = writeln!(stderr, "{message}");
}
