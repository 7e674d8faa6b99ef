//! From settings to a running pipeline: [`Builder`] makes the subscriber, its two outputs and the guard.

use std::fmt;
use std::io::Write;
use std::sync::atomic::{AtomicBool, AtomicU64};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use opentelemetry::{InstrumentationScope, KeyValue};
use opentelemetry_http::HttpClient;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::resource::TelemetryResourceDetector;
use opentelemetry_sdk::trace::{IdGenerator, RandomIdGenerator, SpanData};
use scorer_instrument_policy::Policy;
use tracing::{Dispatch, Level};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::{Layer, Registry};

use crate::config::http_errors::HttpErrors;
use crate::config::lambda::Lambda;
use crate::config::otlp::{Otlp, Xray};
use crate::config::outputs::Exporter;
use crate::config::panics::Panics;
use crate::config::propagators::Propagators;
use crate::export::collector::Collector;
use crate::export::console::{Console, Trees};
use crate::export::memory::Memory;
use crate::export::metrics::Metrics;
use crate::export::native;
use crate::export::otlp_http::LastFailure;
use crate::export::queue::Queue;
use crate::export::sink::Sink;
#[cfg(feature = "xray")]
use crate::export::xray::{Source, XraySink};
use crate::filter::{LogFilter, TraceFilter};
use crate::finish;
use crate::log::{Logs, Output};
use crate::metrics::percentiles::Percentiles;
use crate::panics;
use crate::redact::Redactor;
#[cfg(feature = "xray")]
use crate::settings;
use crate::settings::{Environment, Settings};
use crate::sql;
use crate::trace::open::Open;
use crate::trace::pipeline::Pipeline;
use crate::trace::sampling::Sampler;
use crate::trace::xray_ids::XrayIds;
use crate::writer::Writer;

use crate::error::{Error, FlushError};
#[cfg(feature = "xray")]
use crate::export::xray::ProvideCredentials;
use crate::guard::Telemetry;

type Lookup = Box<dyn Fn(&str) -> Option<String>>;
type Extra = Vec<Box<dyn Layer<Registry> + Send + Sync>>;

/// How long an in-memory pipeline waits for its own thread.
const PATIENCE: Duration = Duration::from_secs(30);

/// What code decides of telemetry; everything else is [settings](crate::settings). Made by `telemetry!`.
///
/// ```no_run
/// # fn main() -> Result<(), scorer_instrument::telemetry::Error> {
/// let telemetry = scorer_instrument::telemetry!()
///     .default_value("OTEL_TRACES_EXPORTER", "console")
///     .with_attribute("service.instance.id", "scorer-7")
///     .init()?;
/// # drop(telemetry);
/// # Ok(())
/// # }
/// ```
#[must_use = "a builder does nothing until `init` or `in_memory`"]
pub struct Builder {
    service: (&'static str, &'static str),
    policy: Policy,
    environment: Lookup,
    defaults: Vec<(&'static str, String)>,
    attributes: Vec<KeyValue>,
    extra: Extra,
    client: Option<Arc<dyn HttpClient>>,
    ids: Option<Box<dyn IdGenerator>>,
    #[cfg(feature = "xray")]
    credentials: Option<Box<dyn ProvideCredentials>>,
    #[cfg(feature = "__unredacted")]
    unredacted: bool,
    logs: Option<Box<dyn Write + Send>>,
    console: Option<Box<dyn Write + Send>>,
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("service", &self.service)
            .finish_non_exhaustive()
    }
}

impl Builder {
    /// A builder for a service of this name and version, whose outputs are redacted by this policy.
    pub fn new(name: &'static str, version: &'static str, policy: Policy) -> Self {
        Self {
            service: (name, version),
            policy,
            environment: Box::new(|variable| {
                std::env::var_os(variable).map(|value| value.to_string_lossy().into_owned())
            }),
            defaults: Vec::new(),
            attributes: Vec::new(),
            extra: Vec::new(),
            client: None,
            ids: None,
            #[cfg(feature = "xray")]
            credentials: None,
            #[cfg(feature = "__unredacted")]
            unredacted: false,
            logs: None,
            console: None,
        }
    }

