//! A collector that comes and goes, and remembers what it took.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use opentelemetry_proto::tonic::collector::trace::v1::{
    ExportTracePartialSuccess, ExportTraceServiceRequest, ExportTraceServiceResponse,
};
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::trace::v1::Span;
use prost::Message as _;

/// A span as it arrived.
#[derive(Debug)]
struct Arrived {
    trace: Vec<u8>,
    parent: Vec<u8>,
    number: i64,
}

#[derive(Debug, Default)]
struct State {
    requests: AtomicU64,
    recovered: AtomicBool,
    arrived: Mutex<HashMap<Vec<u8>, Arrived>>,
}

/// Clones are the same collector.
#[derive(Clone, Debug, Default)]
pub(crate) struct Moody(Arc<State>);

impl Moody {
    /// From now on it takes everything.
    pub(crate) fn recovers(&self) {
        self.0.recovered.store(true, Ordering::Relaxed);
    }

    /// Whether what was counted as exported arrived, and each span under the right parent.
    pub(crate) fn check(&self, exported: u64) {
        let arrived = self.0.arrived.lock().expect("nobody panics");
        // More may have, for the answer to some exports is lost, and of others a part is rejected.
        let count = u64::try_from(arrived.len()).expect("small");
        assert!(count >= exported, "{count} {exported}");
        for span in arrived.values() {
            let Some(parent) = arrived.get(&span.parent) else {
                // A root, or its parent was lost.
                continue;
            };
            assert_eq!((&parent.trace, parent.number), (&span.trace, span.number));
        }
    }

    fn takes(&self, body: &[u8]) -> u64 {
        let request = ExportTraceServiceRequest::decode(body).expect("OTLP");
        let spans = request.resource_spans.into_iter();
        let spans = spans.flat_map(|it| it.scope_spans).flat_map(|it| it.spans);
        let mut arrived = self.0.arrived.lock().expect("nobody panics");
        let mut count = 0;
        for span in spans {
            count += 1;
            let number = number(&span);
            let Span {
                span_id,
                trace_id: trace,
                parent_span_id: parent,
                ..
            } = span;
            arrived.insert(
                span_id,
                Arrived {
                    trace,
                    parent,
                    number,
                },
            );
        }
        count
    }
}

fn number(span: &Span) -> i64 {
    let number = span.attributes.iter().find(|it| it.key == "number");
    match number.and_then(|it| it.value.as_ref()?.value.as_ref()) {
        Some(Value::IntValue(number)) => *number,
        other => panic!("{other:?}"),
    }
}

#[async_trait::async_trait]
impl HttpClient for Moody {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let status = |status: u16, body: Vec<u8>| {
            let mut response = Response::new(Bytes::from(body));
            *response.status_mut() = status.try_into().expect("a status");
            Ok(response)
        };
        let number = self.0.requests.fetch_add(1, Ordering::Relaxed);
        if self.0.recovered.load(Ordering::Relaxed) {
            self.takes(request.body());
            return status(200, Vec::new());
        }
        match number % 23 {
            0..=4 => Err("it is away".into()),
            5 => status(503, Vec::new()),
            6 => status(
                400,
                b"postgres://svc:hunter2hunter2@db is not known".to_vec(),
            ),
            7 => {
                thread::sleep(Duration::from_millis(30));
                Err("it broke off".into())
            }
            8 => {
                let sent = self.takes(request.body());
                let rejected_spans = i64::try_from(sent / 2).expect("small");
                let partial_success = Some(ExportTracePartialSuccess {
                    rejected_spans,
                    error_message: "too old".into(),
                });
                status(
                    200,
                    ExportTraceServiceResponse { partial_success }.encode_to_vec(),
                )
            }
            9 => {
                // It took them, and nobody learns of it.
                self.takes(request.body());
                Err("the answer is lost".into())
            }
            10 => {
                self.takes(request.body());
                status(200, b"<html>It works!</html>".to_vec())
            }
            _ => {
                self.takes(request.body());
                status(200, Vec::new())
            }
        }
    }
}
