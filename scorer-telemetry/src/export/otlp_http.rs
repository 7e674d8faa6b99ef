//! The HTTP client of the exporter's thread. It blocks, it is small, and the features of other crates do not change it.

use std::fmt;
use std::future::{Future, ready};
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{Request, Response};
use opentelemetry_http::{HttpClient, HttpError};
use opentelemetry_proto::tonic::collector::trace::v1::{
    ExportTracePartialSuccess, ExportTraceServiceResponse,
};
use prost::Message as _;

use crate::config::otlp::Otlp;
use crate::error::Error;

#[cfg(not(feature = "tls"))]
use super::otlp::no_tls;
#[cfg(feature = "tls")]
use super::tls;

/// The longest answer that is read from a collector, in bytes.
const LONGEST_ANSWER: u64 = 4 * 1024 * 1024;

/// A request up to this size is not assumed to be too large. A collector's default limit is twenty times as large:
/// <https://github.com/open-telemetry/opentelemetry-collector/blob/main/config/confighttp/README.md>.
const LEAST_LIMIT: usize = 1024 * 1024;

/// Creates the bundled client, which writes to `failure` what went wrong.
///
/// # Errors
///
/// Returns an error if this build has no TLS and the client needs it, or if a file for TLS cannot be used.
pub(crate) fn own_client(otlp: &Otlp, failure: &LastFailure) -> Result<Client, Error> {
    #[cfg(not(feature = "tls"))]
    no_tls(otlp, "tls")?;
    Client::new(otlp, failure.clone())
}

/// What is known of the last request if it failed or was not fully accepted.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is asked alone")]
pub(crate) struct Failure {
    /// The error of the transport, what the answer says, or what a better source says.
    pub(crate) cause: Option<String>,
    /// Whether the same request may succeed later.
    pub(crate) may_pass: bool,
    /// How long the collector wants to be left alone.
    pub(crate) retry_after: Option<Duration>,
    /// Whether nothing listens at the address, which is known at once.
    pub(crate) nobody_listens: bool,
    /// Whether it was refused for its size.
    pub(crate) too_large: bool,
    /// What the collector did not accept, although its answer was a success.
    pub(crate) rejected: Option<Rejected>,
    /// Whether the successful answer does not come from a collector.
    pub(crate) is_no_otlp: bool,
}

impl Failure {
    /// A failure that a retry will not fix.
    pub(super) fn of(cause: String) -> Self {
        Self {
            cause: Some(cause),
            ..Self::default()
        }
    }
}

/// Spans that a collector will never accept, and why.
#[derive(Debug)]
pub(crate) struct Rejected {
    pub(crate) spans: u64,
    pub(crate) why: String,
}

/// Where the client leaves the details of the last request.
#[derive(Clone, Debug, Default)]
pub(crate) struct LastFailure(Arc<Mutex<Failure>>);

impl LastFailure {
    pub(crate) fn set(&self, cause: Option<String>) {
        self.lock().cause = cause;
    }

    /// Notes how a request ended. According to the standard, only some statuses are worth a retry.
    fn note(&self, result: &Result<Response<Bytes>, HttpError>) {
        let mut last = self.lock();
        last.may_pass = match result {
            Ok(response) => matches!(response.status().as_u16(), 429 | 502 | 503 | 504),
            Err(_) => true,
        };
        last.retry_after = result.as_ref().ok().and_then(retry_after);
        last.too_large = result
            .as_ref()
            .is_ok_and(|it| it.status() == http::StatusCode::PAYLOAD_TOO_LARGE);
        last.nobody_listens = result.as_ref().is_err_and(nobody_listens);
        last.rejected = None;
        last.is_no_otlp = false;
        match result {
            Ok(response) if response.status().is_success() => {
                match ExportTraceServiceResponse::decode(&response.body()[..]) {
                    Ok(answer) => last.rejected = answer.partial_success.and_then(Rejected::of),
                    Err(_) => last.is_no_otlp = true,
                }
            }
            // A better source has already reported the cause.
            Ok(response) if last.cause.is_none() => last.cause = reason(response),
            _ => {}
        }
    }

    pub(crate) fn take(&self) -> Failure {
        std::mem::take(&mut *self.lock())
    }

    fn lock(&self) -> MutexGuard<'_, Failure> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Rejected {
    /// What a successful answer says was not accepted, if anything.
    pub(crate) fn of(partial: ExportTracePartialSuccess) -> Option<Self> {
        let spans = u64::try_from(partial.rejected_spans).ok()?;
        (spans > 0).then_some(Self {
            spans,
            why: partial.error_message,
        })
    }
}

