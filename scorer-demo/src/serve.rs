//! `cargo demo serve`: the service stays up on a port, until a signal ends it.

pub mod cost;
mod cpu;

use std::io::{self, Read as _, Write};
use std::net::SocketAddr;
use std::time::Duration;

use scorer_instrument::telemetry;
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::auth::API_KEY_HEADER;
use crate::database::{DatabaseError, Kind, Location, LocationError, PoolSize};
use crate::domain::CommunityId;
use crate::generate::{COMMUNITY, KEY_PREFIX, address, key_secret};
use crate::load::cold_start;
use crate::run;
use crate::server::{self, Server, ServerError};
use crate::store::{self, StoreError};

/// The port where nobody names one.
pub const PORT: u16 = 3000;

/// How long exports may take at the end.
const PATIENCE: Duration = Duration::from_secs(10);

/// How the service is watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Output {
    /// Words and lines to copy, for people; a signal ends it.
    Words,
    /// One line of JSON when it listens and one when it has ended, for programs; the end of its input ends it as well.
    Json,
}

/// What a program is told when the service listens.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Listening {
    /// Where.
    pub address: SocketAddr,
}

/// What a program is told when the service has ended.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub struct Ended {
    /// The CPU time of the process from when it listened to when all was exported; none where the system does not tell.
    pub cpu: Option<Duration>,
    /// How many spans were exported.
    pub exported: u64,
    /// How many spans were lost.
    pub lost: u64,
}

/// Why the service could not be had.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// There is no database to open.
    #[error("the demo could not start")]
    Location(#[from] LocationError),
    /// The database could not be made ready.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// The tables could not be filled.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The service does not listen.
    #[error(transparent)]
    Server(#[from] ServerError),
    /// The runtime or a thread could not be had.
    #[error("the demo could not start")]
    Start(#[source] io::Error),
    /// A variable of the environment is wrong.
    #[error("telemetry could not start")]
    Telemetry(#[from] telemetry::Error),
    /// The output could not be written.
    #[error("the output could not be written")]
    Output(#[from] io::Error),
}

/// Serves until SIGTERM or ctrl-c.
///
/// # Errors
///
/// When the database cannot be opened or the port is taken.
pub fn run(port: u16, form: Output, output: &mut impl Write) -> Result<(), ServeError> {
    let location = Location::from_environment()?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(ServeError::Start)?;
    // First of all: a service that has no port records nothing.
    let listener = runtime.block_on(server::listen(port))?;
    let telemetry = run::telemetry(location.kind()).init()?;
    let since = runtime.block_on(serve(&location, listener, form, output));
    // What was recorded until then is exported also where the start failed.
    let ended = telemetry.shutdown(PATIENCE);
    let since = since?;
    let lost = telemetry.lost().total();
    match form {
        Output::Words => {
            writeln!(
                output,
                "\nThe service has ended. {} spans were {}, {lost} were lost.",
                telemetry.exported(),
                if run::is_exported() {
                    "exported"
                } else {
                    "printed"
                },
            )?;
        }
        Output::Json => json(
            output,
            &Ended {
                cpu: cpu::time()
                    .zip(since)
                    .map(|(now, since)| now.saturating_sub(since)),
                exported: telemetry.exported(),
                lost,
            },
        )?,
    }
    if let Err(error) = ended {
        telemetry::print_warning(&error);
    }
    Ok(())
}

/// Serves, and says how much CPU time the process had taken when it listened.
async fn serve(
    location: &Location,
    listener: TcpListener,
    form: Output,
    output: &mut impl Write,
) -> Result<Option<Duration>, ServeError> {
    let size = PoolSize {
        shows_waits: true,
        ..PoolSize::default()
    };
    let database = cold_start(location, size).await?;
    if form == Output::Words {
        // For the leaderboard, which asks once for each of its rows.
        store::fill_leaderboard(&database, CommunityId(COMMUNITY)).await?;
    }
    let server = Server::on(listener, &database)?;
    let since = cpu::time();
    match form {
        Output::Words => words(server.address(), location.kind(), output)?,
        Output::Json => json(
            output,
            &Listening {
                address: server.address(),
            },
        )?,
    }
    match form {
        Output::Words => telemetry::signal().await,
        Output::Json => tokio::select! {
            () = telemetry::signal() => {}
            _ = end_of_input() => {}
        },
    }
    server.end().await;
    database.close().await;
    Ok(since)
}

/// Ends with what writes to this program's input.
fn end_of_input() -> oneshot::Receiver<()> {
    let (end, ended) = oneshot::channel();
    // Not of the runtime: it would wait for it at its end.
    std::thread::spawn(move || {
        let _ = io::stdin().read_to_end(&mut Vec::new());
        let _ = end.send(());
    });
    ended
}

fn json(output: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *output, value)?;
    writeln!(output)?;
    output.flush()
}

/// What to try, as lines to copy.
fn words(listens: SocketAddr, kind: Kind, output: &mut impl Write) -> io::Result<()> {
    let alice = address("alice");
    let base = format!("http://{listens}/v1/communities/{COMMUNITY}");
    let key = format!("-H '{API_KEY_HEADER}: {KEY_PREFIX}.{}'", key_secret());
    let wrong = format!("-H '{API_KEY_HEADER}: {KEY_PREFIX}.wrong'");
    let body = "-H 'content-type: application/json' -d '{\"credentials\": []}'";
    let goes = if run::is_exported() {
        "The spans of each request are sent to the collector."
    } else {
        "The tree of each request is printed here; `OTEL_TRACES_EXPORTER=otlp cargo demo serve` sends the spans to `cargo viewer` instead."
    };
    write!(
        output,
        "The service listens on http://{listens}, on {}. Ctrl-C ends it.
{goes} In another terminal:

# a score, of what the address presented earlier
curl -i {base}/scores/{alice} {key} {body}
# a wrong key
curl -i {base}/scores/{alice} {wrong} {body}
# the scores of earlier years
curl -i {base}/scores/{alice} {key}
# a query in a loop: the tree says `×12`
curl -i {base}/leaderboard {key}
# a panic: the connection ends without a response
curl -i '{base}/leaderboard?page_size=0' {key}

",
        kind.name()
    )?;
    output.flush()
}
