//! Sends samples to the service in this process, one after the other, and prints what each came to.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::time::Duration;

use axum::Router;
use axum::body::to_bytes;
use axum::http::StatusCode;
use scorer_instrument::telemetry::{self, Builder, FlushError};
use tower::ServiceExt as _;

use crate::app::router;
use crate::credentials::TrustedIssuer;
use crate::database::{Database, DatabaseError, Kind, Location, LocationError, PoolSize};
use crate::error::ErrorResponse;
use crate::handler::ScoreResponse;
use crate::load::{COLUMNS, Count, MARKS};
use crate::samples::{ISSUER, Sample, SampleError};

/// How long the end may take once an export has failed.
const LAST_PATIENCE: Duration = Duration::from_secs(1);

/// The longest response that is read.
const LONGEST_RESPONSE: usize = 64 * 1024;

/// How long a root span may stay open after its response, for the database's thread lets go of it a little later, and how
/// long exports may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why the samples could not be sent.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// There is no database to open.
    #[error("the demo could not start")]
    Location(#[from] LocationError),
    /// The runtime could not be had.
    #[error("the demo could not start")]
    Start(#[source] io::Error),
    /// A variable of the environment is wrong.
    #[error("telemetry could not start")]
    Telemetry(#[from] telemetry::Error),
    /// The issuer's bundled key is none.
    #[error("the bundled key of the issuer is not an Ed25519 key")]
    Issuer,
    /// A bundled request cannot be read.
    #[error(transparent)]
    Sample(#[from] SampleError),
    /// The database could not be set up.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// The response's body could not be read.
    #[error("the response could not be read")]
    Response(#[from] axum::Error),
    /// The response's body is not what the service promises.
    #[error("the response with status {0} is not of the service's form")]
    Form(StatusCode),
    /// Lambda's Runtime API could not be reached, or what was recorded last was lost.
    #[error("the function ended")]
    Function(#[source] lambda_http::Error),
    /// The output could not be written.
    #[error("the output could not be written")]
    Output(#[from] io::Error),
}

/// Telemetry as the demo shows it where no variable says otherwise: trees and a table on stdout.
pub(crate) fn telemetry(kind: Kind) -> Builder {
    scorer_instrument::telemetry!()
        .default_value("OTEL_TRACES_EXPORTER", "console")
        // Lines between the branches would be hard to read; `RUST_LOG=info` shows them.
        .default_value("RUST_LOG", "off")
        .default_value("TELEMETRY_DB_SYSTEM", kind.system())
        // What `deploy/jaeger.yaml` hands on to Prometheus.
        .default_value(
            "OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION",
            "explicit_bucket_histogram",
        )
}

/// Whether spans are sent to a collector, and not printed.
pub(crate) fn is_exported() -> bool {
    let exporter = std::env::var("OTEL_TRACES_EXPORTER");
    exporter.is_ok_and(|it| it.trim().eq_ignore_ascii_case("otlp"))
}

/// Sends the samples. The tree of each is printed, and the table at the end; or all is exported, where
/// `OTEL_TRACES_EXPORTER` says so.
///
/// # Errors
///
/// When the service cannot be set up, or when a response or a tree is not there.
pub fn run(samples: &[Sample], output: &mut impl Write) -> Result<(), RunError> {
    let location = Location::from_environment()?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(RunError::Start)?;
    // Before telemetry starts: what the start itself does would be printed as trees of its own.
    let database = runtime.block_on(Database::open(&location, PoolSize::default()))?;
    let telemetry = telemetry(location.kind())
        // Trees are printed when they are asked for, below the response, and not when the request ends.
        .default_value("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "512")
        .init()?;

    let is_exported = is_exported();

    let mut unexported = None;
    runtime.block_on(async {
        let issuer = TrustedIssuer::from_hex(ISSUER).ok_or(RunError::Issuer)?;
        let service = router(database.clone(), issuer);
        let result: Result<(), RunError> = async {
            for (index, sample) in samples.iter().enumerate() {
                if index > 0 && !is_exported {
                    writeln!(output)?;
                }
                send(sample, service.clone(), output).await?;
                // One attempt shows that nobody listens. The next would take as long.
                if unexported.is_none() {
                    unexported = telemetry.drain(PATIENCE).err();
                }
            }
            if !is_exported {
                writeln!(output)?;
                // The table comes next, if there is one.
                if telemetry.percentiles().is_some() {
                    writeln!(output, "{MARKS}\n{COLUMNS}")?;
                }
                output.flush()?;
            }
            Ok(())
        }
        .await;
        // Before the directory goes, its files are closed.
        database.close().await;
        result
    })?;
    let patience = match unexported {
        Some(_) => LAST_PATIENCE,
        None => PATIENCE,
    };
    let ended = telemetry.shutdown(patience).err();
    // A collector that is away is reported, and no fault of the demo. The first error says most.
    if let Some(error) = unexported.or(ended) {
        telemetry::print_warning(&FlushError {
            lost: telemetry.lost(),
            ..error
        });
    }
    if is_exported {
        let (exported, lost) = (telemetry.exported(), telemetry.lost().total());
        writeln!(output, "{exported} spans were exported, {lost} were lost.")?;
        if exported > 0 {
            writeln!(
                output,
                "If they went to `cargo viewer`: http://127.0.0.1:16686, service `{}`.",
                env!("CARGO_PKG_NAME"),
            )?;
        }
    }
    Ok(())
}

/// Sends one, and prints the answer.
async fn send(sample: &Sample, service: Router, output: &mut impl Write) -> Result<(), RunError> {
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

    // The exporter's thread prints the tree, behind this.
    writeln!(output)?;
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
        "score {} from {}, {}",
        response.score,
        Count(response.stamp_count, "credential"),
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
