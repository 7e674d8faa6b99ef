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
const COUNT: &str = "a whole number from 1";
const MILLISECONDS: &str = "milliseconds, a whole number";
const URL: &str =
    "an `http://` or `https://` URL, without a query, and with a port from 1 to 65535 if with one";
const PROTOCOL: &str = "http/protobuf or grpc";
const EXPORTER: &str = "otlp, console or none";
const PEM: &str = "the path of a PEM file";
const COMPRESSION: &str = "gzip or none";
const PAIRS: &str = "name=value pairs with commas between them, values percent-encoded";
const HEADERS: &str =
    "name=value pairs with commas between them, values percent-encoded, each a header of HTTP";
pub(crate) const FILTER: &str = "a level (off, error, warn, info, debug, trace) and target=level pairs, with commas between them";
const RATIO_RANGE: &str = "a number from 0.0 to 1.0";

rows! {
    SDK_DISABLED: bool = parse::flag, "OTEL_SDK_DISABLED", "false", FLAG,
        "exports nothing; logs stay on";
    SERVICE_NAME: String = parse::text, "OTEL_SERVICE_NAME", "", "text",
        "the service's name in place of the crate's";
    RESOURCE_ATTRIBUTES: Headers = parse::pairs, "OTEL_RESOURCE_ATTRIBUTES", "", PAIRS,
        "attributes of the service, on everything it exports", hidden;
    ENVIRONMENT: String = parse::text, "ENVIRONMENT", "", "text",
        "recorded as `deployment.environment.name`; `production` warns about a ratio of 1.0";

    LOGS_FILTER: String = parse::log_filter, "RUST_LOG", "info", FILTER,
        "which events are logged on stdout; of spans it takes nothing away";
    LOGS_TARGET: bool = parse::flag, "TELEMETRY_LOG_TARGET", "false", FLAG,
        "adds the target to each log line";
    LOGS_DURATIONS: Durations = parse::durations, "TELEMETRY_LOG_DURATIONS", "root", "off, root or all",
        "logs a line with `duration_ms` when a span closes: never, for the first span of a request, for every span";
    LOGS_BUFFER: usize = parse::count, "TELEMETRY_LOG_BUFFER", "8388608", COUNT,
        "how many bytes of log lines wait for stdout at most, when what reads it is slow; further lines are lost and counted";
    PANICS: Panics = Panics::parse, "TELEMETRY_PANICS", "log", "log, both or off",
        "what a panic does: `log` writes one redacted line in place of what the previous hook prints as it is, `both` does both, `off` leaves the previous hook alone";
    HTTP_ERRORS: HttpErrors = HttpErrors::parse, "TELEMETRY_HTTP_ERRORS", "server", "server, or server,client",
        "which answers are errors of their requests in log, spans, percentiles and `OTEL_SAMPLING_KEEP`: a status from 500 on, or one from 400 on as well";

    FINGERPRINT_KEY: () = parse::fingerprint_key, "TELEMETRY_FINGERPRINT_KEY", "", "a text of sixteen bytes or more",
        "the key of `fingerprint`, the same for all instances whose fingerprints are compared; without it each process makes its own", hidden;

    TRACES_FILTER: String = parse::trace_filter, "TELEMETRY_TRACES_FILTER", "info", FILTER,
        "which spans are exported, and which events in them";
    TRACES_EXPORTER: Exporter = parse::exporter, "OTEL_TRACES_EXPORTER", "otlp", EXPORTER,
        "where spans go; console prints the tree of each request and a table at the end";
    NO_COLOR: bool = parse::anything, "NO_COLOR", "", "any text",
        "prints trees without colour; without it, they have colour where stdout is a terminal";
    METRICS_EXPORTER: Exporter = parse::exporter, "OTEL_METRICS_EXPORTER", "otlp", EXPORTER,
        "where percentiles go; without it, where spans go";
    METRICS_INTERVAL: u64 = parse::number, "OTEL_METRIC_EXPORT_INTERVAL", "60000", MILLISECONDS,
        "the time between two exports of percentiles";
    PROPAGATORS: Propagators = parse::propagators, "OTEL_PROPAGATORS", "tracecontext,baggage",
        "tracecontext, baggage, xray and xray-lambda, with commas between them, or none",
        "which headers carry a trace from service to service; where two of them name a caller, the last one in the list holds. Without it on Lambda, and where spans go to X-Ray: `baggage,xray,tracecontext`";

    PROTOCOL_ALL: Protocol = parse::protocol, "OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf", PROTOCOL,
        "how the collector is spoken to; grpc needs the feature `grpc`";
    PROTOCOL_TRACES: Protocol = parse::protocol, "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "", PROTOCOL,
        "the same, for spans alone";
    PROTOCOL_METRICS: Protocol = parse::protocol, "OTEL_EXPORTER_OTLP_METRICS_PROTOCOL", "", PROTOCOL,
        "the same, for percentiles alone";
    ENDPOINT_ALL: String = parse::url, "OTEL_EXPORTER_OTLP_ENDPOINT", "", URL,
        "the collector; with http/protobuf `/v1/traces` and `/v1/metrics` are added to it. Without it: `http://localhost:4318`, with grpc `http://localhost:4317`, on Lambda at `127.0.0.1`. `https://xray.REGION.amazonaws.com` is X-Ray itself, and needs the feature `xray`", hidden;
    ENDPOINT_TRACES: String = parse::url, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "", URL,
        "where spans go, to the letter: nothing is added", hidden;
    ENDPOINT_METRICS: String = parse::url, "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "", URL,
        "where percentiles go, to the letter: nothing is added", hidden;
    HEADERS_ALL: Headers = parse::headers, "OTEL_EXPORTER_OTLP_HEADERS", "", HEADERS,
        "headers of every export", hidden;
    HEADERS_TRACES: Headers = parse::headers, "OTEL_EXPORTER_OTLP_TRACES_HEADERS", "", HEADERS,
        "headers of spans, in place of those of every export", hidden;
    HEADERS_METRICS: Headers = parse::headers, "OTEL_EXPORTER_OTLP_METRICS_HEADERS", "", HEADERS,
        "headers of percentiles, in place of those of every export", hidden;
    COMPRESSION_ALL: Compression = parse::compression, "OTEL_EXPORTER_OTLP_COMPRESSION", "none", COMPRESSION,
        "how exports are compressed; to X-Ray gzip, unless this says otherwise";
    COMPRESSION_TRACES: Compression = parse::compression, "OTEL_EXPORTER_OTLP_TRACES_COMPRESSION", "", COMPRESSION,
        "the same, for spans alone";
    COMPRESSION_METRICS: Compression = parse::compression, "OTEL_EXPORTER_OTLP_METRICS_COMPRESSION", "", COMPRESSION,
        "the same, for percentiles alone";
    TIMEOUT_ALL: u64 = parse::number, "OTEL_EXPORTER_OTLP_TIMEOUT", "10000", MILLISECONDS,
        "how long one try of an export may take; none is begun later than this. On Lambda at most nine tenths of `TELEMETRY_LAMBDA_FLUSH_TIMEOUT`";
    TIMEOUT_TRACES: u64 = parse::number, "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "", MILLISECONDS,
        "the same, for spans alone";
    TIMEOUT_METRICS: u64 = parse::number, "OTEL_EXPORTER_OTLP_METRICS_TIMEOUT", "", MILLISECONDS,
        "the same, for percentiles alone";
    CERTIFICATE_ALL: String = parse::text, "OTEL_EXPORTER_OTLP_CERTIFICATE", "", PEM,
        "the authority that the collector's certificate is checked against, in place of the public ones; needs the feature `tls`, with grpc `grpc-tls`";
    CERTIFICATE_TRACES: String = parse::text, "OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE", "", PEM,
        "the same, for spans alone";
    CERTIFICATE_METRICS: String = parse::text, "OTEL_EXPORTER_OTLP_METRICS_CERTIFICATE", "", PEM,
        "the same, for percentiles alone";
    CLIENT_CERTIFICATE_ALL: String = parse::text, "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE", "", PEM,
        "the certificate that the collector is shown, and those above it; with `OTEL_EXPORTER_OTLP_CLIENT_KEY`";
    CLIENT_CERTIFICATE_TRACES: String = parse::text, "OTEL_EXPORTER_OTLP_TRACES_CLIENT_CERTIFICATE", "", PEM,
        "the same, for spans alone";
    CLIENT_CERTIFICATE_METRICS: String = parse::text, "OTEL_EXPORTER_OTLP_METRICS_CLIENT_CERTIFICATE", "", PEM,
        "the same, for percentiles alone";
    CLIENT_KEY_ALL: String = parse::text, "OTEL_EXPORTER_OTLP_CLIENT_KEY", "", PEM,
        "the private key of that certificate";
    CLIENT_KEY_TRACES: String = parse::text, "OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY", "", PEM,
        "the same, for spans alone";
    CLIENT_KEY_METRICS: String = parse::text, "OTEL_EXPORTER_OTLP_METRICS_CLIENT_KEY", "", PEM,
        "the same, for percentiles alone";
    TEMPORALITY: Temporality = parse::temporality, "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", "cumulative", "cumulative, delta or lowmemory",
        "whether percentiles count from the start or since the last export";
    HISTOGRAMS: Histograms = parse::histograms, "OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION", "base2_exponential_bucket_histogram", "base2_exponential_bucket_histogram or explicit_bucket_histogram",
        "the form of `telemetry.span.duration`: exponential is exact to 1.1 %; explicit, ten buckets for each power of ten, is what a collector's `prometheus` exporter takes, which drops the other";

    LAMBDA_FUNCTION: String = parse::text, "AWS_LAMBDA_FUNCTION_NAME", "", "text",
        "set by Lambda, and how Lambda is known; recorded as `faas.name`";
    ACCESS_KEY_ID: String = parse::text, "AWS_ACCESS_KEY_ID", "", "text",
        "signs requests to X-Ray, with `AWS_SECRET_ACCESS_KEY`; Lambda sets both", hidden;
    SECRET_ACCESS_KEY: String = parse::text, "AWS_SECRET_ACCESS_KEY", "", "text",
        "belongs to `AWS_ACCESS_KEY_ID`", hidden;
    SESSION_TOKEN: String = parse::text, "AWS_SESSION_TOKEN", "", "text",
        "belongs to keys that expire", hidden;
    CONTAINER_RELATIVE: String = parse::text, "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "", "a path at `http://169.254.170.2`",
        "where a task's role has its keys, when the environment has none; ECS sets it", hidden;
    CONTAINER_FULL: String = parse::text, "AWS_CONTAINER_CREDENTIALS_FULL_URI", "",
        "an `https://` URL, or an `http://` one on this machine, 169.254.170.2, 169.254.170.23 or fd00:ec2::23",
        "the same as a whole URL; EKS sets it", hidden;
    CONTAINER_AUTHORIZATION: String = parse::text, "AWS_CONTAINER_AUTHORIZATION_TOKEN", "", "text",
        "what that URL is asked with", hidden;
    CONTAINER_AUTHORIZATION_FILE: String = parse::text, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "", "the path of a file",
        "the file that holds it, read each time; it comes before the variable";

    SAMPLING_RATIO: f64 = parse::ratio, "OTEL_SAMPLING_RATIO", "1.0", RATIO_RANGE,
        "the share of requests that is exported, unless the caller decided; the guard changes it while the service runs";
    SAMPLER: SamplerName = parse::sampler, "OTEL_TRACES_SAMPLER", "parentbased_always_on",
        "always_on, always_off, traceidratio, parentbased_always_on, parentbased_always_off or parentbased_traceidratio",
        "the standard's way to say it; it comes before `OTEL_SAMPLING_RATIO`";
    SAMPLER_ARGUMENT: f64 = parse::ratio, "OTEL_TRACES_SAMPLER_ARG", "1.0", RATIO_RANGE,
        "the ratio of a sampler that has one";
    SAMPLING_KEEP: Keep = parse::keep, "OTEL_SAMPLING_KEEP", "",
        "errors, cancelled and slow>DURATION (`slow>500ms`, `slow>2s`), with commas between them",
        "which requests are exported although the ratio dropped them";
    SAMPLING_GATE: bool = parse::flag, "TELEMETRY_SAMPLING_GATE", "false", FLAG,
        "makes no child spans at all in a request that is not sampled: cheaper, and its log lines and percentiles know the first span only";

    QUEUE_SIZE: usize = parse::count, "OTEL_BSP_MAX_QUEUE_SIZE", "2048", COUNT,
        "how many finished spans wait for their export; further ones are dropped and counted";
    BATCH_SIZE: usize = parse::count, "OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "512", COUNT,
        "how many spans one export holds";
    SCHEDULE_DELAY: u64 = parse::number, "OTEL_BSP_SCHEDULE_DELAY", "5000", MILLISECONDS,
        "how long a span waits for a full batch";
    EXPORT_TIMEOUT: u64 = parse::positive, "OTEL_BSP_EXPORT_TIMEOUT", "30000", "milliseconds, a whole number from 1",
        "how long the export of one batch may take, all tries in a row together";

    VALUE_LENGTH: usize = parse::count, "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", "1024", COUNT,
        "the bytes at which text is cut, in both outputs";
    SPAN_VALUE_LENGTH: usize = parse::count, "OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT", "", COUNT,
        "the same, for spans alone";
    ATTRIBUTE_COUNT: usize = parse::count, "OTEL_ATTRIBUTE_COUNT_LIMIT", "128", COUNT,
        "how many attributes a span holds";
    SPAN_ATTRIBUTE_COUNT: usize = parse::count, "OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", "", COUNT,
        "the same; it comes before the other";
    EVENT_COUNT: usize = parse::count, "OTEL_SPAN_EVENT_COUNT_LIMIT", "128", COUNT,
        "how many events a span holds";
    LINK_COUNT: usize = parse::count, "OTEL_SPAN_LINK_COUNT_LIMIT", "128", COUNT,
        "how many links a span holds";
    SLOW_STATEMENT: u64 = parse::number, "TELEMETRY_SLOW_STATEMENT", "1000", MILLISECONDS,
        "from when on a SQL statement is flagged as slow";
    DB_SYSTEM: String = parse::text, "TELEMETRY_DB_SYSTEM", "", "a name of the semantic conventions, such as postgresql, sqlite or mysql",
        "recorded as `db.system.name`, and says what a literal is; without it, SQLite is told by its threads and PostgreSQL by `$1`, statements that tell nothing are called as those before them or `other_sql`, and whatever may be a literal is one";

    LAMBDA_FLUSH_TIMEOUT: u64 = parse::positive, "TELEMETRY_LAMBDA_FLUSH_TIMEOUT", "500", "milliseconds, a whole number from 1",
        "on Lambda, how long an invocation waits for its export at most, after its response was sent";
    LAMBDA_VERSION: String = parse::text, "AWS_LAMBDA_FUNCTION_VERSION", "", "set by Lambda",
        "recorded as `faas.version`";
    LAMBDA_INSTANCE: String = parse::text, "AWS_LAMBDA_LOG_STREAM_NAME", "", "set by Lambda",
        "recorded as `faas.instance`";
    LAMBDA_MEMORY: u64 = parse::number, "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "", "set by Lambda",
        "recorded as `faas.max_memory`";
    LAMBDA_START: String = parse::text, "AWS_LAMBDA_INITIALIZATION_TYPE", "", "set by Lambda",
        "whether a caller waited for the process to start, and whether it is frozen between invocations";
    AWS_REGION: String = parse::text, "AWS_REGION", "", "set by Lambda",
        "recorded as `cloud.region`";
}