    /// Reads variables from here in place of the process's environment.
    ///
    /// ```
    /// use scorer_instrument::telemetry::Error;
    ///
    /// let error = scorer_instrument::telemetry!()
    ///     .environment(|variable| (variable == "OTEL_SAMPLING_RATIO").then(|| "2".to_owned()))
    ///     .in_memory()
    ///     .expect_err("a ratio is at most 1.0");
    /// assert!(matches!(error, Error::Setting { variable: "OTEL_SAMPLING_RATIO", .. }));
    /// ```
    pub fn environment(mut self, lookup: impl Fn(&str) -> Option<String> + 'static) -> Self {
        self.environment = Box::new(lookup);
        self
    }

    /// The value of a variable that is not set, in place of its own default.
    pub fn default_value(mut self, variable: &'static str, value: impl Into<String>) -> Self {
        self.defaults.push((variable, value.into()));
        self
    }

    /// One more attribute of the service. `OTEL_RESOURCE_ATTRIBUTES` comes before it.
    pub fn with_attribute(
        mut self,
        key: &'static str,
        value: impl Into<opentelemetry::Value>,
    ) -> Self {
        self.attributes.push(KeyValue::new(key, value));
        self
    }

    /// One more layer beside the two outputs. It sees what is not redacted.
    ///
    /// Beside it, a disabled `debug!` costs more than nothing: every callsite is asked.
    pub fn with_layer(mut self, layer: impl Layer<Registry> + Send + Sync) -> Self {
        self.extra.push(Box::new(layer));
        self
    }

    /// The client of OTLP over HTTP, in place of the bundled one. It is called on the exporter's own thread, where no
    /// tokio runtime is.
    pub fn with_http_client(mut self, client: impl HttpClient + 'static) -> Self {
        self.client = Some(Arc::new(client));
        self
    }

    /// The source of trace ids and span ids, in place of random ones, which begin with their time where X-Ray is the
    /// target.
    pub fn with_id_generator(mut self, ids: impl IdGenerator + 'static) -> Self {
        self.ids = Some(Box::new(ids));
        self
    }

    /// Where the keys come from that sign requests to X-Ray, in place of the environment and a container's endpoint.
    #[cfg(feature = "xray")]
    pub fn with_credentials(mut self, provider: impl ProvideCredentials) -> Self {
        self.credentials = Some(Box::new(provider));
        self
    }

    /// Replaces nothing: what the bench compares with.
    #[cfg(feature = "__unredacted")]
    #[doc(hidden)]
    pub fn unredacted(mut self) -> Self {
        self.unredacted = true;
        self
    }

    /// Writes the log's lines here in place of stdout, each with one call.
    pub fn with_log_writer(mut self, writer: impl Write + Send + 'static) -> Self {
        self.logs = Some(Box::new(writer));
        self
    }

    /// Prints trees and the table of percentiles here in place of stdout, where the exporter is `console`.
    pub fn with_console_writer(mut self, writer: impl Write + Send + 'static) -> Self {
        self.console = Some(Box::new(writer));
        self
    }

    /// What is done about a panic, where `TELEMETRY_PANICS` does not say it.
    pub fn with_panics(self, panics: Panics) -> Self {
        self.default_value("TELEMETRY_PANICS", panics.as_str())
    }

    /// Which answers of a server are errors, where `TELEMETRY_HTTP_ERRORS` does not say it.
    pub fn with_http_errors(self, errors: HttpErrors) -> Self {
        self.default_value("TELEMETRY_HTTP_ERRORS", errors.as_str())
    }

