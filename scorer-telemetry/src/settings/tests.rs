//! What variables come to, and which values are refused.

use std::collections::HashMap;

use super::*;
use crate::config::otlp::{Compression, Protocol};
use crate::config::propagators::Propagator;
use crate::config::sampling::Keep;

fn read(variables: &[(&str, &str)]) -> Result<Settings, Error> {
    let variables: HashMap<&str, &str> = variables.iter().copied().collect();
    Settings::read(&Environment::new(&|name| {
        variables.get(name).map(|value| (*value).to_owned())
    }))
}

fn settings(variables: &[(&str, &str)]) -> Settings {
    read(variables).expect("accepted values")
}

#[test]
fn every_default_is_accepted_by_its_own_row() {
    for (variable, accepted) in rows::defaults_are_accepted() {
        assert!(accepted, "{variable}");
    }
}

#[test]
fn no_variable_stands_twice() {
    let mut names: Vec<&str> = SETTINGS.iter().map(|it| it.variable).collect();
    names.sort_unstable();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count);
}

#[test]
fn an_empty_environment_is_the_defaults() {
    let settings = settings(&[]);
    assert_eq!(settings.traces, Exporter::Otlp);
    assert_eq!(
        settings.otlp_traces.endpoint,
        "http://localhost:4318/v1/traces"
    );
    assert_eq!(
        settings.otlp_metrics.endpoint,
        "http://localhost:4318/v1/metrics"
    );
    assert!((settings.sampling.ratio - 1.0).abs() < f64::EPSILON);
    assert!(settings.sampling.parent_based);
    assert_eq!(settings.limits.value_bytes, 1024);
    assert_eq!(settings.warnings, Vec::<String>::new());
}

#[test]
fn an_empty_value_is_none() {
    assert_eq!(settings(&[("OTEL_SAMPLING_RATIO", "")]), settings(&[]));
}

#[test]
fn a_common_endpoint_gets_the_path_and_an_own_one_does_not() {
    let settings = settings(&[
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318/base/"),
        (
            "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT",
            "http://metrics:9090/write",
        ),
    ]);
    assert_eq!(
        settings.otlp_traces.endpoint,
        "http://collector:4318/base/v1/traces"
    );
    assert_eq!(settings.otlp_metrics.endpoint, "http://metrics:9090/write");
}

