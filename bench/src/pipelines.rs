//! The pipelines that are compared.

use std::future::{Future, ready};
use std::hint::black_box;
use std::io;
use std::pin::Pin;

use bytes::Bytes;
use http::{Request, Response};
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_http::{HttpClient, HttpError};
use opentelemetry_otlp::{SpanExporter, WithHttpConfig as _};
use opentelemetry_sdk::trace::{BatchSpanProcessor, Sampler, SdkTracerProvider};
use scorer_instrument::telemetry::Local;
use tracing::Dispatch;
use tracing_subscriber::fmt::format::FmtSpan;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::{EnvFilter, Registry};

use crate::request;
use crate::smallest;

/// The plan's own filter.
const RUST_LOG: &str = "info,rust_scorer::dedup=trace,sqlx=info";

type Measure<'a> = dyn FnMut(&mut dyn FnMut()) -> f64 + 'a;
type Run = Box<dyn Fn(&mut Measure<'_>) -> f64>;

pub struct Pipeline {
    pub kind: &'static str,
    pub name: &'static str,
    run: Run,
}

impl Pipeline {
    fn new(
        kind: &'static str,
        name: &'static str,
        run: impl Fn(&mut Measure<'_>) -> f64 + 'static,
    ) -> Self {
        let run = Box::new(run);
        Self { kind, name, run }
    }

    fn under(kind: &'static str, name: &'static str, make: fn() -> Dispatch) -> Self {
        let work = work_of(kind);
        Self::new(kind, name, move |measure| {
            let dispatch = make();
            tracing::dispatcher::with_default(&dispatch, || {
                measure(&mut || {
                    black_box(work(black_box(7)));
                })
            })
        })
    }

    pub fn run(&self, measure: &mut Measure<'_>) -> f64 {
        (self.run)(measure)
    }
}

fn work_of(kind: &str) -> fn(i64) -> i64 {
    if kind == TRACES || kind == SAMPLED {
        request::handle
    } else {
        request::handle_with_event
    }
}

const TRACES: &str = "traces only, 1 %";
const SAMPLED: &str = "traces only, all";
const WHOLE: &str = "logs and traces, one event, 1 %";

/// The plan's pipeline stands first of its kind.
pub fn all() -> Vec<Pipeline> {
    let mut all = vec![
        Pipeline::under(TRACES, "the plan's", || plan_traces(0.01)),
        Pipeline::under(TRACES, "no subscriber", Dispatch::none),
        Pipeline::under(TRACES, "bare Registry", || {
            Dispatch::new(Registry::default())
        }),
        ours(TRACES, "scorer-instrument", &[("RUST_LOG", "off")]),
        ours(
            TRACES,
            "scorer-instrument, no percentiles",
            &[("RUST_LOG", "off"), ("OTEL_METRICS_EXPORTER", "none")],
        ),
        ours(
            TRACES,
            "scorer-instrument, gate",
            &[("RUST_LOG", "off"), ("TELEMETRY_SAMPLING_GATE", "true")],
        ),
        ours(
            TRACES,
            "scorer-instrument, keep=errors,slow>500ms",
            &[
                ("RUST_LOG", "off"),
                ("OTEL_SAMPLING_KEEP", "errors,slow>500ms"),
            ],
        ),
        fast(TRACES, "fastrace, not sampled", false),
        Pipeline::under(SAMPLED, "the plan's", || plan_traces(1.0)),
        ours(
            SAMPLED,
            "scorer-instrument",
            &[("RUST_LOG", "off"), ("OTEL_SAMPLING_RATIO", "1.0")],
        ),
        fast(SAMPLED, "fastrace", true),
        Pipeline::under(SAMPLED, "the smallest layer", smallest::dispatch),
        Pipeline::under(WHOLE, "the plan's", plan_whole),
        ours(WHOLE, "scorer-instrument", &[("RUST_LOG", RUST_LOG)]),
        ours(
            WHOLE,
            "scorer-instrument, gate",
            &[("RUST_LOG", RUST_LOG), ("TELEMETRY_SAMPLING_GATE", "true")],
        ),
        ours(
            WHOLE,
            "scorer-instrument, a line for every span",
            &[("RUST_LOG", RUST_LOG), ("TELEMETRY_LOG_DURATIONS", "all")],
        ),
        init_tracing(WHOLE),
    ];
    if cfg!(feature = "logfire") {
        all.push(logfire(SAMPLED));
    }
    all
}

/// A client that answers at once.
#[derive(Clone, Debug)]
struct Swallow;

impl HttpClient for Swallow {
    fn send_bytes<'client, 'sent>(
        &'client self,
        request: Request<Bytes>,
    ) -> Pin<Box<dyn Future<Output = Result<Response<Bytes>, HttpError>> + Send + 'sent>>
    where
        'client: 'sent,
        Self: 'sent,
    {
        drop(request);
        Box::pin(ready(Ok(Response::new(Bytes::new()))))
    }
}

fn provider(ratio: f64) -> SdkTracerProvider {
    let exporter = SpanExporter::builder()
        .with_http()
        .with_http_client(Swallow)
        .build()
        .expect("an exporter");
    SdkTracerProvider::builder()
        .with_sampler(Sampler::TraceIdRatioBased(ratio))
        .with_span_processor(BatchSpanProcessor::builder(exporter).build())
        .build()
}

fn plan_traces(ratio: f64) -> Dispatch {
    let tracer = provider(ratio).tracer("plan");
    Dispatch::new(Registry::default().with(tracing_opentelemetry::layer().with_tracer(tracer)))
}

fn plan_whole() -> Dispatch {
    let tracer = provider(0.01).tracer("plan");
    Dispatch::new(
        Registry::default()
            .with(EnvFilter::new(RUST_LOG))
            .with(
                tracing_subscriber::fmt::layer()
                    .json()
                    .with_span_events(FmtSpan::CLOSE)
                    .with_writer(io::sink),
            )
            .with(tracing_opentelemetry::layer().with_tracer(tracer)),
    )
}

fn ours(
    kind: &'static str,
    name: &'static str,
    variables: &'static [(&'static str, &'static str)],
) -> Pipeline {
    let work = work_of(kind);
    Pipeline::new(kind, name, move |measure| {
        let telemetry: Local = scorer_instrument::telemetry!()
            .environment(|name| {
                let found = variables.iter().find(|(it, _)| *it == name);
                found
                    .map(|(_, value)| (*value).to_owned())
                    .or_else(|| (name == "OTEL_SAMPLING_RATIO").then(|| "0.01".to_owned()))
            })
            .with_http_client(Swallow)
            .with_log_writer(io::sink())
            .local()
            .expect("accepted settings");
        telemetry.run(|| {
            measure(&mut || {
                black_box(work(black_box(7)));
            })
        })
    })
}

fn fast(kind: &'static str, name: &'static str, sampled: bool) -> Pipeline {
    struct Nowhere;
    impl fastrace::collector::Reporter for Nowhere {
        fn report(&mut self, spans: Vec<fastrace::prelude::SpanRecord>) {
            drop(spans);
        }
    }
    Pipeline::new(kind, name, move |measure| {
        fastrace::set_reporter(Nowhere, fastrace::collector::Config::default());
        measure(&mut || {
            black_box(request::fast::handle(black_box(7), sampled));
        })
    })
}

fn init_tracing(kind: &'static str) -> Pipeline {
    let work = work_of(kind);
    Pipeline::new(kind, "init-tracing-opentelemetry's", move |measure| {
        let guard = init_tracing_opentelemetry::TracingConfig::production()
            .with_file("/dev/null")
            .with_log_directives(RUST_LOG)
            .with_span_events(FmtSpan::CLOSE)
            .with_quiet_init(true)
            .init_subscriber()
            .expect("a subscriber");
        let time = measure(&mut || {
            black_box(work(black_box(7)));
        });
        drop(guard);
        time
    })
}

#[cfg(feature = "logfire")]
fn logfire(kind: &'static str) -> Pipeline {
    Pipeline::under(kind, "logfire", || {
        let logfire = logfire::configure()
            .local()
            .send_to_logfire(false)
            .with_console(None)
            .finish()
            .expect("a pipeline");
        let dispatch = Dispatch::new(Registry::default().with(logfire.tracing_layer()));
        std::mem::forget(logfire);
        dispatch
    })
}

#[cfg(not(feature = "logfire"))]
fn logfire(_: &'static str) -> Pipeline {
    unreachable!("left out of the list")
}
