//! The dependencies and programs of a Cargo.toml.

use std::sync::Arc;

use crate::engine::cx::UnitCx;
use crate::engine::finding::Finding;
use crate::package::unit::TextFile;

use super::analyser::is_analyser;
use super::named::{LOGGERS, Named};
use super::release;
use crate::package::manifest::{Dependency, DependencyTable, Manifest};
use crate::package::superseded::SUPERSEDED;
use crate::rule::Rule;

/// Crates that are fit while something uses them.
const FIT_IN_USE: &[&str] = &["pprof"];

pub(super) fn check(cx: &UnitCx<'_>, rule: &'static Rule, file: &TextFile, manifest: &Manifest) {
    // What `cargo hakari` wrote is there to join features, and no source names any of it.
    // <https://docs.rs/cargo-hakari>
    if file.text.contains("BEGIN HAKARI SECTION") {
        return;
    }
    let dependencies = &manifest.dependencies;
    for dependency in dependencies {
        if let Some(mut wrong) = judge(cx, dependency, dependencies) {
            wrong.is_unused &= !manifest.is_in_features(&dependency.package);
            report(cx, rule, file, dependency, wrong);
        }
    }
    if cx.unit.lock.is_none() {
        for kind in [DependencyTable::Normal, DependencyTable::Workspace] {
            let of_kind = dependencies
                .iter()
                .filter(|dependency| dependency.kind == kind);
            releases(cx, rule, file, of_kind);
        }
    }
    for (name, place) in &manifest.programs {
        if is_analyser(name) && manifest.package.as_ref() != Some(name) {
            let message = format!(
                "the program `{name}` reads from logs what traces and their percentiles show"
            );
            let path = Arc::new(file.path.clone());
            let finding = Finding::new(rule, &path, place.clone(), message)
                .names([name])
                .help("remove this `[[bin]]` and its source");
            cx.report(finding);
        }
    }
}

/// What is wrong with a dependency.
struct Wrong {
    message: String,
    /// The crates that the message names beside it.
    beside: &'static [&'static str],
    /// Whether no source names it.
    is_unused: bool,
}

impl Wrong {
    fn new(message: String, is_unused: bool) -> Self {
        Self {
            message,
            beside: &[],
            is_unused,
        }
    }
}

fn judge(cx: &UnitCx<'_>, dependency: &Dependency, all: &[Dependency]) -> Option<Wrong> {
    let name = dependency.package.as_str();
    let plain = name.replace('-', "_");
    let in_sources = cx
        .facts::<Named>()
        .is_some_and(|named| named.0.contains(&plain));
    let is_named = dependency.renamed || in_sources;
    // What the sources of the package do not name is unused, if all of them were read.
    let is_unused = !is_named
        && cx.unit.complete
        && !cx.unit.sources.is_empty()
        && dependency.kind != DependencyTable::Workspace;
    let same = |listed: &str| listed.replace('_', "-") == name.replace('_', "-");
    // Tests, benches and examples may draw what they like.
    if dependency.kind == DependencyTable::Dev && is_named {
        return None;
    }
    if let Some((_, instead)) = SUPERSEDED.iter().find(|(gone, _)| *gone == name) {
        return Some(Wrong::new(
            format!("`{name}` is left over: {instead}"),
            is_unused && name != "opentelemetry-jaeger",
        ));
    }
    if cx
        .settings
        .leftover_crates
        .iter()
        .any(|listed| same(listed))
    {
        return Some(Wrong::new(
            format!("`{name}` is on the team's list of crates to remove"),
            false,
        ));
    }
    if !LOGGERS.contains(&name) && !FIT_IN_USE.contains(&name)
        || dependency.kind == DependencyTable::Workspace
    {
        return None;
    }
    // The macro of this crate names the logger in what it writes.
    let by_macro = dependency.kind == DependencyTable::Dev
        && all.iter().any(|other| other.package == "test-log");
    if is_unused && !by_macro {
        return Some(Wrong::new(
            format!("`{name}` is left over: no source names it"),
            true,
        ));
    }
    let beside = all.iter().any(|other| {
        matches!(other.kind, DependencyTable::Normal)
            && matches!(
                other.package.as_str(),
                "tracing-subscriber" | "scorer-instrument"
            )
    });
    (LOGGERS.contains(&name) && dependency.kind == DependencyTable::Normal && beside).then(|| Wrong {
        message: format!("`{name}` is a second logger beside `tracing-subscriber`, which takes `log`'s records too"),
        beside: &["tracing-subscriber", "log"],
        is_unused: false,
    })
}

