//! The options that code sets, before the environment is read.

use std::fmt;
use std::io::Write;
use std::sync::{Arc, Mutex};

use opentelemetry::KeyValue;
use opentelemetry_http::HttpClient;
use opentelemetry_sdk::trace::IdGenerator;
use scorer_instrument_policy::Policy;
use tracing_subscriber::{Layer, Registry};

#[cfg(feature = "xray")]
use crate::export::xray::ProvideCredentials;

/// The options that code sets.
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

/// Where lines are written if code sets no writer.
pub(crate) enum Lines {
    Stdout,
    Memory(Arc<Mutex<Vec<u8>>>),
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
