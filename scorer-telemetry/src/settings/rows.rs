//! Every variable that the runtime reads: its name, what it means, its default and what it accepts.

use crate::config::http_errors::HttpErrors;
use crate::config::otlp::{Compression, Headers, Histograms, Protocol, Temporality};
use crate::config::outputs::{Durations, Exporter};
use crate::config::panics::Panics;
use crate::config::propagators::Propagators;
use crate::config::sampling::{Keep, SamplerName};

use super::parse;

/// A variable of the environment, as the documentation shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Setting {
    /// The variable.
    pub variable: &'static str,
    /// What the variable means.
    pub meaning: &'static str,
    /// The value that applies if it is not set. Empty if there is none.
    pub default: &'static str,
    /// The values that it accepts.
    pub accepted: &'static str,
}

/// A variable, and how its value is read.
pub(super) struct Row<T: 'static> {
    pub(super) setting: Setting,
    pub(super) parse: fn(&str) -> Option<T>,
    /// Whether a message may show the value.
    pub(super) shown: bool,
}

macro_rules! rows {
    ($($name:ident: $type:ty = $parse:expr, $variable:literal, $default:literal, $accepted:expr, $meaning:literal $(, $hidden:ident)?;)*) => {
        $(pub(super) static $name: Row<$type> = Row {
            setting: Setting { variable: $variable, meaning: $meaning, default: $default, accepted: $accepted },
            parse: $parse,
            shown: rows!(@shown $($hidden)?),
        };)*

        /// Every variable that the runtime reads, in the order of the documentation.
        ///
        /// ```
        /// let ratio = scorer_instrument::settings::SETTINGS
        ///     .iter()
        ///     .find(|setting| setting.variable == "OTEL_SAMPLING_RATIO")
        ///     .expect("a documented variable");
        /// assert_eq!(ratio.default, "1.0");
        /// ```
        pub static SETTINGS: &[Setting] = &[$($name.setting),*];

        /// Returns for each default whether its own row accepts it.
        #[cfg(test)]
        pub(super) fn defaults_are_accepted() -> Vec<(&'static str, bool)> {
            vec![$(($variable, $default.is_empty() || ($parse)($default).is_some())),*]
        }
    };
    (@shown) => { true };
    (@shown hidden) => { false };
}

const FLAG: &str = "true or false";
const COUNT: &str = "a whole number, at least 1";
const MILLISECONDS: &str = "a whole number of milliseconds";
const URL: &str =
    "an `http://` or `https://` URL without a query; a port, if given, is from 1 to 65535";
const PROTOCOL: &str = "http/protobuf or grpc";
const EXPORTER: &str = "otlp, console or none";
const PEM: &str = "the path of a PEM file";
const COMPRESSION: &str = "gzip or none";
const PAIRS: &str = "`name=value` pairs, separated by commas, with percent-encoded values";
const HEADERS: &str = "`name=value` pairs, separated by commas, with percent-encoded values; each name is that of an HTTP header";
pub(crate) const FILTER: &str = "a level (off, error, warn, info, debug or trace), `target=level` pairs, or both, separated by commas";
const RATIO_RANGE: &str = "a number from 0.0 to 1.0";