fn report(
    cx: &UnitCx<'_>,
    rule: &'static Rule,
    file: &TextFile,
    dependency: &Dependency,
    wrong: Wrong,
) {
    let path = Arc::new(file.path.clone());
    let place = dependency.place.clone();
    let names = [dependency.package.as_str()].into_iter();
    let mut finding = Finding::new(rule, &path, place, wrong.message)
        .names(names.chain(wrong.beside.iter().copied()))
        .help("remove this dependency, and the code that uses it");
    // A feature may name an optional one.
    if wrong.is_unused
        && !dependency.optional
        && let Some(line) = line_of(&file.text, dependency)
    {
        finding = finding.fix(line, "", true);
    }
    cx.report(finding);
}

/// The lines of an entry that has them to itself.
fn line_of(text: &str, dependency: &Dependency) -> Option<std::ops::Range<usize>> {
    let start = text
        .get(..dependency.place.start)?
        .rfind('\n')
        .map_or(0, |newline| newline + 1);
    let head = text.get(start..)?.lines().next()?.trim();
    if head.starts_with('[') {
        return table(text, start, &dependency.package);
    }
    let rest = text.get(dependency.value.end..)?;
    let rest = rest.split_inclusive('\n').next().unwrap_or_default();
    let is_alone = head.starts_with(&dependency.package)
        && dependency.value.start >= start
        && (rest.trim().trim_start_matches(['"', '\'']).is_empty() || rest.trim().starts_with('#'));
    is_alone.then(|| start..dependency.value.end + rest.len())
}

/// The lines of `[dependencies.NAME]`, up to what belongs to the next table.
fn table(text: &str, start: usize, name: &str) -> Option<std::ops::Range<usize>> {
    let body = text.get(start..)?;
    let head = body.lines().next()?.split('#').next()?.trim();
    let is_own = head.ends_with(&format!("dependencies.{name}]")) && !head.starts_with("[[");
    let is_divided = text.contains(&format!("dependencies.{name}."));
    let (mut at, mut end) = (0, 0);
    for line in body.split_inclusive('\n') {
        if at > 0 && line.starts_with('[') {
            break;
        }
        at += line.len();
        let trimmed = line.trim();
        if !trimmed.is_empty() && !trimmed.starts_with('#') {
            end = at;
        }
    }
    // The blank line that parts it from the next table goes with it.
    let blank = body.get(end..)?.split_inclusive('\n').next();
    let end = match blank {
        Some(blank) if blank.trim().is_empty() => end + blank.len(),
        _ => end,
    };
    (is_own && !is_divided).then_some(start..start + end)
}

/// Crates of OpenTelemetry that belong to another release than `opentelemetry` itself.
fn releases<'a>(
    cx: &UnitCx<'_>,
    rule: &'static Rule,
    file: &TextFile,
    dependencies: impl Iterator<Item = &'a Dependency>,
) {
    let of: Vec<(&Dependency, u32)> = dependencies
        .filter_map(|dependency| {
            Some((
                dependency,
                release::of(&dependency.package, dependency.version.as_deref()?)?,
            ))
        })
        .collect();
    let Some((_, own)) = of
        .iter()
        .find(|(dependency, _)| dependency.package == "opentelemetry")
    else {
        return;
    };
    for (dependency, release) in of.iter().filter(|(_, release)| release != own) {
        let name = dependency.package.as_str();
        let message = format!(
            "this version of `{name}` belongs to `opentelemetry` 0.{release}, but 0.{own} is used as well: neither sees what the other records"
        );
        let path = Arc::new(file.path.clone());
        let finding = Finding::new(rule, &path, dependency.place.clone(), message)
            .names([name, "opentelemetry"])
            .help(format!(
                "use OpenTelemetry's crates of one release: 0.{}",
                release.max(own)
            ));
        cx.report(finding);
    }
}