/// How long a collector wants to be left alone: <https://opentelemetry.io/docs/specs/otlp/#otlphttp-throttling>.
fn retry_after(response: &Response<Bytes>) -> Option<Duration> {
    if !matches!(response.status().as_u16(), 429 | 503) {
        return None;
    }
    let value = response.headers().get(http::header::RETRY_AFTER)?;
    let value = value.to_str().ok()?.trim();
    match value.parse() {
        Ok(seconds) => Some(Duration::from_secs(seconds)),
        // A time that has passed already is no reason to wait.
        Err(_) => {
            let date = httpdate::parse_http_date(value).ok()?;
            date.duration_since(SystemTime::now()).ok()
        }
    }
}

/// The body of every answer that is not a success: <https://opentelemetry.io/docs/specs/otlp/#failures-1>.
#[derive(Clone, PartialEq, prost::Message)]
struct Status {
    #[prost(string, tag = "2")]
    message: String,
}

/// Why a collector, or a proxy in front of it, did not accept an export, in its own words.
fn reason(response: &Response<Bytes>) -> Option<String> {
    let kind = response.headers().get(http::header::CONTENT_TYPE);
    let kind = kind.and_then(|it| it.to_str().ok()).unwrap_or_default();
    let text = if kind.starts_with("application/x-protobuf") {
        Status::decode(&response.body()[..]).ok()?.message
    } else {
        std::str::from_utf8(response.body()).ok()?.to_owned()
    };
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// Whether the host of a URL is this machine.
pub(crate) fn is_this_machine(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    match host.parse::<IpAddr>() {
        Ok(address) => address.is_loopback(),
        Err(_) => host.eq_ignore_ascii_case("localhost"),
    }
}

/// The scheme, the host and the port of a URL. A user and a password are left out.
fn address(uri: &http::Uri) -> String {
    let scheme = uri.scheme_str().unwrap_or("http");
    let host = uri.host().unwrap_or_default();
    match uri.port() {
        Some(port) => format!("{scheme}://{host}:{port}"),
        None => format!("{scheme}://{host}"),
    }
}

/// A blocking client.
pub(crate) struct Client {
    agent: ureq::Agent,
    failure: LastFailure,
    /// The collector's scheme, host and port.
    address: String,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").finish_non_exhaustive()
    }
}

impl Client {
    /// Creates a client for this collector. It checks certificates against the authority in the collector's PEM file.
    ///
    /// # Errors
    ///
    /// Returns an error if the file cannot be used.
    #[cfg_attr(
        not(feature = "tls"),
        expect(clippy::unnecessary_wraps, reason = "with TLS a file can be none")
    )]
    pub(crate) fn new(otlp: &Otlp, failure: LastFailure) -> Result<Self, Error> {
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(otlp.timeout))
            .http_status_as_error(false)
            // If a collector has moved, the setting has to change. Headers with credentials must not be sent to another
            // host.
            .max_redirects(0);
        let uri = otlp.endpoint.parse::<http::Uri>().ok();
        // For a proxy, `localhost` would be another machine.
        let config = match uri.as_ref().and_then(http::Uri::host) {
            Some(host) if is_this_machine(host) => config.proxy(None),
            _ => config,
        };
        #[cfg(feature = "tls")]
        let config = config.tls_config(tls_config(otlp)?);
        Ok(Self {
            agent: config.build().into(),
            failure,
            address: uri.as_ref().map(address).unwrap_or_default(),
        })
    }

    fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let (parts, body) = request.into_parts();
        let response = self.agent.run(Request::from_parts(parts, &body[..]))?;
        let (parts, mut body) = response.into_parts();
        let body = body.with_config().limit(LONGEST_ANSWER).read_to_vec()?;
        Ok(Response::from_parts(parts, body.into()))
    }
}

impl HttpClient for Client {
    fn send_bytes<'client, 'sent>(
        &'client self,
        request: Request<Bytes>,
    ) -> Pin<Box<dyn Future<Output = Result<Response<Bytes>, HttpError>> + Send + 'sent>>
    where
        'client: 'sent,
        Self: 'sent,
    {
        let bytes = request.body().len();
        let result = self.send(request);
        let cause = |error| cause(error, &self.address);
        self.failure.set(result.as_ref().err().map(cause));
        self.failure.note(&result);
        // If a collector does not close the connection, it answers 400, not 413.
        let refused = match &result {
            Ok(response) => response.status() == http::StatusCode::BAD_REQUEST,
            Err(error) => is_cut_off(error),
        };
        if refused && bytes > LEAST_LIMIT {
            self.failure.lock().too_large = true;
        }
        Box::pin(ready(result))
    }
}

