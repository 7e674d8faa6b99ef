//! [`Builder`]: the options that are set in code, and how telemetry starts.

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

/// The options of telemetry that are set in code. All others are [settings](crate::settings) from the environment.
/// `telemetry!` makes it.
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
    /// `None` means the process's own environment.
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
    /// Creates a builder for a service of this name and version. This policy decides what is redacted in its outputs.
    pub fn new(name: &'static str, version: &'static str, policy: Policy) -> Self {
        Self {
            code: Code::new(Service { name, version }, policy),
            environment: None,
            defaults: Vec::new(),
        }
    }

    /// Reads variables through this function instead of from the process's environment. Use it in tests.
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

    /// Sets the value that a variable has when it is not set, instead of the variable's own default.
    pub fn default_value(mut self, variable: &'static str, value: impl Into<String>) -> Self {
        self.defaults.push((variable, value.into()));
        self
    }

    /// Adds an attribute of the service to the resource. `OTEL_RESOURCE_ATTRIBUTES` takes precedence over it.
    pub fn with_attribute(
        mut self,
        key: &'static str,
        value: impl Into<opentelemetry::Value>,
    ) -> Self {
        self.code.attributes.push(KeyValue::new(key, value));
        self
    }

    /// Adds a layer to the subscriber, next to the two outputs. The layer sees values that are not redacted.
    ///
    /// With such a layer, a disabled `debug!` is no longer free, because every callsite is asked whether it is enabled.
    pub fn with_layer(mut self, layer: impl Layer<Registry> + Send + Sync) -> Self {
        self.code.extra.push(Box::new(layer));
        self
    }

    /// Sets the client for OTLP over HTTP, instead of the bundled one. It is called on the exporter's own thread,
    /// outside any tokio runtime.
    pub fn with_http_client(mut self, client: impl HttpClient + 'static) -> Self {
        self.code.client = Some(Arc::new(client));
        self
    }

    /// Sets the source of trace ids and span ids. By default they are random, and when X-Ray is the target, trace ids
    /// begin with the time.
    pub fn with_id_generator(mut self, ids: impl IdGenerator + 'static) -> Self {
        self.code.ids = Some(Box::new(ids));
        self
    }

    /// Sets the source of the keys that sign requests to X-Ray, instead of the environment and a container's endpoint.
    #[cfg(feature = "xray")]
    pub fn with_credentials(mut self, provider: impl ProvideCredentials) -> Self {
        self.code.credentials = Some(Box::new(provider));
        self
    }

    /// Turns redaction off, so that the benchmark has something to compare with.
    #[cfg(feature = "__unredacted")]
    #[doc(hidden)]
    pub fn unredacted(mut self) -> Self {
        self.code.unredacted = true;
        self
    }

    /// Writes the lines of the log here instead of to stdout. Each line is written with one call, on a thread of its
    /// own. Once [`Telemetry::flush`] returns, every line that was logged before is written.
    pub fn with_log_writer(mut self, writer: impl Write + Send + 'static) -> Self {
        self.code.logs = Some(Box::new(writer));
        self
    }

    /// Prints trees and the table of percentiles here instead of to stdout, when the exporter is `console`. As with the
    /// log, this happens on a thread of its own.
    pub fn with_console_writer(mut self, writer: impl Write + Send + 'static) -> Self {
        self.code.console = Some(Box::new(writer));
        self
    }

    /// Sets what happens on a panic, unless `TELEMETRY_PANICS` is set.
    pub fn with_panics(self, panics: Panics) -> Self {
        self.default_value("TELEMETRY_PANICS", panics.as_str())
    }

    /// Sets which responses of a server are errors, unless `TELEMETRY_HTTP_ERRORS` is set.
    pub fn with_http_errors(self, errors: HttpErrors) -> Self {
        self.default_value("TELEMETRY_HTTP_ERRORS", errors.as_str())
    }

    /// Starts telemetry for the process. Call it once, in `main`, after secrets are loaded.
    ///
    /// From then on a panic is one redacted line in the log, as [`Panics`] describes. That stays so after the guard has
    /// shut down.
    ///
    /// # Errors
    ///
    /// Returns an error if a variable holds a value that it does not accept, if this build lacks a feature that a
    /// setting needs, or if the process already has a subscriber. It never fails because of a collector: one that
    /// cannot be reached is logged once.
    pub fn init(self) -> Result<Telemetry, Error> {
        let parts = self.assemble(Lines::Stdout, None)?;
        // The subscriber is set first, so that no message after this point is lost.
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

    /// Builds the same pipeline as [`init`](Self::init), but does not set it as the process's subscriber. Nothing of
    /// the process is changed, and the lines of the log are kept in memory. Use it for tests against a collector.
    ///
    /// # Errors
    ///
    /// Returns the same errors as [`init`](Self::init).
    pub fn local(self) -> Result<Local, Error> {
        self.kept(None)
    }

    /// Builds a pipeline that keeps both outputs in memory and changes nothing of the process, so that tests can run in
    /// parallel.
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
    /// Returns the same errors as [`init`](Self::init).
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
            // A function cannot list the other variables that are set.
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

/// Returns a variable of the process's environment.
fn process(variable: &str) -> Option<String> {
    std::env::var_os(variable).map(|value| value.to_string_lossy().into_owned())
}
