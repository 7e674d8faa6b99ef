//! What a file tells of providers: where they are built, where they are flushed, who runs on Lambda.

use std::path::PathBuf;
use std::sync::Arc;

use crate::cx::Cx;
use crate::facts::Site;
use crate::source::{Call, CallKind, File, Kind, Tokens, Word, next};

/// Where telemetry is built, flushed and left.
#[derive(Debug, Default)]
pub struct Flushing {
    pub(super) has_main: bool,
    pub(super) providers: Vec<Provider>,
    pub(super) flushes: Vec<Flush>,
    pub(super) lambdas: Vec<Lambda>,
    pub(super) ways_out: Vec<WayOut>,
}

/// A provider that exports.
#[derive(Debug)]
pub(super) struct Provider {
    pub(super) site: Site,
    /// `SdkTracerProvider`.
    pub(super) name: String,
    /// Whether the function that builds it returns it, or something that holds it.
    pub(super) handed_on: bool,
}

/// A flush or a shutdown of a provider.
#[derive(Debug)]
pub(super) struct Flush {
    pub(super) path: Arc<PathBuf>,
    pub(super) at: u32,
    /// Whether it is a flush that the provider outlives.
    pub(super) forced: bool,
    /// Whether it stands in an `impl Drop`.
    pub(super) in_drop: bool,
}

/// `lambda_runtime::run(..)`.
#[derive(Debug)]
pub(super) struct Lambda {
    pub(super) site: Site,
    /// What comes when it has ended.
    pub(super) rest: Tokens,
}

/// A way out of a function past its flush.
#[derive(Debug)]
pub(super) struct WayOut {
    pub(super) site: Site,
    pub(super) way: Way,
    pub(super) function: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// `?` or `return`.
    Return,
    /// `std::process::exit`.
    Exit,
}

impl Flushing {
    pub(super) fn read(cx: &Cx<'_>) -> Self {
        let is_main = |at: u32| at > 0 && cx.file.token(at - 1).word == Word::Fn && !cx.is_test(at);
        Self {
            has_main: cx.file.hits(Word::Main).any(is_main),
            providers: providers(cx),
            flushes: flushes(cx),
            lambdas: lambdas(cx),
            ways_out: Vec::new(),
        }
    }

    /// Adds another file's.
    pub fn extend(&mut self, other: Self) {
        self.has_main |= other.has_main;
        self.providers.extend(other.providers);
        self.flushes.extend(other.flushes);
        self.lambdas.extend(other.lambdas);
        self.ways_out.extend(other.ways_out);
    }
}

/// Words of a function that give a provider something to export.
const EXPORTS: [&str; 6] = [
    "with_batch_exporter",
    "with_simple_exporter",
    "with_span_processor",
    "with_log_processor",
    "with_reader",
    "with_periodic_exporter",
];