#[test]
fn headers_of_a_signal_replace_the_common_ones() {
    let settings = settings(&[
        ("OTEL_EXPORTER_OTLP_HEADERS", "tenant=a, x-more=b%20c"),
        ("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "tenant=traces"),
    ]);
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(settings.otlp_traces.headers, [pair("tenant", "traces")]);
    assert_eq!(
        settings.otlp_metrics.headers,
        [pair("tenant", "a"), pair("x-more", "b c")]
    );
}

#[test]
fn samplers_come_to_a_ratio() {
    let sampling = |variables: &[(&str, &str)]| {
        let settings = settings(variables).sampling;
        (settings.ratio.to_string(), settings.parent_based)
    };
    assert_eq!(
        sampling(&[("OTEL_SAMPLING_RATIO", "0.01")]),
        ("0.01".into(), true)
    );
    assert_eq!(
        sampling(&[("OTEL_TRACES_SAMPLER", "always_off")]),
        ("0".into(), false)
    );
    assert_eq!(
        sampling(&[
            ("OTEL_TRACES_SAMPLER", "parentbased_traceidratio"),
            ("OTEL_TRACES_SAMPLER_ARG", "0.25")
        ]),
        ("0.25".into(), true)
    );
}

#[test]
fn what_is_kept_is_read() {
    let keep = |value| settings(&[("OTEL_SAMPLING_KEEP", value)]).sampling.keep;
    let slow = |milliseconds| Some(Duration::from_millis(milliseconds));
    assert_eq!(
        keep("errors,slow>500ms"),
        Some(Keep {
            errors: true,
            cancelled: false,
            slow: slow(500)
        })
    );
    assert_eq!(
        keep("slow > 2s"),
        Some(Keep {
            errors: false,
            cancelled: false,
            slow: slow(2_000)
        })
    );
    assert_eq!(
        keep("cancelled, errors"),
        Some(Keep {
            errors: true,
            cancelled: true,
            slow: None
        })
    );
    assert_eq!(
        keep("errors"),
        Some(Keep {
            errors: true,
            cancelled: false,
            slow: None
        })
    );
}

#[test]
fn which_answers_are_errors_is_read() {
    for (value, errors) in [
        ("server", HttpErrors::Server),
        ("server,client", HttpErrors::ServerAndClient),
        ("client, server", HttpErrors::ServerAndClient),
    ] {
        let settings = settings(&[("TELEMETRY_HTTP_ERRORS", value)]);
        assert_eq!(settings.http_errors, errors, "{value}");
    }
    for errors in [HttpErrors::Server, HttpErrors::ServerAndClient] {
        assert_eq!(HttpErrors::parse(errors.as_str()), Some(errors));
    }
    assert_eq!(HttpErrors::parse("client"), None);
}

#[test]
fn a_bad_value_is_an_error_that_says_what_is_accepted() {
    for (variable, value) in [
        ("OTEL_SDK_DISABLED", "yes"),
        ("OTEL_TRACES_EXPORTER", "jaeger"),
        ("OTEL_PROPAGATORS", "b3"),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json"),
        ("OTEL_TRACES_SAMPLER", "rate"),
        ("OTEL_SAMPLING_RATIO", "1.5"),
        ("OTEL_SAMPLING_RATIO", "NaN"),
        ("OTEL_SAMPLING_KEEP", "slow"),
        ("OTEL_BSP_MAX_QUEUE_SIZE", "0"),
        ("TELEMETRY_LAMBDA_FLUSH_TIMEOUT", "0"),
        ("OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", "-1"),
        ("RUST_LOG", "a=b=c"),
        ("TELEMETRY_TRACES_FILTER", "a=loud"),
        ("TELEMETRY_TRACES_FILTER", "[span]=info"),
    ] {
        let error = read(&[(variable, value)]).expect_err(value);
        let Error::Setting {
            variable: named,
            value: shown,
            accepted,
        } = error
        else {
            panic!("{variable}: {error:?}");
        };
        assert_eq!((named, shown.as_str()), (variable, value));
        assert!(!accepted.is_empty());
    }
}

#[test]
fn what_may_hold_a_secret_is_not_shown() {
    for variable in ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_HEADERS"] {
        let error = read(&[(variable, "canary-8f2e")]).expect_err(variable);
        assert!(!error.to_string().contains("canary"), "{error}");
    }
}

#[test]
fn contradictions_are_reported() {
    for (variables, word) in [
        (
            &[
                ("OTEL_TRACES_SAMPLER", "always_on"),
                ("OTEL_SAMPLING_RATIO", "0.5"),
            ][..],
            "`OTEL_SAMPLING_RATIO` is ignored",
        ),
        (
            &[
                ("OTEL_TRACES_SAMPLER", "always_on"),
                ("OTEL_TRACES_SAMPLER_ARG", "0.5"),
            ],
            "takes no ratio",
        ),
        (
            &[("OTEL_TRACES_SAMPLER_ARG", "0.5")],
            "because `OTEL_TRACES_SAMPLER` is not set",
        ),
        (&[("ENVIRONMENT", "production")], "1.0"),
        (
            &[
                ("OTEL_SAMPLING_KEEP", "errors"),
                ("TELEMETRY_SAMPLING_GATE", "true"),
            ],
            "`TELEMETRY_SAMPLING_GATE` is ignored",
        ),
        (
            &[("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:4317")],
            "`OTEL_EXPORTER_OTLP_TRACES_PROTOCOL=grpc`",
        ),
        (
            &[
                ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:4318"),
                ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
            ],
            "write port 4317",
        ),
        (
            &[
                ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost/v1/traces"),
                ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
            ],
            "which has no paths",
        ),
        (
            &[(
                "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
                "http://localhost:4318",
            )],
            "write `/v1/traces` at its end",
        ),
        (
            &[(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "http://localhost:4318/v1/traces",
            )],
            "set `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT` instead",
        ),
        (
            &[(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "https://xray.us-east-1.amazonaws.com.evil.com",
            )],
            "are not signed",
        ),
        (
            &[
                ("OTEL_EXPORTER_OTLP_ENDPOINT", XRAY),
                ("OTEL_METRICS_EXPORTER", "otlp"),
            ],
            "X-Ray accepts only spans",
        ),
        (
            &[("OTEL_BSP_MAX_QUEUE_SIZE", "10")],
            "raise `OTEL_BSP_MAX_QUEUE_SIZE`",
        ),
    ] {
        let warnings = settings(variables).warnings;
        assert_eq!(warnings.len(), 1, "{variables:?}: {warnings:?}");
        assert!(warnings[0].contains(word), "{warnings:?}");
    }
}

