//! What a file tells of providers: where they are built, where they are flushed, who runs on Lambda.

use std::path::PathBuf;
use std::sync::Arc;

use crate::engine::cx::Cx;
use crate::engine::facts::{Fact, Site};
use crate::source::path::path_end;
use crate::source::{Call, CallKind, Tokens};

use super::flushes::flushes;
use super::providers::providers;
use super::telling::last_token;

/// Where telemetry is built, flushed and left.
#[derive(Debug, Default)]
pub(super) struct Flushing {
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
    /// Whether nothing keeps it but OpenTelemetry's own globals, and its tracers.
    pub(super) is_let_go: bool,
}

/// A flush or a shutdown of a provider.
#[derive(Debug)]
pub(super) struct Flush {
    pub(super) path: Arc<PathBuf>,
    pub(super) at: u32,
    /// The function of OpenTelemetry's own that ends a global provider, where it is one.
    pub(super) global: Option<&'static str>,
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
        let is_main = |at: u32| at > 0 && cx.file.word(at - 1) == "fn" && !cx.is_test(at);
        Self {
            has_main: cx.file.hits("main").any(is_main),
            providers: providers(cx),
            flushes: flushes(cx),
            lambdas: lambdas(cx),
            ways_out: Vec::new(),
        }
    }
}

impl Fact for Flushing {
    fn merge(&mut self, other: Self) {
        self.has_main |= other.has_main;
        self.providers.extend(other.providers);
        self.flushes.extend(other.flushes);
        self.lambdas.extend(other.lambdas);
        self.ways_out.extend(other.ways_out);
    }
}

fn lambdas(cx: &Cx<'_>) -> Vec<Lambda> {
    let file = cx.file;
    let mut found = Vec::new();
    if file.hits_of(&["lambda_runtime", "lambda_http"]).is_empty() {
        return found;
    }
    for at in file.hits_of(&["run", "run_with_streaming_response", "Runtime"]) {
        let name = path_end(file, at);
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
