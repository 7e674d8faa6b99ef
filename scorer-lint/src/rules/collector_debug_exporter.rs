//! A collector that writes everything it receives into its own log.

use std::sync::Arc;

use crate::engine::check::{Check, Entry};
use crate::engine::cx::UnitCx;
use crate::engine::finding::Finding;
use crate::package::unit::TextFile;
use crate::package::yaml::{self, Node};
use crate::rule::{Group, Level, Precision, Reach, Rule, Standing};

/// The rule.
pub static RULE: Rule = Rule {
    name: "collector-debug-exporter",
    group: Group::SetUp,
    level: Level::Warn,
    in_tests: false,
    // Nobody knows what of whole spans a collector prints.
    standing: Standing::logged(Precision::VeryHigh, "4.3"),
    reach: Reach::Statement,
    page: include_str!("../../docs/rules/collector-debug-exporter.md"),
};

/// What the engine calls for it.
pub static ENTRY: Entry = Entry {
    rule: &RULE,
    words: &[],
    helpers: &[],
    checks: &[Check::Unit(check)],
};

fn check(cx: &UnitCx<'_>) {
    for file in &cx.unit.yaml {
        if !file.text.contains("exporters") {
            continue;
        }
        let documents = yaml::read(&file.text);
        let mut work: Vec<&Node> = documents.iter().collect();
        while let Some(node) = work.pop() {
            match (
                node.get("exporters"),
                node.get("service"),
                node.get("receivers"),
            ) {
                (Some(exporters), Some(service), _) if service.get("pipelines").is_some() => {
                    let used = |id: &str| is_used(service, id);
                    detailed(cx, file, exporters, &used);
                }
                // A part of a configuration whose pipelines stand elsewhere.
                (Some(exporters), None, Some(_)) => detailed(cx, file, exporters, &|_| true),
                _ => work.extend(node.parts()),
            }
        }
    }
}

/// Whether a pipeline sends to an exporter, as far as the file tells.
fn is_used(service: &Node, id: &str) -> bool {
    let pipelines = service
        .get("pipelines")
        .map(Node::entries)
        .unwrap_or_default();
    pipelines
        .iter()
        .filter_map(|(_, pipeline)| pipeline.get("exporters"))
        .any(|exporters| {
            let is_alias = exporters.text().is_some_and(|text| text.starts_with('*'));
            is_alias || exporters.parts().iter().any(|part| part.text() == Some(id))
        })
}

fn detailed(cx: &UnitCx<'_>, file: &TextFile, exporters: &Node, is_used: &dyn Fn(&str) -> bool) {
    for (id, exporter) in exporters.entries() {
        let kind = id.split('/').next().unwrap_or_default();
        if !matches!(kind, "debug" | "logging") || !is_used(id) {
            continue;
        }
        let settings = [
            ("verbosity", "detailed", "basic"),
            ("loglevel", "debug", "info"),
            ("logLevel", "debug", "info"),
        ];
        for (key, loud, quiet) in settings {
            let Some(value) = exporter.get(key) else {
                continue;
            };
            if !value
                .text()
                .is_some_and(|text| text.eq_ignore_ascii_case(loud))
            {
                continue;
            }
            let path = Arc::new(file.path.clone());
            let message = format!(
                "exporter `{id}` writes every attribute of every span into the collector's log"
            );
            let finding = Finding::new(&RULE, &path, value.bytes.clone(), message)
                .names([id])
                .help(format!(
                    "write `{key}: {quiet}`, or take `{id}` out of the pipelines"
                ))
                .fix(value.bytes.clone(), quiet, true);
            cx.report(finding);
        }
    }
}
