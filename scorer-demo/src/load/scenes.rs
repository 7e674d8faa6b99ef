//! What is sent, and when: the first request by itself, the crowd, and three scenes before a pool with one connection.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, IsTerminal as _, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use indicatif::ProgressBar;
use scorer_instrument::percentiles::Percentiles;
use scorer_instrument::telemetry::Local;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::auth::API_KEY_HEADER;
use crate::database::{Database, Location, PoolSize};
use crate::domain::CommunityId;
use crate::generate::COMMUNITY;
use crate::server::Server;
use crate::store;

use super::client::Client;
use super::traffic::{Kind, Planned, plan, planned};
use super::{Count, LoadError, PATIENCE, progress};

/// How many clients send at the same time.
const CLIENTS: usize = 6;

/// How many wait for the small pool in each of its scenes.
const WAITING: usize = 3;

/// The rows of the table without an index.
const PAST_SCORES: i64 = 50_000;

/// How long the small pool's connection is kept from those that wait.
const KEPT: Duration = Duration::from_millis(150);

/// The small pool.
const SMALL: PoolSize = PoolSize {
    connections: 1,
    acquire_timeout: Duration::from_millis(600),
    shows_waits: true,
};

/// What was sent, and what came of it.
pub(super) struct Sent {
    /// In the order in which it was planned.
    requests: Vec<(Kind, String)>,
    /// How many of them the clients sent at the same time.
    crowd: usize,
    /// How often each answer came; none is a connection that ended.
    answers: BTreeMap<Option<u16>, usize>,
}

impl Sent {
    pub(super) fn traces_of(&self, kind: Kind) -> impl Iterator<Item = &str> {
        let of_kind = self.requests.iter().filter(move |it| it.0 == kind);
        of_kind.map(|it| it.1.as_str())
    }

    pub(super) fn trace_of(&self, kind: Kind) -> Option<&str> {
        self.traces_of(kind).next()
    }

    /// The kinds, each once, in the order in which they were first planned.
    pub(super) fn kinds(&self) -> Vec<Kind> {
        let mut kinds = Vec::new();
        for (kind, _) in &self.requests {
            if !kinds.contains(kind) {
                kinds.push(*kind);
            }
        }
        kinds
    }

    fn add(&mut self, planned: &Planned, answer: Option<u16>) {
        self.requests.push((planned.kind, planned.trace.clone()));
        *self.answers.entry(answer).or_default() += 1;
    }
}

impl fmt::Display for Sent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} requests were sent ({} from several clients, the first one, and those to a small pool):",
            self.requests.len(),
            self.crowd,
        )?;
        for (place, (status, count)) in self.answers.iter().rev().enumerate() {
            let comma = if place > 0 { "," } else { "" };
            match status {
                Some(status) => write!(f, "{comma} {count} answered with {status}")?,
                None => write!(f, "{comma} {count} without an answer")?,
            }
        }
        if self.answers.contains_key(&None) {
            let of = |kind| self.traces_of(kind).count();
            write!(
                f,
                " ({}, {})",
                Count(of(Kind::Panics), "panic"),
                Count(of(Kind::Leaves), "client that went away"),
            )?;
        }
        writeln!(f, ".")
    }
}

/// Plays all of it.
pub(super) async fn play(
    count: usize,
    database: &Database,
    location: &Location,
    telemetry: &Arc<Local>,
    output: &mut impl Write,
) -> Result<Sent, LoadError> {
    let server = Server::start(database, 0).await?;
    let mut sent = Sent {
        requests: Vec::new(),
        crowd: count,
        answers: BTreeMap::new(),
    };
    // The first request meets a service that has done nothing yet, not even filled its tables.
    let first = planned(Kind::First, 0);
    let answer = Client::new(server.address()).send(&first).await;
    sent.add(&first, answer.ok().map(|it| it.as_u16()));

    store::fill(database, CommunityId(COMMUNITY), PAST_SCORES).await?;
    let all = plan(count);
    if !io::stderr().is_terminal() {
        writeln!(
            output,
            "Sending {count} requests from {CLIENTS} clients, to the service on {}.\n",
            database.kind().name()
        )?;
        output.flush()?;
    }
    let bar = progress::bar(count);
    for (planned, answer) in crowd(&server, all, &bar).await? {
        sent.add(&planned, answer);
    }
    bar.finish_and_clear();
    server.end().await;

    small_pool(location, telemetry, &mut sent).await?;
    // Every request has ended, also those whose client is gone.
    drained(telemetry).await?;
    Ok(sent)
}