const XRAY: &str = "https://xray.us-east-1.amazonaws.com";

#[test]
fn x_ray_is_known_by_its_host() {
    let common = settings(&[("OTEL_EXPORTER_OTLP_ENDPOINT", XRAY)]);
    let whole = format!("{XRAY}/v1/traces");
    for endpoint in [XRAY, &format!("{XRAY}/"), &whole] {
        let own = settings(&[("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", endpoint)]);
        assert_eq!(own.otlp_traces.endpoint, whole);
        assert!(own.otlp_traces.xray.is_some());
        assert_eq!(own.metrics, Exporter::Otlp);
    }
    assert_eq!(common.otlp_traces.endpoint, whole);
    assert_eq!(common.otlp_traces.compression, Compression::Gzip);
    assert_eq!(common.otlp_traces.protocol, Protocol::Http);
    assert_eq!(common.metrics, Exporter::None);
    assert_eq!(common.warnings, Vec::<String>::new());
    assert_eq!(common.notices.len(), 1);
    assert!(common.xray());
    let list: Vec<Propagator> = common.propagators.iter().collect();
    assert_eq!(
        list,
        [
            Propagator::Baggage,
            Propagator::Xray,
            Propagator::TraceContext
        ]
    );
}

#[test]
fn what_is_set_comes_before_x_rays_own() {
    let settings = settings(&[
        ("OTEL_EXPORTER_OTLP_ENDPOINT", XRAY),
        ("OTEL_EXPORTER_OTLP_COMPRESSION", "none"),
        ("OTEL_PROPAGATORS", "tracecontext"),
        ("OTEL_METRICS_EXPORTER", "none"),
    ]);
    assert_eq!(settings.otlp_traces.compression, Compression::None);
    assert_eq!(settings.propagators.iter().count(), 1);
    assert_eq!(settings.notices, Vec::<String>::new());
    assert!(settings.xray());
}

#[test]
fn grpc_to_x_ray_is_an_error_that_names_both() {
    for variable in [
        "OTEL_EXPORTER_OTLP_PROTOCOL",
        "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL",
    ] {
        let error = read(&[("OTEL_EXPORTER_OTLP_ENDPOINT", XRAY), (variable, "grpc")])
            .expect_err("no grpc")
            .to_string();
        assert!(
            error.contains(&format!(
                "`{variable}` contradicts `OTEL_EXPORTER_OTLP_ENDPOINT`"
            )),
            "{error}"
        );
        assert!(error.contains(&format!("write `{variable}=http/protobuf`")));
    }
}

