//! [`Builder`]: what code decides of telemetry, and the start of the process's.

use std::fmt;
use std::io::Write;
use std::sync::{Arc, Mutex};

use opentelemetry::KeyValue;
use opentelemetry_http::HttpClient;
use opentelemetry_sdk::trace::IdGenerator;
use scorer_instrument_policy::Policy;
use tracing_subscriber::{Layer, Registry};

use crate::assembly::{Code, Lines, Parts, Service, Variables, assemble};
use crate::config::http_errors::HttpErrors;
use crate::config::panics::Panics;
use crate::error::Error;
use crate::export::memory::Memory;
use crate::export::native::Native;
#[cfg(feature = "xray")]
use crate::export::xray::ProvideCredentials;
use crate::guard::Telemetry;
use crate::local::Local;
use crate::panics;
use crate::settings;
use crate::stderr;

type Lookup = Box<dyn Fn(&str) -> Option<String>>;

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
    code: Code,
    /// The process's own where there is none.
    environment: Option<Lookup>,
    defaults: Vec<(&'static str, String)>,
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("service", &self.code.service)
            .finish_non_exhaustive()
    }
}

impl Builder {
    /// A builder for a service of this name and version, whose outputs are redacted by this policy.
    pub fn new(name: &'static str, version: &'static str, policy: Policy) -> Self {
        Self {
            code: Code::new(Service { name, version }, policy),
            environment: None,
            defaults: Vec::new(),
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
        self.environment = Some(Box::new(lookup));
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
        self.code.attributes.push(KeyValue::new(key, value));
        self
    }

    /// One more layer beside the two outputs. It sees what is not redacted.
    ///
    /// Beside it, a disabled `debug!` costs more than nothing: every callsite is asked.
    pub fn with_layer(mut self, layer: impl Layer<Registry> + Send + Sync) -> Self {
        self.code.extra.push(Box::new(layer));
        self
    }

    /// The client of OTLP over HTTP, in place of the bundled one. It is called on the exporter's own thread, where no
    /// tokio runtime is.
    pub fn with_http_client(mut self, client: impl HttpClient + 'static) -> Self {
        self.code.client = Some(Arc::new(client));
        self
    }

    /// The source of trace ids and span ids, in place of random ones, which begin with their time where X-Ray is the
    /// target.
    pub fn with_id_generator(mut self, ids: impl IdGenerator + 'static) -> Self {
        self.code.ids = Some(Box::new(ids));
        self
    }

    /// Where the keys come from that sign requests to X-Ray, in place of the environment and a container's endpoint.
    #[cfg(feature = "xray")]
    pub fn with_credentials(mut self, provider: impl ProvideCredentials) -> Self {
        self.code.credentials = Some(Box::new(provider));
        self
    }

    /// Replaces nothing: what the bench compares with.
    #[cfg(feature = "__unredacted")]
    #[doc(hidden)]
    pub fn unredacted(mut self) -> Self {
        self.code.unredacted = true;
        self
    }

    /// Writes the log's lines here in place of stdout, each with one call, on a thread of its own. What is logged there is
    /// written when [`Telemetry::flush`] returns.
    pub fn with_log_writer(mut self, writer: impl Write + Send + 'static) -> Self {
        self.code.logs = Some(Box::new(writer));
        self
    }

    /// Prints trees and the table of percentiles here in place of stdout, where the exporter is `console`; on a thread of
    /// its own, as the log.
    pub fn with_console_writer(mut self, writer: impl Write + Send + 'static) -> Self {
        self.code.console = Some(Box::new(writer));
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
    pub fn init(self) -> Result<Telemetry, Error> {
        let parts = self.assemble(Lines::Stdout, None)?;
        // The subscriber stands first, so that nothing that is said from here on is lost.
        tracing::dispatcher::set_global_default(parts.dispatch.clone())
            .map_err(|_| Error::AlreadyStarted)?;
        let telemetry = parts.telemetry;
        stderr::redact_by(&telemetry.redactor);
        panics::install(
            parts.panics,
            Arc::clone(&telemetry.logs),
            telemetry.redactor.clone(),
        );
        if let Some(queue) = telemetry.queue.clone() {
            let native = Native {
                queue,
                sampler: Arc::clone(&telemetry.sampler),
                propagators: parts.propagators,
                redactor: telemetry.redactor.clone(),
                resource: parts.resource,
            };
            native.install();
        }
        parts.said.say(&telemetry.logs);
        Ok(telemetry)
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

    fn kept(self, memory: Option<Memory>) -> Result<Local, Error> {
        let lines = Arc::new(Mutex::new(Vec::new()));
        let parts = self.assemble(Lines::Memory(Arc::clone(&lines)), memory.clone())?;
        parts.said.say(&parts.telemetry.logs);
        Ok(Local {
            dispatch: parts.dispatch,
            telemetry: parts.telemetry,
            memory: memory.unwrap_or_default(),
            lines,
        })
    }

    fn assemble(self, lines: Lines, memory: Option<Memory>) -> Result<Parts, Error> {
        let Self {
            code,
            environment,
            defaults,
        } = self;
        let given = |variable: &str| {
            let value = match &environment {
                Some(lookup) => lookup(variable),
                None => process(variable),
            };
            value.filter(|value| !value.trim().is_empty())
        };
        let lookup = |variable: &str| {
            given(variable).or_else(|| {
                let default = defaults.iter().rfind(|(name, _)| *name == variable);
                default.map(|(_, value)| value.clone())
            })
        };
        let mut set: Vec<String> = if environment.is_some() {
            // What else it holds, a function does not tell.
            settings::UNSUPPORTED
                .iter()
                .copied()
                .map(Into::into)
                .collect()
        } else {
            std::env::vars_os()
                .filter_map(|(name, _)| name.into_string().ok())
                .filter(|name| settings::is_ours(name))
                .collect()
        };
        set.retain(|name| given(name).is_some());
        set.extend(defaults.iter().map(|(name, _)| (*name).to_owned()));
        let variables = Variables {
            lookup: &lookup,
            set,
        };
        assemble(code, &variables, lines, memory)
    }
}

/// A variable of the process.
fn process(variable: &str) -> Option<String> {
    std::env::var_os(variable).map(|value| value.to_string_lossy().into_owned())
}