/// What telemetry still has to write; on a thread of its own, since it blocks.
async fn drained(telemetry: &Arc<Local>) -> Result<(), LoadError> {
    let telemetry = Arc::clone(telemetry);
    tokio::task::spawn_blocking(move || telemetry.telemetry().drain(PATIENCE)).await??;
    Ok(())
}

type Answered = Vec<(Planned, Option<u16>)>;

/// All requests, from some clients at the same time: each takes the next one.
async fn crowd(
    server: &Server,
    all: Vec<Planned>,
    bar: &ProgressBar,
) -> Result<Answered, LoadError> {
    let all = Arc::new(all);
    let next = Arc::new(AtomicUsize::new(0));
    let clients: Vec<_> = (0..CLIENTS)
        .map(|_| {
            let (all, next, bar) = (Arc::clone(&all), Arc::clone(&next), bar.clone());
            let mut client = Client::new(server.address());
            tokio::spawn(async move {
                let mut answers = Vec::new();
                while let Some(planned) = all.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let answer = client.send(planned).await;
                    answers.push((planned.clone(), answer.ok().map(|it| it.as_u16())));
                    bar.inc(1);
                }
                answers
            })
        })
        .collect();
    let mut answers = Vec::new();
    for client in clients {
        answers.extend(client.await?);
    }
    Ok(answers)
}

/// A pool of one connection, which is in use: a wait that ends, one that is too long, and a client that goes away meanwhile.
async fn small_pool(
    location: &Location,
    telemetry: &Arc<Local>,
    sent: &mut Sent,
) -> Result<(), LoadError> {
    let database = Database::again(location, SMALL).await?;
    let server = Server::start(&database, 0).await?;
    let taken = || async {
        let connection = database.pool().acquire().await;
        connection.map_err(LoadError::Pool)
    };
    let waiting = |kind| {
        let all = (0..WAITING).map(|index| planned(kind, index)).collect();
        let bar = ProgressBar::hidden();
        let server = &server;
        async move { crowd(server, all, &bar).await }
    };

    let connection = taken().await?;
    let (waited, ()) = tokio::join!(waiting(Kind::Waits), async {
        tokio::time::sleep(KEPT).await;
        drop(connection);
    });
    let connection = taken().await?;
    let timed_out = waiting(Kind::TimesOut).await?;
    for (planned, answer) in waited?.into_iter().chain(timed_out) {
        sent.add(&planned, answer);
    }

    // It cannot be answered: the pool has nothing to give until it has ended.
    let leaves = planned(Kind::Leaves, 0);
    leave(&server, &leaves).await?;
    sent.add(&leaves, None);
    abandoned(telemetry).await;
    drop(connection);
    server.end().await;
    database.close().await;
    Ok(())
}

/// Waits until a request was abandoned: the service notices it a little later. Not for ever, in case it does not.
async fn abandoned(telemetry: &Local) {
    let deadline = Instant::now() + PATIENCE;
    let percentiles = telemetry.telemetry().percentiles();
    let is_abandoned = || {
        let table = percentiles.map(Percentiles::table).unwrap_or_default();
        let mut rows = table.rows.iter();
        rows.any(|row| row.is_root && row.cancelled > 0)
    };
    while !is_abandoned() && Instant::now() < deadline {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Sends a request and closes the connection, once the service has begun with it.
async fn leave(server: &Server, planned: &Planned) -> Result<(), LoadError> {
    let connection = TcpStream::connect(server.address()).await;
    send_and_close(connection, server, planned)
        .await
        .map_err(LoadError::Start)
}

async fn send_and_close(
    connection: io::Result<TcpStream>,
    server: &Server,
    planned: &Planned,
) -> io::Result<()> {
    let mut stream = connection?;
    // `100-continue` is answered when the handler asks for the body, and not before:
    // <https://www.rfc-editor.org/rfc/rfc9110#section-10.1.1>. A connection that ends earlier is no request at all.
    let head = format!(
        "{} {} HTTP/1.1\r\nhost: {}\r\n{API_KEY_HEADER}: {}\r\ntraceparent: {}\r\n\
         content-type: application/json\r\nexpect: 100-continue\r\ncontent-length: {}\r\n\r\n",
        planned.method,
        planned.path,
        server.address(),
        planned.key.as_deref().unwrap_or_default(),
        planned.traceparent(),
        planned.body.len(),
    );
    stream.write_all(head.as_bytes()).await?;
    stream.read_u8().await?;
    stream.write_all(planned.body.as_bytes()).await?;
    stream.shutdown().await
}