fn providers(cx: &Cx<'_>) -> Vec<Provider> {
    let file = cx.file;
    let mut found = Vec::new();
    for at in file.hits_of(&[
        Word::TracerProvider,
        Word::SdkTracerProvider,
        Word::LoggerProvider,
        Word::SdkLoggerProvider,
        Word::MeterProvider,
        Word::SdkMeterProvider,
        Word::InstallBatch,
    ]) {
        let is_built = if file.token(at).word == Word::InstallBatch {
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

/// How much of the code around a provider is read.
const NEAR: u32 = 2000;

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

fn flushes(cx: &Cx<'_>) -> Vec<Flush> {
    let file = cx.file;
    let mut found = Vec::new();
    for at in file.hits_of(&[
        Word::Shutdown,
        Word::ShutdownWithTimeout,
        Word::ForceFlush,
        Word::ShutdownTracerProvider,
        Word::ShutdownLoggerProvider,
        Word::ShutdownMeterProvider,
    ]) {
        if is_flush(file, at) && !cx.is_test(at) {
            found.push(Flush {
                path: Arc::clone(&cx.path),
                at,
                forced: file.token(at).word == Word::ForceFlush,
                in_drop: file
                    .function_at(at)
                    .is_some_and(|function| file.is_word(function.name, "drop")),
            });
        }
    }
    found
}

/// What else is shut down in a service.
const OTHERS: [&str; 40] = [
    "server",
    "srv",
    "http",
    "grpc",
    "runtime",
    "rt",
    "socket",
    "sock",
    "stream",
    "tcp",
    "pool",
    "listener",
    "handle",
    "scheduler",
    "worker",
    "workers",
    "consumer",
    "producer",
    "client",
    "db",
    "database",
    "queue",
    "actor",
    "executor",
    "app",
    "service",
    "conn",
    "connection",
    "tx",
    "rx",
    "sender",
    "signal",
    "token",
    "writer",
    "cache",
    "redis",
    "kafka",
    "jobs",
    "manager",
    "system",
];

/// Whether `shutdown`, `force_flush` or the like is a provider's here.
fn is_flush(file: &File, at: u32) -> bool {
    let word = file.token(at).word;
    let is_method = at > 0 && file.is(at - 1, b'.');
    let is_path = at >= 3 && file.is_path_separator(at - 2);
    let of_provider = is_path && file.word(at - 3).contains("Provider");
    if !file.is(at + 1, b'(') {
        // Handed on by name: `.map(SdkTracerProvider::shutdown)`.
        let is_value = matches!(file.token(at + 1).byte, b')' | b',');
        return is_value && is_path && (word != Word::Shutdown || of_provider);
    }
    if at > 0 && file.token(at - 1).word == Word::Fn {
        return false;
    }
    match word {
        Word::Shutdown if is_method => {
            let end = file.mate(at + 1);
            if end > at + 2 {
                return false;
            }
            let names = receiver(file, at - 1);
            let awaits = file.is(end + 1, b'.') && file.is_word(end + 2, "await");
            let last = names.first().copied().unwrap_or_default();
            let last = last.rsplit('_').next().unwrap_or_default();
            names.iter().any(|name| is_telling(name)) || !awaits && !OTHERS.contains(&last)
        }
        Word::Shutdown => of_provider,
        Word::ShutdownWithTimeout => of_provider || is_method,
        _ => true,
    }
}

/// The names that lead to a dot, the last one first: `provider`, `self` of `self.provider.shutdown()`.
fn receiver(file: &File, dot: u32) -> Vec<&str> {
    let mut names = Vec::new();
    let mut at = dot;
    for _ in 0..64 {
        let Some(before) = at.checked_sub(1) else {
            break;
        };
        let was_name = file.token(at).kind == Kind::Ident;
        at = before;
        match file.token(at).kind {
            Kind::Ident if !was_name => names.push(file.word(at)),
            Kind::Close if !file.is(at, b'}') => at = file.mate(at).min(at),
            Kind::Punct if matches!(file.token(at).byte, b'.' | b'?' | b':') => {}
            _ => break,
        }
    }
    names
}

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

fn lambdas(cx: &Cx<'_>) -> Vec<Lambda> {
    let file = cx.file;
    let mut found = Vec::new();
    if file
        .hits_of(&[Word::LambdaRuntime, Word::LambdaHttp])
        .is_empty()
    {
        return found;
    }
    for at in file.hits_of(&[Word::Run, Word::RunWithStreamingResponse, Word::Runtime]) {
        let name = super::super::set_up::path_end(file, at);
        let Some(call) = Call::at(file, name) else {
            continue;
        };
        let path = call.resolved(file);
        if call.kind == CallKind::Function
            && (path.starts_with("lambda_runtime::") || path.starts_with("lambda_http::"))
            && !cx.is_test(at)
        {
            let end = last_token(file, call.whole.end);
            let body = file
                .function_at(at)
                .and_then(|function| function.body.clone());
            found.push(Lambda {
                site: cx.site(&(at..at + 1)),
                rest: end..body.map_or(end, |body| body.end.max(end)),
            });
        }
    }
    found
}

/// The `;` that ends the statement around a token, or where its block ends.
pub(super) fn last_token(file: &File, at: u32) -> u32 {
    let mut at = at;
    while at < file.len() && !matches!(file.token(at).byte, b';' | b'}') {
        at = next(file, at);
    }
    at.min(file.len())
}
