//! Parsers for the values of variables. A parser returns `None` for a value that it does not accept.

use std::time::Duration;

use crate::config::otlp::{Compression, Headers, Histograms, Protocol, Temporality};
use crate::config::outputs::{Durations, Exporter};
use crate::config::propagators::{Propagator, Propagators};
use crate::config::sampling::{Keep, SamplerName};
use crate::filter::{LogFilter, TraceFilter};

#[expect(
    clippy::unnecessary_wraps,
    reason = "the other readers refuse something"
)]
pub(super) fn text(value: &str) -> Option<String> {
    Some(value.to_owned())
}

pub(super) fn fingerprint_key(value: &str) -> Option<()> {
    (value.len() >= scorer_redact::SHORTEST_FINGERPRINT_KEY).then_some(())
}

pub(super) fn log_filter(value: &str) -> Option<String> {
    LogFilter::parse(value).map(|_| value.to_owned())
}

pub(super) fn trace_filter(value: &str) -> Option<String> {
    TraceFilter::parse(value).map(|_| value.to_owned())
}

pub(super) fn flag(value: &str) -> Option<bool> {
    if value.eq_ignore_ascii_case("true") {
        Some(true)
    } else if value.eq_ignore_ascii_case("false") {
        Some(false)
    } else {
        None
    }
}

pub(super) fn number(value: &str) -> Option<u64> {
    value.parse().ok()
}

pub(super) fn positive(value: &str) -> Option<u64> {
    number(value).filter(|number| *number > 0)
}

pub(super) fn count(value: &str) -> Option<usize> {
    value.parse().ok().filter(|count| *count > 0)
}

pub(super) fn ratio(value: &str) -> Option<f64> {
    let ratio: f64 = value.parse().ok()?;
    (0.0..=1.0).contains(&ratio).then_some(ratio)
}

pub(super) fn url(value: &str) -> Option<String> {
    let uri: http::Uri = value.parse().ok()?;
    let known = matches!(uri.scheme_str(), Some("http" | "https"));
    // A query would end up before the path that is added, and a fragment is never sent.
    let is_plain = uri.query().is_none() && !value.contains('#');
    let named = uri.host().is_some_and(|host| !host.is_empty());
    (known && is_plain && named && has_a_port_or_none(&uri)).then(|| value.to_owned())
}

/// Whether what follows the colon after the host is a port.
fn has_a_port_or_none(uri: &http::Uri) -> bool {
    let Some(authority) = uri.authority() else {
        return false;
    };
    // Colons within brackets belong to an address.
    let behind = authority.as_str().rsplit(['@', ']']).next();
    match behind.and_then(|it| it.split_once(':')) {
        Some((_, port)) => port.parse::<u16>().is_ok_and(|port| port > 0),
        None => true,
    }
}

pub(super) fn temporality(value: &str) -> Option<Temporality> {
    // The standard requires any case to be accepted here:
    // <https://opentelemetry.io/docs/specs/otel/metrics/sdk_exporters/otlp/#additional-environment-variable-configuration>.
    [
        ("cumulative", Temporality::Cumulative),
        ("delta", Temporality::Delta),
        ("lowmemory", Temporality::LowMemory),
    ]
    .into_iter()
    .find_map(|(name, temporality)| value.eq_ignore_ascii_case(name).then_some(temporality))
}

pub(super) fn histograms(value: &str) -> Option<Histograms> {
    [
        (
            "base2_exponential_bucket_histogram",
            Histograms::Exponential,
        ),
        ("explicit_bucket_histogram", Histograms::Explicit),
    ]
    .into_iter()
    .find_map(|(name, histograms)| value.eq_ignore_ascii_case(name).then_some(histograms))
}

/// Any value counts as set: <https://no-color.org>.
#[expect(
    clippy::unnecessary_wraps,
    reason = "what a row reads a value with, which others refuse"
)]
pub(super) fn anything(_: &str) -> Option<bool> {
    Some(true)
}

/// Pairs that are valid HTTP headers.
pub(super) fn headers(value: &str) -> Option<Headers> {
    let is_header = |(name, value): &(String, String)| {
        name.parse::<http::HeaderName>().is_ok() && value.parse::<http::HeaderValue>().is_ok()
    };
    pairs(value).filter(|pairs| pairs.iter().all(is_header))
}

pub(super) fn exporter(value: &str) -> Option<Exporter> {
    match value {
        "otlp" => Some(Exporter::Otlp),
        "console" => Some(Exporter::Console),
        "none" => Some(Exporter::None),
        _ => None,
    }
}

pub(super) fn protocol(value: &str) -> Option<Protocol> {
    match value {
        "http/protobuf" => Some(Protocol::Http),
        "grpc" => Some(Protocol::Grpc),
        _ => None,
    }
}

pub(super) fn compression(value: &str) -> Option<Compression> {
    match value {
        "gzip" => Some(Compression::Gzip),
        "none" => Some(Compression::None),
        _ => None,
    }
}

pub(super) fn durations(value: &str) -> Option<Durations> {
    match value {
        "off" => Some(Durations::Off),
        "root" => Some(Durations::Root),
        "all" => Some(Durations::All),
        _ => None,
    }
}

pub(super) fn propagators(value: &str) -> Option<Propagators> {
    let mut propagators = Propagators::default();
    if value == "none" {
        return Some(propagators);
    }
    for name in value.split(',') {
        match name.trim() {
            "tracecontext" => propagators.add(Propagator::TraceContext),
            "baggage" => propagators.add(Propagator::Baggage),
            "xray" => propagators.add(Propagator::Xray),
            "xray-lambda" => propagators.add(Propagator::XrayLambda),
            _ => return None,
        }
    }
    Some(propagators)
}

pub(super) fn sampler(value: &str) -> Option<SamplerName> {
    let (parent_based, root) = match value.strip_prefix("parentbased_") {
        Some(root) => (true, root),
        None => (false, value),
    };
    let fixed = match root {
        "always_on" => Some(true),
        "always_off" => Some(false),
        "traceidratio" => None,
        _ => return None,
    };
    Some(SamplerName {
        parent_based,
        fixed,
    })
}

pub(super) fn keep(value: &str) -> Option<Keep> {
    let mut keep = Keep::default();
    for part in value.split(',') {
        match part.trim() {
            "errors" => keep.errors = true,
            "cancelled" => keep.cancelled = true,
            part => {
                let bound = part.strip_prefix("slow")?.trim_start().strip_prefix('>')?;
                keep.slow = Some(duration(bound.trim())?);
            }
        }
    }
    Some(keep)
}

fn duration(value: &str) -> Option<Duration> {
    if let Some(milliseconds) = value.strip_suffix("ms") {
        milliseconds.trim().parse().ok().map(Duration::from_millis)
    } else {
        let seconds = value.strip_suffix('s')?.trim().parse().ok()?;
        Some(Duration::from_secs(seconds))
    }
}

/// `name=value` pairs in the syntax of W3C baggage. As the standard requires, one invalid pair invalidates the whole
/// value.
pub(super) fn pairs(value: &str) -> Option<Headers> {
    value
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| {
            let (name, value) = part.split_once('=')?;
            let name = percent_decoded(name.trim())?;
            (!name.is_empty()).then_some((name, percent_decoded(value.trim())?))
        })
        .collect()
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let high = char::from(rest.next()?).to_digit(16)?;
            let low = char::from(rest.next()?).to_digit(16)?;
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}
