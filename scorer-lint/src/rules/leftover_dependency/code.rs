//! Code that goes with leftover crates: flame graphs, and programs that read logs.

use std::path::Path;

use crate::engine::cx::Cx;
use crate::source::path::path_end;
use crate::source::{Call, CallKind};

use super::analyser::is_analyser;
use crate::rule::Rule;

/// `FlameLayer::with_file(..)`, `inferno::flamegraph::from_reader(..)`.
pub(super) fn calls(cx: &Cx<'_>, rule: &'static Rule) {
    let file = cx.file;
    for at in file.hits_of(&["FlameLayer", "inferno", "tracing_flame", "flamegraph"]) {
        if at >= 2 && file.is_path_separator(at - 2) {
            continue;
        }
        let Some(call) = Call::at(file, path_end(file, at)) else {
            continue;
        };
        let path = call.resolved(file);
        let draws = path.starts_with("inferno::") && !path.contains("Options");
        let records = path.starts_with("tracing_flame::") || path.starts_with("FlameLayer::");
        if call.kind != CallKind::Function || !(draws || records) {
            continue;
        }
        let what = path.rsplit("::").take(2).collect::<Vec<_>>();
        let name: Vec<&str> = what.into_iter().rev().collect();
        let message = format!(
            "`{}` is part of flame graphs, which traces have replaced",
            name.join("::")
        );
        let finding = cx
            .at(rule, &(at..call.name + 1), message)
            .help("remove it and its crate; spans show where time goes");
        cx.report(finding);
    }
}

/// A program in `src/bin` that no manifest's `[[bin]]` names.
pub(super) fn program(cx: &Cx<'_>, rule: &'static Rule) {
    let Some(name) = program_name(&cx.path).filter(|name| is_analyser(name)) else {
        return;
    };
    if cx
        .code
        .manifest
        .is_some_and(|manifest| manifest.names_program(name))
    {
        return;
    }
    let is_main = |at: &u32| *at > 0 && cx.file.word(*at - 1) == "fn";
    if let Some(at) = cx.file.hits("main").find(is_main) {
        let message =
            format!("the program `{name}` reads from logs what traces and their percentiles show");
        cx.report(cx.at_token(rule, at, message).help("remove the program"));
    }
}

/// `analyze_logs` of `src/bin/analyze_logs.rs` and of `src/bin/analyze_logs/main.rs`.
fn program_name(path: &Path) -> Option<&str> {
    let stem = path.file_stem()?.to_str()?;
    let folder = path.parent()?;
    let (name, folder) = match folder.file_name()?.to_str()? {
        "bin" => (stem, folder),
        name if stem == "main" => (name, folder.parent()?),
        _ => return None,
    };
    folder.ends_with("src/bin").then_some(name)
}
