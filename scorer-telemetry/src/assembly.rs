//! Builds a running pipeline from the options in code and the environment: the subscriber, its two outputs and the
//! guard.

mod code;
mod outputs;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use opentelemetry::{InstrumentationScope, KeyValue};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::resource::TelemetryResourceDetector;
use opentelemetry_sdk::trace::{IdGenerator, RandomIdGenerator};
use tracing::{Dispatch, Level};
use tracing_subscriber::Registry;
use tracing_subscriber::layer::SubscriberExt as _;

use crate::config::lambda::Lambda;
use crate::config::outputs::Exporter;
use crate::config::panics::Panics;
use crate::config::propagators::Propagators;
use crate::error::Error;
use crate::export::console::Console;
use crate::export::memory::Memory;
use crate::export::queue::Queue;
use crate::filter::current::Current;
use crate::filter::{LogFilter, TraceFilter};
use crate::guard::Telemetry;
use crate::log::{Logs, Output, Shape};
use crate::metrics::percentiles::Percentiles;
use crate::redact::Redactor;
use crate::settings::{self, Environment, Settings};
use crate::sql;
use crate::trace::clock::Clock;
use crate::trace::open::Open;
use crate::trace::pipeline::Pipeline;
use crate::trace::sampling::Sampler;
use crate::trace::wanted::FilterAnswers;
use crate::trace::xray_ids::XrayIds;

pub(crate) use code::{Code, Lines, Service};

use outputs::{Outputs, writers};

/// The variables of the environment.
pub(crate) struct Variables<'a> {
    pub(crate) lookup: &'a dyn Fn(&str) -> Option<String>,
    /// The names of the variables that are set, as far as they are known.
    pub(crate) set: Vec<String>,
}

/// A pipeline that is not yet installed.
pub(crate) struct Parts {
    pub(crate) dispatch: Dispatch,
    pub(crate) telemetry: Telemetry,
    pub(crate) resource: Resource,
    pub(crate) propagators: Propagators,
    pub(crate) panics: Panics,
    pub(crate) said: Said,
}

/// What the settings report in the log once it is ready.
pub(crate) struct Said {
    /// Settings that contradict each other.
    warnings: Vec<String>,
    /// Settings that are correct but may surprise.
    notices: Vec<String>,
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
/// Returns an error if a variable holds a value that it does not accept, or if this build lacks a feature that is asked
/// for.
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
        console: writers
            .console
            .clone()
            .map(|it| Console::new(it, writers.look)),
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
        answers: FilterAnswers::default(),
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
        clock: Clock::default(),
        has_extra: !code.extra.is_empty(),
        shows_levels: settings.traces == Exporter::Console,
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

/// The source of ids, unless code sets one.
fn ids(settings: &Settings) -> Box<dyn IdGenerator> {
    if settings.xray() {
        Box::<XrayIds>::default()
    } else {
        Box::<RandomIdGenerator>::default()
    }
}

fn redactor(code: &Code, settings: &Settings) -> Redactor {
    // A value is printed once for both outputs, and each output cuts it at its own limit.
    let bytes = settings.limits.value_bytes.max(settings.logs.value_bytes);
    #[cfg(feature = "__unredacted")]
    if code.unredacted {
        return Redactor::none(bytes);
    }
    Redactor::with_limit(code.policy.clone(), bytes)
}

/// Describes the service. Attributes from the environment come first.
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
