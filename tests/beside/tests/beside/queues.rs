//! Messages that one process leaves for another, in queues of others.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::http::HeaderMap;
use axum::routing::post;
use scorer_instrument_beside::{kafka, sqs};
use tracing::Instrument as _;

use crate::calls;
use crate::support::{builder, named, recorded, serve};

/// A queue that keeps what is sent to it, as SQS' own protocol names it.
fn queue() -> Router {
    let kept: Arc<Mutex<Vec<serde_json::Value>>> = Arc::default();
    let handler = move |headers: HeaderMap, body: String| async move {
        let mut kept = kept.lock().expect("no panic before");
        let action = headers["x-amz-target"].to_str().expect("an action");
        let answer = if action.ends_with("SendMessage") {
            let sent: serde_json::Value = serde_json::from_str(&body).expect("JSON");
            kept.push(serde_json::json!({
                "MessageId": "1",
                "ReceiptHandle": "1",
                "Body": sent["MessageBody"],
                "MessageAttributes": sent["MessageAttributes"],
            }));
            serde_json::json!({ "MessageId": "1" })
        } else {
            serde_json::json!({ "Messages": std::mem::take(&mut *kept) })
        };
        answer.to_string()
    };
    Router::new().route("/", post(handler))
}

#[tokio::test]
async fn a_message_of_sqs_continues_its_senders_trace() {
    let (telemetry, _default) = recorded(builder(&[]));
    let client = calls::sqs(serve(queue()).await);
    let request = tracing::info_span!("request");
    let sent = sqs::send(&client, "http://queue", 7).instrument(request);
    sent.await.expect("a message");
    sqs::work(&client, "http://queue").await.expect("a message");
    let spans = telemetry.spans();
    let (sent, taken) = (named(&spans, "send"), named(&spans, "message"));
    assert_eq!(taken.span_context.trace_id(), sent.span_context.trace_id());
    assert_eq!(taken.parent_span_id, sent.span_context.span_id());
    assert!(telemetry.logs().contains("\"address_id\":7"));
}

#[tokio::test]
async fn records_of_kafka_are_linked_to_their_senders() {
    let (telemetry, _default) = recorded(builder(&[]));
    let mut records: Vec<_> = [7, 8].map(kafka::record).into();
    // Of a sender that knows nothing of traces, and of one that writes something else there.
    for traceparent in [None, Some(b"\xff\xfe".to_vec())] {
        let mut record = kafka::record(9);
        record.headers.clear();
        record
            .headers
            .extend(traceparent.map(|it| ("traceparent".to_owned(), it)));
        records.push(record);
    }
    kafka::work(&records).await;
    let spans = telemetry.spans();
    let linked: Vec<_> = named(&spans, "records")
        .links
        .links
        .iter()
        .map(|it| it.span_context.span_id())
        .collect();
    let sent: Vec<_> = spans
        .iter()
        .filter(|it| it.name == "record")
        .map(|it| it.span_context.span_id())
        .collect();
    assert_eq!(linked, sent[..2]);
}
