//! From what code decides and what the environment says to a running pipeline: the subscriber, its two outputs and the
//! guard.

use std::fmt;
use std::io::Write;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

use opentelemetry::{InstrumentationScope, KeyValue};
use opentelemetry_http::HttpClient;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::resource::TelemetryResourceDetector;
use opentelemetry_sdk::trace::{IdGenerator, RandomIdGenerator};
use scorer_instrument_policy::Policy;
use tracing::{Dispatch, Level};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::{Layer, Registry};

use crate::config::lambda::Lambda;
use crate::config::otlp::{Otlp, Xray};
use crate::config::outputs::Exporter;
use crate::config::panics::Panics;
use crate::config::propagators::Propagators;
use crate::error::Error;
use crate::export::collector::Collector;
use crate::export::console::{Console, Trees};
use crate::export::memory::Memory;
use crate::export::metrics::{Counts, Metrics};
use crate::export::otlp_http::LastFailure;
use crate::export::queue::Queue;
use crate::export::sink::Sink;
#[cfg(feature = "xray")]
use crate::export::xray::{Endpoint, ProvideCredentials, Source, XraySink};
use crate::filter::current::Current;
use crate::filter::{LogFilter, TraceFilter};
use crate::guard::Telemetry;
use crate::log::{Logs, Output, Shape};
use crate::metrics::percentiles::Percentiles;
use crate::redact::Redactor;
use crate::settings::{self, Environment, Settings};
use crate::sql;
use crate::trace::open::Open;
use crate::trace::pipeline::Pipeline;
use crate::trace::sampling::Sampler;
use crate::trace::xray_ids::XrayIds;
use crate::writer::Writer;

/// What code decides.
pub(crate) struct Code {
    pub(crate) service: Service,
    pub(crate) policy: Policy,
    pub(crate) attributes: Vec<KeyValue>,
    pub(crate) extra: Vec<Box<dyn Layer<Registry> + Send + Sync>>,
    pub(crate) client: Option<Arc<dyn HttpClient>>,
    pub(crate) ids: Option<Box<dyn IdGenerator>>,
    #[cfg(feature = "xray")]
    pub(crate) credentials: Option<Box<dyn ProvideCredentials>>,
    #[cfg(feature = "__unredacted")]
    pub(crate) unredacted: bool,
    pub(crate) logs: Option<Box<dyn Write + Send>>,
    pub(crate) console: Option<Box<dyn Write + Send>>,
}

/// The service as its Cargo.toml names it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Service {
    pub(crate) name: &'static str,
    pub(crate) version: &'static str,
}

/// Where lines go that code gives no writer for.
pub(crate) enum Lines {
    Stdout,
    Memory(Arc<Mutex<Vec<u8>>>),
}

/// The variables of the environment.
pub(crate) struct Variables<'a> {
    pub(crate) lookup: &'a dyn Fn(&str) -> Option<String>,
    /// The names of those that are set, as far as they are known.
    pub(crate) set: Vec<String>,
}

/// A pipeline, not yet anybody's.
pub(crate) struct Parts {
    pub(crate) dispatch: Dispatch,
    pub(crate) telemetry: Telemetry,
    pub(crate) resource: Resource,
    pub(crate) propagators: Propagators,
    pub(crate) panics: Panics,
    pub(crate) said: Said,
}

/// What settings have to say in the log once it stands.
pub(crate) struct Said {
    /// Contradictions of settings.
    warnings: Vec<String>,
    /// What is otherwise than one might think.
    notices: Vec<String>,
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Code")
            .field("service", &self.service)
            .finish_non_exhaustive()
    }
}

