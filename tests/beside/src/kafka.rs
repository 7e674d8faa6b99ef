//! The trace in the records of Kafka.

use std::collections::BTreeMap;

use chrono::Utc;
use http::HeaderMap;
use rskafka::record::Record;
use scorer_instrument::{propagation, scorer_span};
use tracing::Instrument as _;

#[scorer_span(fields(otel.kind = "producer", messaging.system = "kafka"))]
pub fn record(address_id: i64) -> Record {
    let headers = propagation::headers();
    let headers = headers
        .iter()
        .map(|(name, value)| (name.to_string(), value.as_bytes().to_vec()));
    Record {
        key: None,
        value: Some(address_id.to_string().into_bytes()),
        headers: headers.collect::<BTreeMap<_, _>>(),
        timestamp: Utc::now(),
    }
}

pub fn sender(record: &Record) -> HeaderMap {
    propagation::from_pairs(&record.headers)
}

pub async fn work(records: &[Record]) {
    let span = tracing::info_span!(
        "records",
        otel.kind = "consumer",
        record_count = records.len()
    );
    for record in records {
        propagation::link(&span, &sender(record));
    }
    score_all(records).instrument(span).await;
}

async fn score_all(records: &[Record]) {
    tracing::info!("scored {}", records.len());
}
