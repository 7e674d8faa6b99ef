//! Providers that export: where they are built, and who is handed them.

use crate::analysis::set_up;
use crate::engine::cx::Cx;
use crate::source::{Call, File};

use super::seen::Provider;
use super::telling::{NEAR, last_token};

/// Words of a function that give a provider something to export.
const EXPORTS: [&str; 6] = [
    "with_batch_exporter",
    "with_simple_exporter",
    "with_span_processor",
    "with_log_processor",
    "with_reader",
    "with_periodic_exporter",
];

pub(super) fn providers(cx: &Cx<'_>) -> Vec<Provider> {
    let file = cx.file;
    let mut found = Vec::new();
    for at in file.hits_of(&[
        "TracerProvider",
        "SdkTracerProvider",
        "LoggerProvider",
        "SdkLoggerProvider",
        "MeterProvider",
        "SdkMeterProvider",
        "install_batch",
    ]) {
        let is_built = if file.word(at) == "install_batch" {
            Call::at(file, at).is_some()
        } else {
            file.is_path_separator(at + 1)
                && file.is_word(at + 3, "builder")
                && has_exporter(file, at)
        };
        if is_built && !cx.is_test(at) {
            found.push(Provider {
                site: cx.site(&(at..at + 1)),
                name: file.word(at).to_owned(),
                handed_on: is_handed_on(file, at),
                is_let_go: is_let_go(file, at),
            });
        }
    }
    found
}

fn has_exporter(file: &File, at: u32) -> bool {
    let around = match file
        .function_at(at)
        .and_then(|function| function.body.clone())
    {
        Some(body) => body.start.max(at.saturating_sub(NEAR))..body.end.min(at + NEAR),
        None => at..last_token(file, at),
    };
    let mut exports = false;
    for word in around.map(|at| file.word(at)) {
        // Somebody comes and fetches, or looks.
        if matches!(word, "opentelemetry_prometheus" | "ManualReader")
            || word.starts_with("InMemory")
        {
            return false;
        }
        exports |= EXPORTS.contains(&word);
    }
    exports
}

/// Whether a provider is bound to a local that only the globals and its own tracers are given, or is handed to a global at once.
fn is_let_go(file: &File, at: u32) -> bool {
    let Some(body) = file
        .function_at(at)
        .and_then(|function| function.body.clone())
    else {
        return false;
    };
    // A processor of the package's own may be flushed by itself.
    let batches = body.clone().any(|at| {
        matches!(
            file.word(at),
            "BatchSpanProcessor"
                | "BatchLogProcessor"
                | "with_batch_exporter"
                | "with_periodic_exporter"
                | "PeriodicReader"
        )
    });
    if !batches {
        return false;
    }
    if set_up::around(file, at)
        .take(3)
        .filter_map(|open| set_up::called(file, open))
        .any(|name| is_global(file.word(name)))
    {
        return true;
    }
    let from = body.start.max(at.saturating_sub(12));
    let Some(keyword) = (from..at)
        .rev()
        .take_while(|before| !matches!(file.token(*before).byte, b';' | b'{' | b'}'))
        .find(|before| file.is_word(*before, "let"))
    else {
        return false;
    };
    let mut local = keyword + 1;
    if file.is_word(local, "mut") {
        local += 1;
    }
    let name = file.word(local);
    let (mut is_global_one, mut is_kept) = (false, false);
    for used in last_token(file, at)..body.end {
        if !file.is_word(used, name) || file.is(used.saturating_sub(1), b'.') {
            continue;
        }
        let makes = file.is(used + 1, b'.')
            && (file.word(used + 2).starts_with("tracer")
                || file.word(used + 2).starts_with("meter"));
        let given = set_up::around(file, used)
            .next()
            .filter(|open| file.is(*open, b'('))
            .and_then(|open| set_up::called(file, open));
        match given {
            _ if makes => {}
            Some(callee) if is_global(file.word(callee)) => is_global_one = true,
            _ => is_kept = true,
        }
    }
    is_global_one && !is_kept
}

/// What sets a provider for the whole process.
fn is_global(name: &str) -> bool {
    matches!(
        name,
        "set_tracer_provider" | "set_meter_provider" | "set_logger_provider"
    )
}

fn is_handed_on(file: &File, at: u32) -> bool {
    file.function_at(at).is_some_and(|function| {
        function.output.clone().any(|at| {
            let word = file.word(at);
            word == "Self"
                || ["Provider", "Guard", "Handle", "Telemetry", "Shutdown", "Fn"]
                    .iter()
                    .any(|part| word.contains(part))
        })
    })
}
