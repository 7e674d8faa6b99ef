//! The trace in the messages of SQS.

use aws_sdk_sqs::types::{Message, MessageAttributeValue};
use aws_sdk_sqs::{Client, Error};
use http::HeaderMap;
use scorer_instrument::{propagation, scorer_span};
use tracing::Instrument as _;

#[scorer_span(include(address_id), fields(otel.kind = "producer", messaging.system = "aws_sqs"), err)]
pub async fn send(sqs: &Client, queue: &str, address_id: i64) -> Result<(), Error> {
    let mut message = sqs.send_message().queue_url(queue);
    for (name, value) in &propagation::headers() {
        let value = MessageAttributeValue::builder()
            .data_type("String")
            .string_value(String::from_utf8_lossy(value.as_bytes()))
            .build()?;
        message = message.message_attributes(name.to_string(), value);
    }
    message.message_body(address_id.to_string()).send().await?;
    Ok(())
}

pub async fn work(sqs: &Client, queue: &str) -> Result<(), Error> {
    let received = sqs.receive_message().queue_url(queue);
    let received = received.message_attribute_names("All").send().await?;
    for message in received.messages() {
        let span = {
            let _sender = propagation::continue_trace(&sender(message));
            tracing::info_span!(
                "message",
                otel.kind = "consumer",
                messaging.system = "aws_sqs"
            )
        };
        score(message).instrument(span).await;
    }
    Ok(())
}

pub fn sender(message: &Message) -> HeaderMap {
    let attributes = message.message_attributes.iter().flatten();
    propagation::from_pairs(attributes.filter_map(|(name, it)| Some((name, it.string_value()?))))
}

async fn score(message: &Message) {
    let address_id = message.body().and_then(|it| it.parse::<i64>().ok());
    tracing::info!(address_id, "scored");
}
