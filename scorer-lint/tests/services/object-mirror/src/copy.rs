//! One object.

use std::time::Duration;

use anyhow::Context;
use aws_sdk_s3::Client;
use aws_sdk_s3::primitives::ByteStream;
use md5::{Digest, Md5};
use tracing::{debug, instrument, trace, warn};

#[derive(Debug)]
pub enum Copied {
    Done { etag: String, bytes: usize },
    Same,
}

#[instrument(skip(client), err)] //~ raw-instrument
pub async fn copy(client: &Client, bucket: &str, object_key: &str) -> anyhow::Result<Copied> {
    let head = client.head_object().bucket("mirror").key(object_key).send().await.ok();
    let object = client.get_object().bucket(bucket).key(object_key).send().await.context("get")?;
    let source_etag = object.e_tag().unwrap_or_default().to_owned();
    debug!(etag = source_etag, version_id = object.version_id(), content_type = object.content_type(), "object found");
    if head.and_then(|head| head.e_tag().map(|etag| etag == source_etag)).unwrap_or(false) {
        return Ok(Copied::Same);
    }
    let bytes = object.body.collect().await?.into_bytes();
    let hash = Md5::digest(&bytes);
    let content_md5 = format!("{hash:x}");
    trace!(%content_md5, "content hash {content_md5}");
    if source_etag.trim_matches('"') != content_md5 {
        warn!(expected = %source_etag, actual = %content_md5, "hash mismatch of {object_key}");
    }
    put(client, object_key, bytes.to_vec()).await?;
    Ok(Copied::Done { etag: source_etag, bytes: bytes.len() })
}

#[instrument(level = "debug", skip(client), err(Display))]
async fn put(
    client: &Client,
    key: &str, //~? credential-not-skipped, pii-field
    body: Vec<u8>, //~ large-arg-not-skipped
) -> anyhow::Result<()> {
    let mut delay = Duration::from_millis(50);
    let idempotency_token = format!("{key}-{}", body.len());
    for attempt in 0..5 {
        let sent = client.put_object().bucket("mirror").key(key).body(ByteStream::from(body.clone())).send().await;
        match sent {
            Ok(_) => return Ok(()),
            Err(error) => {
                debug!(attempt, idempotency_token, "put refused"); //~? pii-field
                warn!(attempt, delay = ?delay, error = &error as &dyn std::error::Error, "put failed, backing off");
                tokio::time::sleep(delay).await;
                delay *= 2;
            }
        }
    }
    anyhow::bail!("{key} was not written")
}