impl Code {
    pub(crate) fn new(service: Service, policy: Policy) -> Self {
        Self {
            service,
            policy,
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
}

impl Said {
    pub(crate) fn say(&self, logs: &Logs) {
        logs.report_all(Level::WARN, &self.warnings);
        logs.report_all(Level::INFO, &self.notices);
    }
}

/// Builds a pipeline.
///
/// # Errors
///
/// When a variable holds what it cannot mean, or when this build lacks what is asked for.
pub(crate) fn assemble(
    mut code: Code,
    variables: &Variables<'_>,
    lines: Lines,
    memory: Option<Memory>,
) -> Result<Parts, Error> {
    let environment = Environment::new(variables.lookup);
    let mut settings = Settings::read(&environment)?;
    let set = variables.set.iter().map(String::as_str);
    settings.warnings.extend(settings::unread(set));
    let redactor = redactor(&code, &settings);
    let resource = redactor.resource(&resource(&code, &settings));
    let writers = writers(&mut code, &settings, lines)?;
    let logs = Arc::new(logs(&settings, writers.logs));
    let outputs = Outputs {
        settings: &settings,
        resource: &resource,
        redactor: &redactor,
        logs: &logs,
        console: writers.console.clone().map(Console::new),
        memory,
    };
    let own_time = settings.metrics == Exporter::Console || outputs.memory.is_some();
    let percentiles = (settings.metrics != Exporter::None).then(Percentiles::default);
    let metrics = match &percentiles {
        Some(percentiles) => outputs.metrics(percentiles, code.client.clone())?,
        None => None,
    };
    let queue = match outputs.sink(&mut code, &environment)? {
        Some(sink) => Some(Queue::start(
            settings.batches,
            sink,
            Box::new(outputs.report()),
        )?),
        None => None,
    };
    let sampler = Arc::new(Sampler::new(settings.sampling));
    let open = Arc::new(Open::default());
    let pipeline = Pipeline {
        sampler: Arc::clone(&sampler),
        traces: TraceFilter::parse(&settings.traces_filter).unwrap_or_else(TraceFilter::off),
        logs: Arc::clone(&logs),
        ids: code.ids.take().unwrap_or_else(|| ids(&settings)),
        queue: queue.clone(),
        percentiles: percentiles.clone(),
        own_time,
        redactor: redactor.clone(),
        limits: settings.limits,
        scope: redactor.scope(
            &InstrumentationScope::builder(code.service.name)
                .with_version(code.service.version)
                .build(),
        ),
        sql: sql::Options {
            system: settings.db_system.map(Into::into),
            slow: settings.slow_statement,
            limit: settings.limits.value_bytes,
            ..sql::Options::default()
        },
        propagators: settings.propagators,
        open: Arc::clone(&open),
        has_extra: !code.extra.is_empty(),
        http_errors: settings.http_errors,
    };
    let registry = Registry::default();
    let dispatch = if code.extra.is_empty() {
        Dispatch::new(registry.with(pipeline))
    } else {
        Dispatch::new(registry.with(code.extra).with(pipeline))
    };
    let telemetry = Telemetry {
        queue,
        metrics,
        percentiles,
        sampler,
        redactor,
        open,
        logs,
        dispatch: dispatch.clone(),
        console: writers.console.filter(|_| writers.console_is_apart),
        #[cfg(feature = "lambda")]
        lambda: settings.lambda,
        ended: AtomicBool::new(false),
    };
    Ok(Parts {
        dispatch,
        telemetry,
        resource,
        propagators: settings.propagators,
        panics: settings.panics,
        said: Said {
            warnings: settings.warnings,
            notices: settings.notices,
        },
    })
}

fn logs(settings: &Settings, output: Output) -> Logs {
    let filter = LogFilter::parse(&settings.logs.filter).unwrap_or_else(LogFilter::off);
    Logs {
        filter: Current::new(filter),
        output,
        shape: Shape {
            target: settings.logs.target,
            xray: settings.xray(),
        },
        durations: settings.logs.durations,
        value_bytes: settings.logs.value_bytes,
    }
}

/// Where ids come from that nobody chose a source for.
fn ids(settings: &Settings) -> Box<dyn IdGenerator> {
    if settings.xray() {
        Box::<XrayIds>::default()
    } else {
        Box::<RandomIdGenerator>::default()
    }
}

fn redactor(code: &Code, settings: &Settings) -> Redactor {
    // A value is printed once for both outputs, and each cuts it where it wants.
    let bytes = settings.limits.value_bytes.max(settings.logs.value_bytes);
    #[cfg(feature = "__unredacted")]
    if code.unredacted {
        return Redactor::none(bytes);
    }
    Redactor::with_limit(code.policy.clone(), bytes)
}

/// What the service is, the environment's word first.
fn resource(code: &Code, settings: &Settings) -> Resource {
    let text = |key: &'static str, value: &str| KeyValue::new(key, value.to_owned());
    let mut attributes = vec![
        text("service.name", code.service.name),
        text("service.version", code.service.version),
    ];
    attributes.extend(settings.lambda.iter().flat_map(Lambda::attributes));
    attributes.extend(code.attributes.iter().cloned());
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

/// Where lines are written, and trees and tables.
struct Writers {
    logs: Output,
    /// None where nothing is printed.
    console: Option<Arc<Writer>>,
    /// Whether it is another one than the log's.
    console_is_apart: bool,
}

fn writers(code: &mut Code, settings: &Settings, lines: Lines) -> Result<Writers, Error> {
    let room = settings.logs.buffer;
    let is_stdout = code.logs.is_none();
    let logs = match (code.logs.take(), lines) {
        (Some(writer), _) => Output::Writer(Arc::new(Writer::users(writer, room)?)),
        (None, Lines::Stdout) => Output::Writer(Arc::new(Writer::stdout(room)?)),
        (None, Lines::Memory(lines)) => Output::Memory(lines),
    };
    let prints = [settings.traces, settings.metrics].contains(&Exporter::Console);
    let (console, console_is_apart) = match (code.console.take(), &logs) {
        _ if !prints => (None, false),
        (Some(writer), _) => (Some(Arc::new(Writer::users(writer, room)?)), true),
        // By one thread, so that no line stands in the middle of a tree.
        (None, Output::Writer(writer)) if is_stdout => (Some(Arc::clone(writer)), false),
        (None, _) => (Some(Arc::new(Writer::stdout(room)?)), true),
    };
    Ok(Writers {
        logs,
        console,
        console_is_apart,
    })
}

/// What the ends of spans and percentiles are built from.
struct Outputs<'a> {
    settings: &'a Settings,
    resource: &'a Resource,
    redactor: &'a Redactor,
    logs: &'a Arc<Logs>,
    console: Option<Console>,
    memory: Option<Memory>,
}

impl Outputs<'_> {
    /// A warning in the log.
    fn report(&self) -> impl Fn(&str) + Send + Sync + 'static {
        let logs = Arc::clone(self.logs);
        move |message| logs.report(Level::WARN, message)
    }

    /// Where percentiles go, if anywhere but into the guard.
    fn metrics(
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
    fn sink(
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
