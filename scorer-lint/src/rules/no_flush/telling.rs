//! What tells telemetry from the rest, and where a statement ends.

use crate::engine::cx::Cx;
use crate::source::{File, next};

/// How much of the code around a provider is read.
pub(super) const NEAR: u32 = 2000;

/// Whether a name speaks of telemetry.
pub(super) fn is_telling(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [
        "telemetry",
        "otel",
        "tracer",
        "tracing",
        "traces",
        "provider",
        "observability",
        "meter",
        "logger",
    ]
    .iter()
    .any(|part| name.contains(part))
}

/// Whether a guard is telemetry's: by its name, its value, or what the file imports.
pub(super) fn is_telemetry(cx: &Cx<'_>, guard: u32) -> bool {
    let file = cx.file;
    let word = file.word(guard);
    if is_telling(word)
        || ["log", "worker", "flush", "appender"]
            .iter()
            .any(|part| word.contains(part))
    {
        return true;
    }
    if let Some(value) = cx.flow_at(guard).bound_to(word, guard) {
        return value
            .clone()
            .any(|at| is_telling(file.word(at)) || file.is_word(at, "non_blocking"));
    }
    // One half of a pair: `let (writer, guard) = tracing_appender::non_blocking(..)`.
    let around = guard.saturating_sub(NEAR)..guard;
    around
        .rev()
        .any(|at| matches!(file.word(at), "non_blocking" | "tracing_appender"))
}

/// The `;` that ends the statement around a token, or where its block ends.
pub(super) fn last_token(file: &File, at: u32) -> u32 {
    let mut at = at;
    while at < file.len() && !matches!(file.token(at).byte, b';' | b'}') {
        at = next(file, at);
    }
    at.min(file.len())
}
