//! The settings from the environment, read once and checked. [`SETTINGS`] lists every variable.

#[cfg(feature = "xray")]
mod aws;
mod environment;
mod lambda;
mod otlp;
mod parse;
mod rows;
mod said;
mod table;
#[cfg(test)]
mod tests;
mod unread;

use std::time::Duration;

use crate::config::http_errors::HttpErrors;
use crate::config::lambda::Lambda;
use crate::config::limits::{Batches, Limits};
use crate::config::otlp::{Headers, Otlp};
use crate::config::outputs::{Exporter, Logs};
use crate::config::panics::Panics;
use crate::config::propagators::Propagators;
use crate::config::sampling::Sampling;
use crate::error::Error;
use crate::filter::LogFilter;

#[cfg(feature = "xray")]
pub(crate) use aws::read as aws;
pub(crate) use environment::Environment;
pub(crate) use rows::FILTER as LOG_FILTER;
pub use rows::{SETTINGS, Setting};
pub use table::table;
pub(crate) use unread::{UNSUPPORTED, is_ours, unread};

use said::Said;

/// All settings of the environment.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Settings {
    pub(crate) service_name: Option<String>,
    pub(crate) resource: Headers,
    pub(crate) environment: Option<String>,
    pub(crate) logs: Logs,
    /// Whether trees are never coloured.
    pub(crate) no_color: bool,
    pub(crate) panics: Panics,
    pub(crate) http_errors: HttpErrors,
    pub(crate) traces_filter: String,
    pub(crate) traces: Exporter,
    pub(crate) metrics: Exporter,
    pub(crate) metrics_interval: Duration,
    pub(crate) propagators: Propagators,
    pub(crate) otlp_traces: Otlp,
    pub(crate) otlp_metrics: Otlp,
    pub(crate) sampling: Sampling,
    pub(crate) batches: Batches,
    pub(crate) limits: Limits,
    pub(crate) slow_statement: Duration,
    pub(crate) db_system: Option<String>,
    /// What this process is on Lambda.
    pub(crate) lambda: Option<Lambda>,
    /// Settings that contradict each other, described for the log.
    pub(crate) warnings: Vec<String>,
    /// Settings that are correct but may surprise, described for the log.
    pub(crate) notices: Vec<String>,
}

impl Settings {
    /// Whether traces are sent to X-Ray.
    pub(crate) fn xray(&self) -> bool {
        let exported = self.traces == Exporter::Otlp && self.otlp_traces.xray.is_some();
        exported || self.propagators.xray()
    }

    /// Reads the environment.
    ///
    /// # Errors
    ///
    /// Returns an error at the first variable that holds a value it does not accept.
    pub(crate) fn read(environment: &Environment<'_>) -> Result<Self, Error> {
        let disabled = environment.get(&rows::SDK_DISABLED)?;
        // It is read where it is used. This only checks it at the start.
        environment.set(&rows::FINGERPRINT_KEY)?;
        let traces = environment.get(&rows::TRACES_EXPORTER)?;
        let mut said = Said::default();
        let lambda = lambda::read(environment)?;
        let otlp_traces = otlp::TRACES.otlp(environment, lambda.as_ref(), &mut said)?;
        let otlp_metrics = otlp::METRICS.otlp(environment, lambda.as_ref(), &mut said)?;
        let metrics = metrics(environment, traces, &otlp_metrics, &mut said)?;
        let Said {
            mut warnings,
            notices,
        } = said;
        let deployment = environment.set(&rows::ENVIRONMENT)?;
        let settings = Self {
            service_name: environment.set(&rows::SERVICE_NAME)?,
            resource: environment
                .set(&rows::RESOURCE_ATTRIBUTES)?
                .unwrap_or_default(),
            logs: Logs {
                filter: environment.get(&rows::LOGS_FILTER)?,
                target: environment.get(&rows::LOGS_TARGET)?,
                durations: environment.get(&rows::LOGS_DURATIONS)?,
                value_bytes: environment.get(&rows::VALUE_LENGTH)?,
                buffer: environment.get(&rows::LOGS_BUFFER)?,
            },
            no_color: environment.set(&rows::NO_COLOR)?.unwrap_or(false),
            panics: environment.get(&rows::PANICS)?,
            http_errors: environment.get(&rows::HTTP_ERRORS)?,
            traces_filter: environment.get(&rows::TRACES_FILTER)?,
            traces: if disabled { Exporter::None } else { traces },
            metrics: if disabled { Exporter::None } else { metrics },
            metrics_interval: Duration::from_millis(
                environment.get(&rows::METRICS_INTERVAL)?.max(1),
            ),
            propagators: propagators(environment, traces, &otlp_traces)?,
            otlp_traces,
            otlp_metrics,
            sampling: sampling(environment, deployment.as_deref(), &mut warnings)?,
            batches: batches(environment, traces, &mut warnings)?,
            limits: Limits {
                // <https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#attribute-limits>
                value_bytes: match environment.set(&rows::SPAN_VALUE_LENGTH)? {
                    Some(bytes) => bytes,
                    None => environment.get(&rows::VALUE_LENGTH)?,
                },
                attributes: match environment.set(&rows::SPAN_ATTRIBUTE_COUNT)? {
                    Some(count) => count,
                    None => environment.get(&rows::ATTRIBUTE_COUNT)?,
                },
                events: environment.get(&rows::EVENT_COUNT)?,
                links: environment.get(&rows::LINK_COUNT)?,
            },
            slow_statement: Duration::from_millis(environment.get(&rows::SLOW_STATEMENT)?),
            db_system: environment.set(&rows::DB_SYSTEM)?,
            lambda,
            environment: deployment,
            warnings: Vec::new(),
            notices: if disabled { Vec::new() } else { notices },
        };
        Ok(Self {
            warnings,
            ..settings
        })
    }
}