    /// Starts telemetry for the process. Call it once, in `main`, after secrets are loaded.
    ///
    /// From then on a panic is one redacted line of the log, as [`Panics`] says, also after the guard has shut down.
    ///
    /// # Errors
    ///
    /// When a variable holds what it cannot mean, when this build lacks what is asked for, or when the process has a
    /// subscriber already. Never because of a collector: that it cannot be reached is logged, once.
    pub fn init(mut self) -> Result<Telemetry, Error> {
        let output = self.output().unwrap_or(Output::Stdout);
        let parts = self.build(output, None)?;
        // The subscriber stands first, so that nothing that is said from here on is lost.
        tracing::dispatcher::set_global_default(parts.dispatch.clone())
            .map_err(|_| Error::AlreadyStarted)?;
        finish::redact_by(&parts.telemetry.redactor);
        panics::install(
            parts.panics,
            Arc::clone(&parts.logs),
            parts.telemetry.redactor.clone(),
        );
        if let Some(queue) = parts.telemetry.queue.clone() {
            native::install(
                queue,
                (Arc::clone(&parts.telemetry.sampler), parts.propagators),
                parts.telemetry.redactor.clone(),
                parts.resource.clone(),
            );
        }
        parts.say();
        Ok(parts.telemetry)
    }

    /// The same pipeline as [`init`](Self::init)'s, as the subscriber of nobody yet: nothing of the process is touched,
    /// and the log's lines are kept. For tests against a collector.
    ///
    /// # Errors
    ///
    /// As [`init`](Self::init).
    pub fn local(self) -> Result<Local, Error> {
        self.kept(None)
    }

    /// A pipeline that keeps both outputs in memory and touches nothing of the process: tests run beside each other.
    ///
    /// ```
    /// let telemetry = scorer_instrument::telemetry!().in_memory().expect("accepted settings");
    /// telemetry.run(|| tracing::info_span!("score", stamp_count = 3).in_scope(|| tracing::info!("scored")));
    /// assert_eq!(telemetry.spans()[0].name, "score");
    /// assert!(telemetry.logs().contains("\"message\":\"scored\""));
    /// ```
    ///
    /// # Errors
    ///
    /// As [`init`](Self::init).
    pub fn in_memory(self) -> Result<Local, Error> {
        self.kept(Some(Memory::default()))
    }

    fn output(&mut self) -> Option<Output> {
        self.logs
            .take()
            .map(|writer| Output::Writer(Arc::new(Writer::new(writer, false))))
    }

    fn kept(mut self, memory: Option<Memory>) -> Result<Local, Error> {
        let lines = Arc::new(Mutex::new(Vec::new()));
        let output = self
            .output()
            .unwrap_or_else(|| Output::Memory(Arc::clone(&lines)));
        let parts = self.build(output, memory.clone())?;
        parts.say();
        Ok(Local {
            dispatch: parts.dispatch,
            telemetry: parts.telemetry,
            memory: memory.unwrap_or_default(),
            lines,
        })
    }

    fn settings(&self) -> Result<Settings, Error> {
        Settings::read(&Environment::new(&|variable| self.variable(variable)))
    }

    fn variable(&self, variable: &str) -> Option<String> {
        (self.environment)(variable)
            .filter(|value| !value.trim().is_empty())
            .or_else(|| {
                let default = self.defaults.iter().rfind(|(name, _)| *name == variable);
                default.map(|(_, value)| value.clone())
            })
    }

    /// What the service is, the environment's word first.
    fn resource(&self, settings: &Settings) -> Resource {
        let text = |key: &'static str, value: &str| KeyValue::new(key, value.to_owned());
        let mut attributes = vec![
            text("service.name", self.service.0),
            text("service.version", self.service.1),
        ];
        attributes.extend(settings.lambda.iter().flat_map(Lambda::attributes));
        attributes.extend(self.attributes.iter().cloned());
        if let Some(environment) = &settings.environment {
            attributes.push(text("deployment.environment.name", environment));
        }
        for (key, value) in &settings.resource {
            attributes.push(KeyValue::new(key.clone(), value.clone()));
        }
        if let Some(name) = &settings.service_name {
            attributes.push(text("service.name", name));
        }
        Resource::builder_empty()
            .with_detector(Box::new(TelemetryResourceDetector))
            .with_attributes(attributes)
            .build()
    }