rows! {
    SDK_DISABLED: bool = parse::flag, "OTEL_SDK_DISABLED", "false", FLAG,
        "if true, nothing is exported; logs are still written";
    SERVICE_NAME: String = parse::text, "OTEL_SERVICE_NAME", "", "text",
        "the name of the service; by default the name of the crate that calls `telemetry!`";
    RESOURCE_ATTRIBUTES: Headers = parse::pairs, "OTEL_RESOURCE_ATTRIBUTES", "", PAIRS,
        "attributes of the service, which every export carries", hidden;
    ENVIRONMENT: String = parse::text, "ENVIRONMENT", "", "text",
        "recorded as `deployment.environment.name`; if it is `production`, a sampling ratio of 1.0 causes a warning";

    LOGS_FILTER: String = parse::log_filter, "RUST_LOG", "info", FILTER,
        "which events are logged on stdout; it does not affect which spans are exported";
    LOGS_TARGET: bool = parse::flag, "TELEMETRY_LOG_TARGET", "false", FLAG,
        "if true, each log line has the target of its event";
    LOGS_DURATIONS: Durations = parse::durations, "TELEMETRY_LOG_DURATIONS", "root", "off, root or all",
        "which spans write a log line with `duration_ms` when they end: none, the first span of each request, or all";
    LOGS_BUFFER: usize = parse::count, "TELEMETRY_LOG_BUFFER", "8388608", COUNT,
        "how many bytes of log lines are kept while stdout is slow; lines beyond that are dropped and counted";
    PANICS: Panics = Panics::parse, "TELEMETRY_PANICS", "log", "log, both or off",
        "what happens on a panic: `log` writes one redacted log line instead of calling the previous panic hook, `both` does both, and `off` leaves the previous hook in place";
    HTTP_ERRORS: HttpErrors = HttpErrors::parse, "TELEMETRY_HTTP_ERRORS", "server", "server, or `server,client`",
        "which status codes make a request count as failed, in logs, spans, percentiles and `OTEL_SAMPLING_KEEP`: 500 and above, or with `server,client` 400 and above";

    FINGERPRINT_KEY: () = parse::fingerprint_key, "TELEMETRY_FINGERPRINT_KEY", "", "text of at least 16 bytes",
        "the key of `fingerprint`; instances whose fingerprints are compared need the same key. By default, each process makes a random one", hidden;

    TRACES_FILTER: String = parse::trace_filter, "TELEMETRY_TRACES_FILTER", "info", FILTER,
        "which spans are exported, and which events in them";
    TRACES_EXPORTER: Exporter = parse::exporter, "OTEL_TRACES_EXPORTER", "otlp", EXPORTER,
        "where spans go: to a collector, to stdout as the tree of each request with a table of percentiles at the end, or nowhere";
    NO_COLOR: bool = parse::anything, "NO_COLOR", "", "any text",
        "if set, trees have no colour; by default, they have colour if stdout is a terminal";
    METRICS_EXPORTER: Exporter = parse::exporter, "OTEL_METRICS_EXPORTER", "otlp", EXPORTER,
        "where percentiles go; if not set, to the same place as spans";
    METRICS_INTERVAL: u64 = parse::number, "OTEL_METRIC_EXPORT_INTERVAL", "60000", MILLISECONDS,
        "the time between two exports of percentiles";
    PROPAGATORS: Propagators = parse::propagators, "OTEL_PROPAGATORS", "tracecontext,baggage",
        "any of tracecontext, baggage, xray and xray-lambda, separated by commas; or none",
        "which headers carry a trace from service to service; if two of them name a caller, the one that is later in the list is used. On Lambda, and if spans go to X-Ray, the default is `baggage,xray,tracecontext`";

    PROTOCOL_ALL: Protocol = parse::protocol, "OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf", PROTOCOL,
        "the protocol of exports; `grpc` needs the feature `grpc`";
    PROTOCOL_TRACES: Protocol = parse::protocol, "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "", PROTOCOL,
        "the same, for spans only";
    PROTOCOL_METRICS: Protocol = parse::protocol, "OTEL_EXPORTER_OTLP_METRICS_PROTOCOL", "", PROTOCOL,
        "the same, for percentiles only";
    ENDPOINT_ALL: String = parse::url, "OTEL_EXPORTER_OTLP_ENDPOINT", "", URL,
        "the URL of the collector; with `http/protobuf`, `/v1/traces` and `/v1/metrics` are appended to it. The default is `http://localhost:4318`, or `http://localhost:4317` with `grpc`; on Lambda the host is `127.0.0.1`. `https://xray.REGION.amazonaws.com` is X-Ray itself, which needs the feature `xray`", hidden;
    ENDPOINT_TRACES: String = parse::url, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "", URL,
        "the URL that spans are sent to, exactly as written: no path is appended", hidden;
    ENDPOINT_METRICS: String = parse::url, "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "", URL,
        "the URL that percentiles are sent to, exactly as written: no path is appended", hidden;
    HEADERS_ALL: Headers = parse::headers, "OTEL_EXPORTER_OTLP_HEADERS", "", HEADERS,
        "headers of every export", hidden;
    HEADERS_TRACES: Headers = parse::headers, "OTEL_EXPORTER_OTLP_TRACES_HEADERS", "", HEADERS,
        "headers of exports of spans, instead of those of every export", hidden;
    HEADERS_METRICS: Headers = parse::headers, "OTEL_EXPORTER_OTLP_METRICS_HEADERS", "", HEADERS,
        "headers of exports of percentiles, instead of those of every export", hidden;
    COMPRESSION_ALL: Compression = parse::compression, "OTEL_EXPORTER_OTLP_COMPRESSION", "none", COMPRESSION,
        "how exports are compressed; the default for X-Ray is gzip";
    COMPRESSION_TRACES: Compression = parse::compression, "OTEL_EXPORTER_OTLP_TRACES_COMPRESSION", "", COMPRESSION,
        "the same, for spans only";
    COMPRESSION_METRICS: Compression = parse::compression, "OTEL_EXPORTER_OTLP_METRICS_COMPRESSION", "", COMPRESSION,
        "the same, for percentiles only";
    TIMEOUT_ALL: u64 = parse::number, "OTEL_EXPORTER_OTLP_TIMEOUT", "10000", MILLISECONDS,
        "how long one attempt of an export may take; no further attempt starts after this time. On Lambda, it is at most nine tenths of `TELEMETRY_LAMBDA_FLUSH_TIMEOUT`";
    TIMEOUT_TRACES: u64 = parse::number, "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "", MILLISECONDS,
        "the same, for spans only";
    TIMEOUT_METRICS: u64 = parse::number, "OTEL_EXPORTER_OTLP_METRICS_TIMEOUT", "", MILLISECONDS,
        "the same, for percentiles only";
    CERTIFICATE_ALL: String = parse::text, "OTEL_EXPORTER_OTLP_CERTIFICATE", "", PEM,
        "the authority that must have signed the collector's certificate, instead of the public ones; needs the feature `tls`, or `grpc-tls` with gRPC";
    CERTIFICATE_TRACES: String = parse::text, "OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE", "", PEM,
        "the same, for spans only";
    CERTIFICATE_METRICS: String = parse::text, "OTEL_EXPORTER_OTLP_METRICS_CERTIFICATE", "", PEM,
        "the same, for percentiles only";
    CLIENT_CERTIFICATE_ALL: String = parse::text, "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE", "", PEM,
        "the certificate that is presented to the collector, followed by its issuers; needs `OTEL_EXPORTER_OTLP_CLIENT_KEY`";
    CLIENT_CERTIFICATE_TRACES: String = parse::text, "OTEL_EXPORTER_OTLP_TRACES_CLIENT_CERTIFICATE", "", PEM,
        "the same, for spans only";
    CLIENT_CERTIFICATE_METRICS: String = parse::text, "OTEL_EXPORTER_OTLP_METRICS_CLIENT_CERTIFICATE", "", PEM,
        "the same, for percentiles only";
    CLIENT_KEY_ALL: String = parse::text, "OTEL_EXPORTER_OTLP_CLIENT_KEY", "", PEM,
        "the private key of the certificate that is presented to the collector";
    CLIENT_KEY_TRACES: String = parse::text, "OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY", "", PEM,
        "the same, for spans only";
    CLIENT_KEY_METRICS: String = parse::text, "OTEL_EXPORTER_OTLP_METRICS_CLIENT_KEY", "", PEM,
        "the same, for percentiles only";
    TEMPORALITY: Temporality = parse::temporality, "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", "cumulative", "cumulative, delta or lowmemory",
        "whether percentiles cover the time since the start of the process (cumulative) or since the last export (delta, lowmemory)";
    HISTOGRAMS: Histograms = parse::histograms, "OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION", "base2_exponential_bucket_histogram", "base2_exponential_bucket_histogram or explicit_bucket_histogram",
        "the form of `telemetry.span.duration`: the exponential form is exact to 1.1 %; the explicit form has ten buckets for each power of ten, and is the only one that a collector's `prometheus` exporter does not drop";

    LAMBDA_FUNCTION: String = parse::text, "AWS_LAMBDA_FUNCTION_NAME", "", "text",
        "tells that the process runs on Lambda; recorded as `faas.name`";
    ACCESS_KEY_ID: String = parse::text, "AWS_ACCESS_KEY_ID", "", "text",
        "signs requests to X-Ray, together with `AWS_SECRET_ACCESS_KEY`; Lambda sets both", hidden;
    SECRET_ACCESS_KEY: String = parse::text, "AWS_SECRET_ACCESS_KEY", "", "text",
        "the secret key that belongs to `AWS_ACCESS_KEY_ID`", hidden;
    SESSION_TOKEN: String = parse::text, "AWS_SESSION_TOKEN", "", "text",
        "the session token of temporary keys", hidden;
    CONTAINER_RELATIVE: String = parse::text, "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "", "a path on `http://169.254.170.2`",
        "where to ask for the keys of the task's role if the environment has no keys; ECS sets it", hidden;
    CONTAINER_FULL: String = parse::text, "AWS_CONTAINER_CREDENTIALS_FULL_URI", "",
        "an `https://` URL; or an `http://` URL whose host is this machine, 169.254.170.2, 169.254.170.23 or fd00:ec2::23",
        "the same, as a whole URL; EKS sets it", hidden;
    CONTAINER_AUTHORIZATION: String = parse::text, "AWS_CONTAINER_AUTHORIZATION_TOKEN", "", "text",
        "the `Authorization` header of requests for keys", hidden;
    CONTAINER_AUTHORIZATION_FILE: String = parse::text, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "", "the path of a file",
        "a file that contains that header, which is read before each request; used instead of the variable if both are set";

    SAMPLING_RATIO: f64 = parse::ratio, "OTEL_SAMPLING_RATIO", "1.0", RATIO_RANGE,
        "the share of requests that is exported, unless the caller has decided; the guard can change it while the service runs";
    SAMPLER: SamplerName = parse::sampler, "OTEL_TRACES_SAMPLER", "parentbased_always_on",
        "always_on, always_off, traceidratio, parentbased_always_on, parentbased_always_off or parentbased_traceidratio",
        "the standard's way to set sampling; if it is set, `OTEL_SAMPLING_RATIO` is not used";
    SAMPLER_ARGUMENT: f64 = parse::ratio, "OTEL_TRACES_SAMPLER_ARG", "1.0", RATIO_RANGE,
        "the ratio of the samplers `traceidratio` and `parentbased_traceidratio`";
    SAMPLING_KEEP: Keep = parse::keep, "OTEL_SAMPLING_KEEP", "",
        "any of errors, cancelled and slow>DURATION (such as `slow>500ms` or `slow>2s`), separated by commas",
        "which requests are exported even if the ratio has dropped them";
    SAMPLING_GATE: bool = parse::flag, "TELEMETRY_SAMPLING_GATE", "false", FLAG,
        "if true, a request that is not sampled has no child spans: this is cheaper, but its log lines and percentiles know only its first span";

    QUEUE_SIZE: usize = parse::count, "OTEL_BSP_MAX_QUEUE_SIZE", "2048", COUNT,
        "how many finished spans may wait for their export; spans beyond that are dropped and counted";
    BATCH_SIZE: usize = parse::count, "OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "512", COUNT,
        "the largest number of spans in one export; with `OTEL_TRACES_EXPORTER=console` the default is 1, so that trees are printed at once";
    SCHEDULE_DELAY: u64 = parse::number, "OTEL_BSP_SCHEDULE_DELAY", "5000", MILLISECONDS,
        "how long a span waits for its batch to fill";
    EXPORT_TIMEOUT: u64 = parse::positive, "OTEL_BSP_EXPORT_TIMEOUT", "30000", "a whole number of milliseconds, at least 1",
        "how long the export of one batch may take, including all attempts";

    VALUE_LENGTH: usize = parse::count, "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", "1024", COUNT,
        "the length in bytes at which text is cut, in both outputs";
    SPAN_VALUE_LENGTH: usize = parse::count, "OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT", "", COUNT,
        "the same, for spans only";
    ATTRIBUTE_COUNT: usize = parse::count, "OTEL_ATTRIBUTE_COUNT_LIMIT", "128", COUNT,
        "the largest number of attributes of a span";
    SPAN_ATTRIBUTE_COUNT: usize = parse::count, "OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", "", COUNT,
        "the same; if both are set, this one is used";
    EVENT_COUNT: usize = parse::count, "OTEL_SPAN_EVENT_COUNT_LIMIT", "128", COUNT,
        "the largest number of events of a span";
    LINK_COUNT: usize = parse::count, "OTEL_SPAN_LINK_COUNT_LIMIT", "128", COUNT,
        "the largest number of links of a span";
    SLOW_STATEMENT: u64 = parse::number, "TELEMETRY_SLOW_STATEMENT", "1000", MILLISECONDS,
        "the time from which an SQL statement is marked as slow";
    DB_SYSTEM: String = parse::text, "TELEMETRY_DB_SYSTEM", "", "a name of the semantic conventions, such as postgresql, sqlite or mysql",
        "recorded as `db.system.name`; it also decides what is a literal in a statement. If it is not set, SQLite is known by the names of its threads and PostgreSQL by `$1`. A statement that reveals no database has that of the statements before it, or `other_sql`, and everything in it that may be a literal is treated as one";

    LAMBDA_FLUSH_TIMEOUT: u64 = parse::positive, "TELEMETRY_LAMBDA_FLUSH_TIMEOUT", "500", "a whole number of milliseconds, at least 1",
        "on Lambda, the longest time that an invocation waits for its export after its response was sent";
    LAMBDA_VERSION: String = parse::text, "AWS_LAMBDA_FUNCTION_VERSION", "", "set by Lambda",
        "recorded as `faas.version`";
    LAMBDA_INSTANCE: String = parse::text, "AWS_LAMBDA_LOG_STREAM_NAME", "", "set by Lambda",
        "recorded as `faas.instance`";
    LAMBDA_MEMORY: u64 = parse::number, "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "", "set by Lambda",
        "recorded as `faas.max_memory`";
    LAMBDA_START: String = parse::text, "AWS_LAMBDA_INITIALIZATION_TYPE", "", "set by Lambda",
        "tells whether a caller waited for the process to start, and whether the process is frozen between invocations";
    AWS_REGION: String = parse::text, "AWS_REGION", "", "set by Lambda",
        "recorded as `cloud.region`";
}