#[test]
fn x_rays_host_with_something_more_is_an_error() {
    for endpoint in [
        "http://xray.us-east-1.amazonaws.com",
        "https://xray.us-east-1.amazonaws.com:4318",
        "https://canary@xray.us-east-1.amazonaws.com",
        "https://xray.us-east-1.amazonaws.com/v1/traces",
    ] {
        let error = read(&[("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint)])
            .expect_err(endpoint)
            .to_string();
        assert!(
            error.contains("`https://xray.REGION.amazonaws.com`"),
            "{error}"
        );
        assert!(!error.contains("canary"), "{error}");
    }
    let own = [("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", XRAY)];
    let error = read(&own).expect_err("no metrics").to_string();
    assert!(error.contains("X-Ray accepts only spans"), "{error}");
}

#[test]
fn on_lambda_the_collector_is_named_by_its_number() {
    let lambda = ("AWS_LAMBDA_FUNCTION_NAME", "score");
    let http = settings(&[lambda]);
    assert_eq!(http.otlp_traces.endpoint, "http://127.0.0.1:4318/v1/traces");
    assert_eq!(
        http.otlp_metrics.endpoint,
        "http://127.0.0.1:4318/v1/metrics"
    );
    let grpc = settings(&[lambda, ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")]);
    assert_eq!(grpc.otlp_traces.endpoint, "http://127.0.0.1:4317");
    assert!(http.propagators.xray() && http.xray());
}

#[test]
fn propagators_keep_their_order_and_come_once() {
    let list = |value| -> Vec<Propagator> {
        settings(&[("OTEL_PROPAGATORS", value)])
            .propagators
            .iter()
            .collect()
    };
    assert_eq!(
        list("xray-lambda, tracecontext,xray,baggage,xray"),
        [
            Propagator::XrayLambda,
            Propagator::TraceContext,
            Propagator::Xray,
            Propagator::Baggage
        ]
    );
    assert_eq!(list("none"), []);
}

#[test]
fn disabled_exports_nothing_and_keeps_the_logs() {
    let settings = settings(&[("OTEL_SDK_DISABLED", "true")]);
    assert_eq!(
        (settings.traces, settings.metrics),
        (Exporter::None, Exporter::None)
    );
    assert_eq!(settings.logs.filter, "info");
}

proptest::proptest! {
    #[test]
    fn no_value_of_any_variable_panics(place in 0..SETTINGS.len(), value in ".*") {
        let variable = SETTINGS[place].variable;
        if let Err(Error::Setting { variable: named, .. }) = read(&[(variable, &value)]) {
            proptest::prop_assert_eq!(named, variable);
        }
    }
}

#[test]
fn a_batch_waits_at_least_a_little() {
    let delay = |value| {
        settings(&[("OTEL_BSP_SCHEDULE_DELAY", value)])
            .batches
            .delay
    };
    assert_eq!(delay("0"), Duration::from_millis(1));
    assert_eq!(delay("20"), Duration::from_millis(20));
}

#[test]
fn compression_of_a_signal_replaces_the_common_one() {
    use Compression::{Gzip, None};

    let compression = |variables: &[(&str, &str)]| {
        let settings = settings(variables);
        (
            settings.otlp_traces.compression,
            settings.otlp_metrics.compression,
        )
    };
    let (all, traces, metrics) = (
        "OTEL_EXPORTER_OTLP_COMPRESSION",
        "OTEL_EXPORTER_OTLP_TRACES_COMPRESSION",
        "OTEL_EXPORTER_OTLP_METRICS_COMPRESSION",
    );
    assert_eq!(compression(&[]), (None, None));
    assert_eq!(compression(&[(traces, "gzip")]), (Gzip, None));
    assert_eq!(compression(&[(metrics, "gzip")]), (None, Gzip));
    assert_eq!(
        compression(&[(all, "gzip"), (traces, "none")]),
        (None, Gzip)
    );
    let xray = (
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "https://xray.us-east-1.amazonaws.com",
    );
    assert_eq!(compression(&[xray]).0, Gzip);
    assert_eq!(compression(&[xray, (traces, "none")]).0, None);
}

#[test]
fn an_endpoint_that_no_request_can_reach_is_refused() {
    for value in [
        "http://collector:4318/?tenant=a",
        "http://collector:4318#part",
        "http://collector:0",
        "http://collector:65536",
        "http://collector:99999/v1",
        "http://collector:",
        "http://user:pass@collector:port",
        "http://[::1]:70000",
    ] {
        for variable in [
            "OTEL_EXPORTER_OTLP_ENDPOINT",
            "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
            "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT",
        ] {
            let error = read(&[(variable, value)]).expect_err(value);
            assert!(!error.to_string().contains("pass"), "{error}");
        }
    }
    for value in [
        "http://collector",
        "http://collector:65535/v1",
        "https://user:pass@collector:4318",
        "http://[::1]:4318",
        "http://[::1]",
    ] {
        read(&[("OTEL_EXPORTER_OTLP_ENDPOINT", value)]).expect(value);
    }
}

#[test]
fn a_header_that_is_none_is_refused_and_not_shown() {
    for value in ["a key=value", "api-key=line%0Abreak", "caf%C3%A9=value"] {
        let error = read(&[("OTEL_EXPORTER_OTLP_HEADERS", value)]).expect_err(value);
        assert!(!error.to_string().contains("key"), "{error}");
    }
    read(&[("OTEL_EXPORTER_OTLP_HEADERS", "api-key=a%20b,x-tenant=1")]).expect("headers");
    read(&[("OTEL_RESOURCE_ATTRIBUTES", "team.name=caf%C3%A9")])
        .expect("attributes are no headers");
}

#[test]
fn what_is_of_one_signal_comes_before_what_is_common() {
    let settings = settings(&[
        ("OTEL_EXPORTER_OTLP_TIMEOUT", "3000"),
        ("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "2000"),
        ("OTEL_EXPORTER_OTLP_CERTIFICATE", "all.pem"),
        ("OTEL_EXPORTER_OTLP_METRICS_CERTIFICATE", "metrics.pem"),
        ("OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE", "client.pem"),
        ("OTEL_EXPORTER_OTLP_CLIENT_KEY", "client.key"),
        ("OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY", "traces.key"),
    ]);
    let (traces, metrics) = (settings.otlp_traces, settings.otlp_metrics);
    assert_eq!(traces.timeout, Duration::from_secs(2));
    assert_eq!(metrics.timeout, Duration::from_secs(3));
    let path = |it: &Otlp| it.certificate.clone().expect("a file").path;
    assert_eq!(
        (path(&traces), path(&metrics)),
        ("all.pem".into(), "metrics.pem".into())
    );
    let files = |it: &Otlp| {
        let identity = it.identity.clone().expect("two files");
        (identity.certificate.path, identity.key.path)
    };
    assert_eq!(files(&traces), ("client.pem".into(), "traces.key".into()));
    assert_eq!(files(&metrics), ("client.pem".into(), "client.key".into()));
}

#[test]
fn a_certificate_without_its_key_is_refused_and_so_is_a_key_alone() {
    for variable in [
        "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE",
        "OTEL_EXPORTER_OTLP_CLIENT_KEY",
        "OTEL_EXPORTER_OTLP_TRACES_CLIENT_CERTIFICATE",
        "OTEL_EXPORTER_OTLP_METRICS_CLIENT_KEY",
    ] {
        let error = read(&[(variable, "client.pem")]).expect_err(variable);
        assert!(
            error.to_string().contains("of no use without its key"),
            "{error}"
        );
    }
}

#[test]
fn a_batch_has_a_bound_of_its_own() {
    let timeout = |more: &[(&str, &str)]| settings(more).otlp_traces.timeout;
    assert_eq!(timeout(&[]), Duration::from_secs(10));
    let bound = ("OTEL_BSP_EXPORT_TIMEOUT", "4000");
    assert_eq!(timeout(&[bound]), Duration::from_secs(2));
    let grpc = ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc");
    assert_eq!(timeout(&[bound, grpc]), Duration::from_secs(4));
    assert_eq!(
        settings(&[bound]).otlp_metrics.timeout,
        Duration::from_secs(10)
    );
}

#[test]
fn limits_of_spans_come_before_those_of_all_attributes() {
    let limits = |more: &[(&str, &str)]| {
        let settings = settings(more);
        let limits = settings.limits;
        (
            limits.value_bytes,
            settings.logs.value_bytes,
            limits.attributes,
        )
    };
    let all = [
        ("OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", "100"),
        ("OTEL_ATTRIBUTE_COUNT_LIMIT", "10"),
    ];
    assert_eq!(limits(&[]), (1024, 1024, 128));
    assert_eq!(limits(&all), (100, 100, 10));
    let spans = [
        ("OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT", "50"),
        ("OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", "5"),
    ];
    assert_eq!(limits(&[all, spans].concat()), (50, 100, 5));
    assert_eq!(limits(&spans), (50, 1024, 5));
}

#[test]
fn the_form_of_histograms_is_read_in_any_case() {
    use crate::config::otlp::Histograms;

    for (value, histograms) in [
        ("explicit_bucket_histogram", Histograms::Explicit),
        ("EXPLICIT_BUCKET_HISTOGRAM", Histograms::Explicit),
        (
            "base2_exponential_bucket_histogram",
            Histograms::Exponential,
        ),
    ] {
        let variable = "OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION";
        let read = settings(&[(variable, value)]).otlp_metrics.histograms;
        assert_eq!(read, histograms);
    }
    assert_eq!(
        settings(&[]).otlp_metrics.histograms,
        Histograms::Exponential
    );
}

#[test]
fn the_temporality_is_read_in_any_case() {
    use crate::config::otlp::Temporality;

    for (value, temporality) in [
        ("cumulative", Temporality::Cumulative),
        ("DELTA", Temporality::Delta),
        ("LowMemory", Temporality::LowMemory),
    ] {
        let variable = "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE";
        let read = settings(&[(variable, value)]).otlp_metrics.temporality;
        assert_eq!(read, temporality);
    }
}