    /// Where spans go, if anywhere.
    fn sink(
        &mut self,
        settings: &Settings,
        resource: &Resource,
        (redactor, logs): (&Redactor, &Arc<Logs>),
        (memory, console): (Option<Memory>, &Console),
    ) -> Result<Option<Box<dyn Sink>>, Error> {
        Ok(match (settings.traces, memory) {
            (Exporter::Otlp | Exporter::Console, Some(memory)) => Some(Box::new(memory)),
            (Exporter::Otlp, None) => {
                let otlp = &settings.otlp_traces;
                match &otlp.xray {
                    Some(xray) => Some(self.xray((otlp, xray), resource, redactor, logs)?),
                    None => Some(Box::new(Collector::new(
                        otlp,
                        resource,
                        self.client.clone(),
                        LastFailure::default(),
                        redactor.clone(),
                    )?)),
                }
            }
            (Exporter::Console, None) => Some(Box::new(Trees::new(console.clone()))),
            (Exporter::None, _) => None,
        })
    }

    #[cfg(feature = "xray")]
    fn xray(
        &mut self,
        (otlp, xray): (&Otlp, &Xray),
        resource: &Resource,
        redactor: &Redactor,
        logs: &Arc<Logs>,
    ) -> Result<Box<dyn Sink>, Error> {
        let source = match self.credentials.take() {
            Some(provider) => Source::Code(provider),
            None => {
                let lookup = |variable: &str| self.variable(variable);
                Source::Environment(settings::aws(&Environment::new(&lookup))?)
            }
        };
        let logs = Arc::clone(logs);
        Ok(Box::new(XraySink::new(
            (otlp, xray.host.clone()),
            resource,
            self.client.clone(),
            source,
            redactor,
            Arc::new(move |message: &str| logs.report(Level::WARN, message)),
        )?))
    }

    #[cfg(not(feature = "xray"))]
    #[expect(
        clippy::unused_self,
        reason = "the same call as with the feature that the error names"
    )]
    fn xray(
        &mut self,
        (_, xray): (&Otlp, &Xray),
        _: &Resource,
        _: &Redactor,
        _: &Arc<Logs>,
    ) -> Result<Box<dyn Sink>, Error> {
        Err(Error::Feature {
            variable: xray.variable,
            value: xray.host.base(),
            feature: "xray",
        })
    }

    /// Where percentiles go, if anywhere but into the guard.
    fn metrics(
        &self,
        settings: &Settings,
        resource: &Resource,
        (percentiles, redactor): (&Percentiles, &Redactor),
        console: &Console,
        logs: &Arc<Logs>,
    ) -> Result<Option<Metrics>, Error> {
        Ok(match settings.metrics {
            Exporter::None => None,
            Exporter::Console => Some(Metrics::Console(console.clone(), percentiles.clone())),
            Exporter::Otlp => {
                let logs = Arc::clone(logs);
                Some(Metrics::otlp(
                    &settings.otlp_metrics,
                    settings.metrics_interval,
                    resource.clone(),
                    self.client.clone(),
                    (percentiles, redactor),
                    Box::new(move |message| logs.report(Level::WARN, message)),
                )?)
            }
        })
    }

    fn build(mut self, output: Output, memory: Option<Memory>) -> Result<Parts, Error> {
        let settings = self.settings()?;
        let console = self.console.take();
        let console = Console::new(console.unwrap_or_else(|| Box::new(std::io::stdout())));
        let redactor = Redactor::with_limit(self.policy.clone(), settings.limits.value_bytes);
        #[cfg(feature = "__unredacted")]
        let redactor = if self.unredacted {
            Redactor::none(settings.limits.value_bytes)
        } else {
            redactor
        };
        let resource = redactor.resource(&self.resource(&settings));
        let logs = Arc::new(Logs {
            filter: LogFilter::parse(&settings.logs.filter).unwrap_or_else(LogFilter::off),
            output,
            target: settings.logs.target,
            xray: settings.xray(),
            durations: settings.logs.durations,
            value_bytes: settings.limits.value_bytes,
            lost: AtomicU64::new(0),
        });
        let sampler = Arc::new(Sampler::new(settings.sampling));
        let ids = self.ids.take().unwrap_or_else(|| {
            if settings.xray() {
                Box::<XrayIds>::default()
            } else {
                Box::<RandomIdGenerator>::default()
            }
        });
        let own_time = settings.metrics == Exporter::Console || memory.is_some();
        let percentiles = (settings.metrics != Exporter::None).then(Percentiles::default);
        let metrics = match (&percentiles, &memory) {
            (Some(percentiles), None) => {
                let counts = (percentiles, &redactor);
                self.metrics(&settings, &resource, counts, &console, &logs)?
            }
            _ => None,
        };
        let queue = match self.sink(&settings, &resource, (&redactor, &logs), (memory, &console))? {
            Some(sink) => {
                let logs = Arc::clone(&logs);
                let report = move |message: &str| logs.report(Level::WARN, message);
                Some(Queue::start(settings.batches, sink, Box::new(report))?)
            }
            None => None,
        };
        let sql = sql::Options {
            system: settings.db_system.map(Into::into),
            slow: settings.slow_statement,
            limit: settings.limits.value_bytes,
            ..sql::Options::default()
        };
        let traces = TraceFilter::parse(&settings.traces_filter).unwrap_or_else(TraceFilter::off);
        let open = Arc::new(Open::default());
        let pipeline = Pipeline {
            sampler: Arc::clone(&sampler),
            traces,
            logs: Arc::clone(&logs),
            ids,
            queue: queue.clone(),
            percentiles: percentiles.clone(),
            own_time,
            redactor: redactor.clone(),
            limits: settings.limits,
            scope: InstrumentationScope::builder(self.service.0)
                .with_version(self.service.1)
                .build(),
            sql,
            propagators: settings.propagators,
            open: Arc::clone(&open),
            has_extra: !self.extra.is_empty(),
            http_errors: settings.http_errors,
        };
        let telemetry = Telemetry {
            queue,
            metrics,
            percentiles,
            sampler,
            redactor,
            open,
            logs: Arc::clone(&logs),
            #[cfg(feature = "lambda")]
            lambda: settings.lambda,
            ended: AtomicBool::new(false),
        };
        let registry = Registry::default();
        let dispatch = if self.extra.is_empty() {
            Dispatch::new(registry.with(pipeline))
        } else {
            Dispatch::new(registry.with(self.extra).with(pipeline))
        };
        Ok(Parts {
            dispatch,
            telemetry,
            logs,
            resource,
            propagators: settings.propagators,
            panics: settings.panics,
            said: (settings.warnings, settings.notices),
        })
    }
}

