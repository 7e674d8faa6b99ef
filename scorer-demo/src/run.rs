//! Sends samples to the service in this process, one after the other, and prints what each came to.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use axum::Router;
use axum::body::to_bytes;
use axum::http::StatusCode;
use tower::ServiceExt as _;
use tracing_subscriber::layer::SubscriberExt as _;

use crate::app::router;
use crate::credentials::TrustedIssuer;
use crate::error::ErrorResponse;
use crate::handler::ScoreResponse;
use crate::samples::{ISSUER, Sample, SampleError};
use crate::store::{self, StoreError};
use crate::tree::{Row, TreeLayer};

/// The longest response that is read.
const LONGEST_RESPONSE: usize = 64 * 1024;

/// How long a root span may stay open after its response: the database's thread lets go of it a little later.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why the samples could not be sent.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The runtime or the temporary file could not be had.
    #[error("the demo could not start")]
    Start(#[source] io::Error),
    /// The process has a subscriber already.
    #[error("the demo could not listen to its own spans")]
    Listen(#[from] tracing::subscriber::SetGlobalDefaultError),
    /// The issuer's bundled key is none.
    #[error("the bundled key of the issuer is not an Ed25519 key")]
    Issuer,
    /// A bundled request cannot be read.
    #[error(transparent)]
    Sample(#[from] SampleError),
    /// The database could not be set up.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The response's body could not be read.
    #[error("the response could not be read")]
    Response(#[from] axum::Error),
    /// The response's body is not what the service promises.
    #[error("the response with status {0} is not of the service's form")]
    Form(StatusCode),
    /// No root span was closed.
    #[error("the request left no tree")]
    NoTree,
    /// The output could not be written.
    #[error("the output could not be written")]
    Output(#[from] io::Error),
}

/// Sends the samples and prints the tree of each.
///
/// # Errors
///
/// When the service cannot be set up, or when a response or a tree is not there.
pub fn run(samples: &[Sample], output: &mut impl Write) -> Result<(), RunError> {
    let (roots, trees) = mpsc::channel();
    let subscriber = tracing_subscriber::registry().with(TreeLayer::new(roots));
    tracing::subscriber::set_global_default(subscriber)?;

    let directory = tempfile::Builder::new()
        .prefix("scorer-demo-")
        .tempdir()
        .map_err(RunError::Start)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(RunError::Start)?;
    runtime.block_on(async {
        let pool = store::open(&directory.path().join("scorer.db")).await?;
        let issuer = TrustedIssuer::from_hex(ISSUER).ok_or(RunError::Issuer)?;
        let service = router(pool.clone(), issuer);
        let result = async {
            for (index, sample) in samples.iter().enumerate() {
                if index > 0 {
                    writeln!(output)?;
                }
                send(sample, service.clone(), &trees, output).await?;
            }
            Ok(())
        }
        .await;
        // Before the directory goes, its files are closed.
        pool.close().await;
        result
    })
}

async fn send(
    sample: &Sample,
    service: Router,
    trees: &Receiver<Row>,
    output: &mut impl Write,
) -> Result<(), RunError> {
    let parsed = sample.parse()?;
    writeln!(output, "{}", parsed.title)?;
    let Ok(response) = service.oneshot(parsed.request).await;
    let status = response.status();
    let body = to_bytes(response.into_body(), LONGEST_RESPONSE).await?;
    writeln!(
        output,
        "{} -> {status}, {}",
        parsed.line,
        summary(status, &body)?
    )?;

    let tree = trees.recv_timeout(PATIENCE).map_err(|_| RunError::NoTree)?;
    write!(output, "\n{tree}")?;
    // Each tree is shown when it is there, also into a pipe.
    output.flush()?;
    Ok(())
}

/// What a response says, on one line.
fn summary(status: StatusCode, body: &[u8]) -> Result<String, RunError> {
    if !status.is_success() {
        let response: ErrorResponse =
            serde_json::from_slice(body).map_err(|_| RunError::Form(status))?;
        return Ok(response.error);
    }
    let response: ScoreResponse =
        serde_json::from_slice(body).map_err(|_| RunError::Form(status))?;
    // Writing to a String cannot fail.
    let mut text = format!(
        "score {} from {} credentials, {}",
        response.score,
        response.stamp_count,
        if response.passing {
            "passing"
        } else {
            "not passing"
        },
    );
    for left_out in &response.left_out {
        let _ = write!(
            text,
            "; left out {}: {}",
            left_out.provider, left_out.reason
        );
    }
    Ok(text)
}
