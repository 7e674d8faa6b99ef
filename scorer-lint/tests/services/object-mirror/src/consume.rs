//! Messages that name objects.

use std::time::Duration;

use anyhow::Context;
use aws_sdk_s3::Client;
use rdkafka::Message;
use rdkafka::config::ClientConfig;
use rdkafka::consumer::{CommitMode, Consumer, StreamConsumer};
use tracing::{debug, error, info, trace, warn};

use crate::copy::{self, Copied};

pub async fn run(client: Client) -> anyhow::Result<u64> {
    let group_id = std::env::var("GROUP_ID").unwrap_or_else(|_| "object-mirror".into());
    let sasl_password = std::env::var("SASL_PASSWORD").context("SASL_PASSWORD is not set")?;
    let consumer: StreamConsumer = ClientConfig::new()
        .set("group.id", &group_id)
        .set("sasl.username", "mirror")
        .set("sasl.password", &sasl_password)
        .create()
        .context("the consumer was refused: check SASL_PASSWORD")?;
    consumer.subscribe(&["objects"])?;
    info!(group_id, topic = "objects", "subscribed");

    let mut count = 0;
    loop {
        let message = match tokio::time::timeout(Duration::from_secs(30), consumer.recv()).await {
            Ok(Ok(message)) => message,
            Ok(Err(error)) => {
                warn!(%error, "kafka error, polling again");
                continue;
            }
            Err(_) => {
                debug!(timeout_s = 30, "no message");
                break;
            }
        };
        let key = message.key().map(String::from_utf8_lossy);
        trace!(key = key.as_deref(), partition = message.partition(), offset = message.offset(), "message");
        let Some(payload) = message.payload_view::<str>().transpose()? else {
            warn!(offset = message.offset(), "tombstone");
            continue;
        };
        let Some((bucket, object_key)) = payload.split_once('/') else {
            error!(payload_bytes = payload.len(), "a message without a key");
            continue;
        };
        match copy::copy(&client, bucket, object_key).await {
            Ok(Copied::Done { etag, bytes }) => {
                count += 1;
                info!(bucket, object_key, etag, bytes, "object copied");
            }
            Ok(Copied::Same) => debug!("{bucket}/{object_key} is the same already"),
            Err(error) => error!(bucket, key = object_key, %error, "object was not copied"),
        }
        consumer.commit_message(&message, CommitMode::Async)?;
    }
    Ok(count)
}
