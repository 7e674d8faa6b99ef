//! The ends of a pipeline: where lines are written, and where spans and percentiles are sent.

use std::sync::Arc;

use opentelemetry_http::HttpClient;
use opentelemetry_sdk::Resource;
use tracing::Level;

use crate::config::otlp::{Otlp, Xray};
use crate::config::outputs::Exporter;
use crate::error::Error;
use crate::export::collector::Collector;
use crate::export::console::{Console, Look, Trees};
use crate::export::memory::Memory;
use crate::export::metrics::{Counts, Metrics};
use crate::export::otlp_http::LastFailure;
use crate::export::sink::Sink;
#[cfg(feature = "xray")]
use crate::export::xray::{Endpoint, Source, XraySink};
use crate::log::{Logs, Output};
use crate::metrics::percentiles::Percentiles;
use crate::redact::Redactor;
#[cfg(feature = "xray")]
use crate::settings;
use crate::settings::{Environment, Settings};
use crate::writer::Writer;

use super::code::{Code, Lines};

/// Where lines, trees and tables are written.
pub(super) struct Writers {
    pub(super) logs: Output,
    /// `None` if nothing is printed.
    pub(super) console: Option<Arc<Writer>>,
    /// Whether it is a different writer than the log's.
    pub(super) console_is_apart: bool,
    /// How trees and tables look there.
    pub(super) look: Look,
}

pub(super) fn writers(
    code: &mut Code,
    settings: &Settings,
    lines: Lines,
) -> Result<Writers, Error> {
    let room = settings.logs.buffer;
    let is_stdout = code.logs.is_none();
    let logs = match (code.logs.take(), lines) {
        (Some(writer), _) => Output::Writer(Arc::new(Writer::users(writer, room)?)),
        (None, Lines::Stdout) => Output::Writer(Arc::new(Writer::stdout(room)?)),
        (None, Lines::Memory(lines)) => Output::Memory(lines),
    };
    let look = match &code.console {
        Some(_) => Look::Plain,
        None => Look::of_stdout(settings.no_color),
    };
    let prints = [settings.traces, settings.metrics].contains(&Exporter::Console);
    let (console, console_is_apart) = match (code.console.take(), &logs) {
        _ if !prints => (None, false),
        (Some(writer), _) => (Some(Arc::new(Writer::users(writer, room)?)), true),
        // One thread writes both, so that no line of the log ends up in the middle of a tree.
        (None, Output::Writer(writer)) if is_stdout => (Some(Arc::clone(writer)), false),
        (None, _) => (Some(Arc::new(Writer::stdout(room)?)), true),
    };
    Ok(Writers {
        logs,
        console,
        console_is_apart,
        look,
    })
}

/// What the ends of spans and percentiles are built from.
pub(super) struct Outputs<'a> {
    pub(super) settings: &'a Settings,
    pub(super) resource: &'a Resource,
    pub(super) redactor: &'a Redactor,
    pub(super) logs: &'a Arc<Logs>,
    pub(super) console: Option<Console>,
    pub(super) memory: Option<Memory>,
}

impl Outputs<'_> {
    /// Returns a function that logs a warning.
    pub(super) fn report(&self) -> impl Fn(&str) + Send + Sync + 'static {
        let logs = Arc::clone(self.logs);
        move |message| logs.report(Level::WARN, message)
    }

    /// Where percentiles go, besides the guard.
    pub(super) fn metrics(
        &self,
        percentiles: &Percentiles,
        client: Option<Arc<dyn HttpClient>>,
    ) -> Result<Option<Metrics>, Error> {
        if self.memory.is_some() {
            return Ok(None);
        }
        let console = self.console.clone();
        Ok(match self.settings.metrics {
            Exporter::None => None,
            Exporter::Console => console.map(|it| Metrics::Console(it, percentiles.clone())),
            Exporter::Otlp => Some(Metrics::otlp(
                &self.settings.otlp_metrics,
                self.settings.metrics_interval,
                self.resource.clone(),
                client,
                Counts {
                    percentiles,
                    redactor: self.redactor,
                },
                Box::new(self.report()),
            )?),
        })
    }

    /// Where spans go, if anywhere.
    pub(super) fn sink(
        &self,
        code: &mut Code,
        environment: &Environment<'_>,
    ) -> Result<Option<Box<dyn Sink>>, Error> {
        let exporter = self.settings.traces;
        if let (Some(memory), Exporter::Otlp | Exporter::Console) = (&self.memory, exporter) {
            return Ok(Some(Box::new(memory.clone())));
        }
        let otlp = &self.settings.otlp_traces;
        Ok(match (exporter, &otlp.xray) {
            (Exporter::Otlp, Some(xray)) => Some(self.xray(otlp, xray, code, environment)?),
            (Exporter::Otlp, None) => Some(Box::new(Collector::new(
                otlp,
                self.resource,
                code.client.clone(),
                LastFailure::default(),
                self.redactor.clone(),
            )?)),
            (Exporter::Console, _) => self
                .console
                .clone()
                .map(|it| Box::new(Trees::new(it)) as Box<dyn Sink>),
            (Exporter::None, _) => None,
        })
    }

    #[cfg(feature = "xray")]
    fn xray(
        &self,
        otlp: &Otlp,
        xray: &Xray,
        code: &mut Code,
        environment: &Environment<'_>,
    ) -> Result<Box<dyn Sink>, Error> {
        let source = match code.credentials.take() {
            Some(provider) => Source::Code(provider),
            None => Source::Environment(settings::aws(environment)?),
        };
        Ok(Box::new(XraySink::new(
            Endpoint {
                otlp,
                host: &xray.host,
            },
            self.resource,
            code.client.clone(),
            source,
            self.redactor,
            Arc::new(self.report()),
        )?))
    }

    #[cfg(not(feature = "xray"))]
    #[expect(
        clippy::unused_self,
        reason = "the same call as with the feature that the error names"
    )]
    fn xray(
        &self,
        _: &Otlp,
        xray: &Xray,
        _: &mut Code,
        _: &Environment<'_>,
    ) -> Result<Box<dyn Sink>, Error> {
        Err(Error::Feature {
            variable: xray.variable,
            value: xray.host.base(),
            feature: "xray",
        })
    }
}