/// What a builder builds.
struct Parts {
    dispatch: Dispatch,
    telemetry: Telemetry,
    logs: Arc<Logs>,
    resource: Resource,
    propagators: Propagators,
    panics: Panics,
    /// Contradictions of settings, and what is otherwise than one might think.
    said: (Vec<String>, Vec<String>),
}

impl Parts {
    fn say(&self) {
        let (warnings, notices) = &self.said;
        self.logs.report_all(Level::WARN, warnings);
        self.logs.report_all(Level::INFO, notices);
    }
}

/// A pipeline that is not the process's: [`Builder::local`], [`Builder::in_memory`].
#[derive(Debug)]
pub struct Local {
    dispatch: Dispatch,
    telemetry: Telemetry,
    memory: Memory,
    lines: Arc<Mutex<Vec<u8>>>,
}

impl Local {
    /// Runs code with this pipeline as its subscriber.
    pub fn run<T>(&self, code: impl FnOnce() -> T) -> T {
        tracing::dispatcher::with_default(&self.dispatch, code)
    }

    /// The subscriber, for a future: `future.with_subscriber(telemetry.dispatch())`.
    pub fn dispatch(&self) -> Dispatch {
        self.dispatch.clone()
    }

    /// The guard.
    pub fn telemetry(&self) -> &Telemetry {
        &self.telemetry
    }

    /// The spans that would have been exported so far, in the order in which they ended: those of
    /// [`in_memory`](Builder::in_memory), for [`local`](Builder::local) exports them.
    pub fn spans(&self) -> Vec<SpanData> {
        // Memory takes every batch, and the bound is there for a machine that stands still.
        let _: Result<(), FlushError> = self.telemetry.flush(PATIENCE);
        self.memory.spans()
    }

    /// The lines that would have been written to stdout so far.
    pub fn logs(&self) -> String {
        let lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&lines).into_owned()
    }
}
