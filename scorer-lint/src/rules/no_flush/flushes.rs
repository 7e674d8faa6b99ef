//! Flushes and shutdowns of providers, as against those of a server or a pool.

use std::sync::Arc;

use crate::engine::cx::Cx;
use crate::source::{File, TokenKind};

use super::seen::Flush;
use super::telling::is_telling;

pub(super) fn flushes(cx: &Cx<'_>) -> Vec<Flush> {
    let file = cx.file;
    let mut found = Vec::new();
    for at in file.hits_of(&[
        "shutdown",
        "shutdown_with_timeout",
        "force_flush",
        "shutdown_tracer_provider",
        "shutdown_logger_provider",
        "shutdown_meter_provider",
    ]) {
        if is_flush(file, at) && !cx.is_test(at) {
            found.push(Flush {
                path: Arc::clone(&cx.path),
                at,
                global: GLOBALS.iter().copied().find(|name| file.is_word(at, name)),
                forced: file.word(at) == "force_flush",
                in_drop: file
                    .function_at(at)
                    .is_some_and(|function| file.is_word(function.name, "drop")),
            });
        }
    }
    found
}

/// What ends the provider that is set for the whole process; there is none for metrics any more.
const GLOBALS: [&str; 3] = [
    "shutdown_tracer_provider",
    "shutdown_logger_provider",
    "shutdown_meter_provider",
];

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
    let word = file.word(at);
    let is_method = at > 0 && file.is(at - 1, b'.');
    let is_path = at >= 3 && file.is_path_separator(at - 2);
    let of_provider = is_path && file.word(at - 3).contains("Provider");
    if !file.is(at + 1, b'(') {
        // Handed on by name: `.map(SdkTracerProvider::shutdown)`.
        let is_value = matches!(file.token(at + 1).byte, b')' | b',');
        return is_value && is_path && (word != "shutdown" || of_provider);
    }
    if at > 0 && file.word(at - 1) == "fn" {
        return false;
    }
    match word {
        "shutdown" if is_method => {
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
        "shutdown" => of_provider,
        "shutdown_with_timeout" => of_provider || is_method,
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
        let was_name = file.token(at).kind == TokenKind::Ident;
        at = before;
        match file.token(at).kind {
            TokenKind::Ident if !was_name => names.push(file.word(at)),
            TokenKind::Close if !file.is(at, b'}') => at = file.mate(at).min(at),
            TokenKind::Punct if matches!(file.token(at).byte, b'.' | b'?' | b':') => {}
            _ => break,
        }
    }
    names
}