/// Whether nothing listens at the address that a request was sent to.
fn nobody_listens(error: &HttpError) -> bool {
    matches!(error.downcast_ref::<ureq::Error>(), Some(ureq::Error::Io(error)) if is_refused(error))
}

fn is_refused(error: &std::io::Error) -> bool {
    error.kind() == std::io::ErrorKind::ConnectionRefused
}

/// Whether the other side closed the connection before it had read everything. A collector does this with a request
/// that is too long, and its answer is lost with the connection.
fn is_cut_off(error: &HttpError) -> bool {
    use std::io::ErrorKind::{BrokenPipe, ConnectionReset};

    match error.downcast_ref::<ureq::Error>() {
        Some(ureq::Error::Io(error)) => matches!(error.kind(), BrokenPipe | ConnectionReset),
        _ => false,
    }
}

/// What went wrong, and what to check if the other side uses another protocol.
fn cause(error: &HttpError, address: &str) -> String {
    let hint = match error.downcast_ref::<ureq::Error>() {
        Some(ureq::Error::Protocol(_)) => {
            "; the other side does not speak HTTP/1.1. If this is a collector's port for gRPC, set OTEL_EXPORTER_OTLP_PROTOCOL=grpc"
        }
        Some(ureq::Error::Io(error)) if is_refused(error) => {
            return format!(
                "no collector listens at {address}: {error}. OTEL_EXPORTER_OTLP_ENDPOINT says where it is, and \
                 OTEL_TRACES_EXPORTER=console or none does without it"
            );
        }
        // A server that ends the connection with input unread resets it, and what it answered may be lost with it.
        Some(ureq::Error::Io(error)) if error.kind() == std::io::ErrorKind::ConnectionReset => {
            "; the other side ended the connection. If this is a collector's port for gRPC, set OTEL_EXPORTER_OTLP_PROTOCOL=grpc"
        }
        Some(ureq::Error::Io(error)) if is_no_tls(error) => {
            "; the other side does not speak TLS. Without TLS, the endpoint begins with http://"
        }
        _ => "",
    };
    format!("{error}{hint}")
}

/// Whether the answer to a TLS handshake was not TLS.
fn is_no_tls(error: &std::io::Error) -> bool {
    #[cfg(feature = "tls")]
    let is_none = error
        .get_ref()
        .and_then(|it| it.downcast_ref::<rustls::Error>())
        .is_some_and(|it| matches!(it, rustls::Error::InvalidMessage(_)));
    #[cfg(not(feature = "tls"))]
    let is_none = {
        let _ = error;
        false
    };
    is_none
}

/// A client that the user provides, shared by spans and percentiles.
#[derive(Debug, Clone)]
pub(crate) struct SharedClient {
    pub(crate) client: Arc<dyn HttpClient>,
    pub(crate) failure: LastFailure,
}

impl HttpClient for SharedClient {
    fn send_bytes<'client, 'sent>(
        &'client self,
        request: Request<Bytes>,
    ) -> Pin<Box<dyn Future<Output = Result<Response<Bytes>, HttpError>> + Send + 'sent>>
    where
        'client: 'sent,
        Self: 'sent,
    {
        // Clears what the previous attempt left there.
        self.failure.set(None);
        let sent = self.client.send_bytes(request);
        let failure = self.failure.clone();
        Box::pin(async move {
            let result = sent.await;
            failure.note(&result);
            result
        })
    }
}

#[cfg(feature = "tls")]
fn tls_config(otlp: &Otlp) -> Result<ureq::tls::TlsConfig, Error> {
    use ureq::tls::{ClientCert, PemItem, PrivateKey, RootCerts, TlsConfig, parse_pem};

    let files = tls::read(otlp)?;
    let certificates = |pem: &[u8]| {
        let items = parse_pem(pem).filter_map(|item| match item {
            Ok(PemItem::Certificate(certificate)) => Some(certificate),
            _ => None,
        });
        items.collect::<Vec<_>>()
    };
    let mut config = TlsConfig::builder();
    if let Some(pem) = &files.authority {
        config = config.root_certs(RootCerts::from(certificates(pem)));
    }
    if let (Some(identity), Some(named)) = (&files.identity, &otlp.identity) {
        let key = PrivateKey::from_pem(&identity.key);
        let key = key.map_err(|error| named.key.refused(error.to_string()))?;
        let chain = certificates(&identity.certificate);
        config = config.client_cert(Some(ClientCert::new_with_certs(&chain, key)));
    }
    Ok(config.build())
}
