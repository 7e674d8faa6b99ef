//! Providers that export: where they are built, and who is handed them.

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