/// A filter for the log, in the syntax of `RUST_LOG`.
pub(crate) fn log_filter(text: &str) -> Option<LogFilter> {
    let text = text.trim();
    LogFilter::parse(text).filter(|_| !text.is_empty())
}

/// Where percentiles go. X-Ray does not accept them and has no other host for them.
fn metrics(
    environment: &Environment<'_>,
    traces: Exporter,
    otlp: &Otlp,
    said: &mut Said,
) -> Result<Exporter, Error> {
    let asked = environment.set(&rows::METRICS_EXPORTER)?;
    let exporter = asked.unwrap_or(traces);
    if exporter != Exporter::Otlp || otlp.xray.is_none() {
        return Ok(exporter);
    }
    let message = "percentiles are not exported, because X-Ray accepts only spans; set \
                   `OTEL_EXPORTER_OTLP_METRICS_ENDPOINT` to a collector, or write `OTEL_METRICS_EXPORTER=none`";
    if asked.is_some() {
        said.warnings.push(message.into());
    } else {
        said.notices.push(message.into());
    }
    Ok(Exporter::None)
}

/// Which headers carry a trace. Calls from and to AWS carry a header of AWS's own.
fn propagators(
    environment: &Environment<'_>,
    traces: Exporter,
    otlp: &Otlp,
) -> Result<Propagators, Error> {
    let on_aws = environment.set(&rows::LAMBDA_FUNCTION)?.is_some()
        || (traces == Exporter::Otlp && otlp.xray.is_some());
    match environment.set(&rows::PROPAGATORS)? {
        Some(propagators) => Ok(propagators),
        None if on_aws => Ok(Propagators::ON_AWS),
        None => environment.get(&rows::PROPAGATORS),
    }
}

fn sampling(
    environment: &Environment<'_>,
    deployment: Option<&str>,
    warnings: &mut Vec<String>,
) -> Result<Sampling, Error> {
    let sampler = environment.set(&rows::SAMPLER)?;
    let argument = environment.set(&rows::SAMPLER_ARGUMENT)?;
    let plain = environment.set(&rows::SAMPLING_RATIO)?;
    let ratio = match sampler {
        Some(sampler) => {
            if plain.is_some() {
                warnings.push(
                    "`OTEL_SAMPLING_RATIO` is ignored, because `OTEL_TRACES_SAMPLER` is set".into(),
                );
            }
            if sampler.fixed.is_some() && argument.is_some() {
                warnings.push(
                    "`OTEL_TRACES_SAMPLER_ARG` is ignored, because the sampler in `OTEL_TRACES_SAMPLER` takes no ratio".into(),
                );
            }
            match sampler.fixed {
                Some(on) => f64::from(u8::from(on)),
                None => argument.unwrap_or(1.0),
            }
        }
        None => {
            if argument.is_some() {
                warnings.push(
                    "`OTEL_TRACES_SAMPLER_ARG` is ignored, because `OTEL_TRACES_SAMPLER` is not set; set it to \
                     `parentbased_traceidratio`"
                        .into(),
                );
            }
            match plain {
                Some(ratio) => ratio,
                None => environment.get(&rows::SAMPLING_RATIO)?,
            }
        }
    };
    let keep = environment.set(&rows::SAMPLING_KEEP)?;
    let mut gate = environment.get(&rows::SAMPLING_GATE)?;
    if gate && keep.is_some() {
        warnings.push(
            "`TELEMETRY_SAMPLING_GATE` is ignored, because `OTEL_SAMPLING_KEEP` is set, and a request can be kept only \
             if its spans were recorded"
                .into(),
        );
        gate = false;
    }
    if ratio >= 1.0 && deployment.is_some_and(|it| it.eq_ignore_ascii_case("production")) {
        warnings.push(
            "every request is exported in `production`, because the sampling ratio is 1.0; set `OTEL_SAMPLING_RATIO` \
             to a lower number, and `OTEL_SAMPLING_KEEP=errors,slow>500ms` to keep errors and slow requests"
                .into(),
        );
    }
    Ok(Sampling {
        ratio,
        parent_based: sampler.is_none_or(|sampler| sampler.parent_based),
        keep,
        gate,
    })
}

fn batches(
    environment: &Environment<'_>,
    traces: Exporter,
    warnings: &mut Vec<String>,
) -> Result<Batches, Error> {
    let queue = environment.get(&rows::QUEUE_SIZE)?;
    let size = match (environment.set(&rows::BATCH_SIZE)?, traces) {
        (Some(size), _) => size,
        // A tree is printed when its request ends, before the lines that are logged later.
        (None, Exporter::Console) => 1,
        (None, _) => environment.get(&rows::BATCH_SIZE)?,
    };
    if size > queue {
        warnings.push(format!(
            "`OTEL_BSP_MAX_EXPORT_BATCH_SIZE` is {size}, but the queue holds only {queue} spans, so a batch has at most \
             {queue}; raise `OTEL_BSP_MAX_QUEUE_SIZE`"
        ));
    }
    Ok(Batches {
        queue,
        size: size.min(queue),
        // Without a delay the thread would never sleep.
        delay: Duration::from_millis(environment.get(&rows::SCHEDULE_DELAY)?.max(1)),
    })
}
