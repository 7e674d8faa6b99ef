//! `cargo demo load`: hundreds of requests of all kinds over a socket, and what telemetry tells of them.
//!
//! `traffic` is what is sent, `client` who sends it, [`observed`] what was recorded of it, [`findings`] what follows from
//! that and `sentences` how it is said; `explain` asks the database.

mod client;
mod explain;
pub mod findings;
pub mod observed;
mod progress;
mod scenes;
mod sentences;
mod traffic;

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};
use std::panic;
use std::sync::Arc;
use std::time::Duration;

use scorer_instrument::scorer_span;
use scorer_instrument::telemetry::{self, FlushError, Local};
use scorer_instrument::tree::Tree;

use crate::database::{Database, DatabaseError, Location, LocationError, PoolSize};
use crate::server::ServerError;
use crate::store::StoreError;

pub(crate) use client::Client;
pub(crate) use sentences::Count;
pub(crate) use traffic::{Kind, Planned, plan};

use findings::Quantiles;
use observed::{Observed, Step};
use scenes::Sent;

/// The fewest requests: one of each kind.
pub const FEWEST: usize = 20;

/// How many are sent where nobody says it.
pub const USUAL: usize = 400;

/// What the marks in the trees mean.
pub(crate) const MARKS: &str = "\
In the trees, `!` marks what failed. If the caller got a request wrong, what refused it failed, and not the request.
A warning that stands in two rows was passed on from one function to the other.";

/// Where the message of a panic is. The runtime's panic hook would tell the function that panicked, and `load` has none.
const PANICS: &str = "The message of a panic is in the row of its request.";

/// What the columns of the tables mean.
pub(crate) const COLUMNS: &str = "\
`own` is the time without that of the spans within, and orders the rows; `total` is with them. Times are in milliseconds, and
percentiles are accurate to about 1 %.";

/// Where the traces are, and where not.
const TRACES: &str = "\
The requests have the same trace ids in every run. `load` keeps its spans in memory and sends none, so no viewer has these traces:
`cargo demo` and `cargo demo serve` send theirs with `OTEL_TRACES_EXPORTER=otlp`.";

/// How long the last request and its spans may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Why nothing could be sent, or nothing said of it.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// There is no database to open.
    #[error("the demo could not start")]
    Location(#[from] LocationError),
    /// The database could not be made ready.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// The runtime, a socket or a thread could not be had.
    #[error("the demo could not start")]
    Start(#[source] io::Error),
    /// Telemetry could not be built.
    #[error("telemetry could not start")]
    Telemetry(#[from] telemetry::Error),
    /// The process has a subscriber already.
    #[error("the process has a subscriber already")]
    Subscriber,
    /// The service does not listen.
    #[error(transparent)]
    Server(#[from] ServerError),
    /// The small pool had nothing to give.
    #[error("the small pool gave no connection")]
    Pool(#[source] sqlx::Error),
    /// The tables could not be filled.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The database did not explain its statements.
    #[error("the database did not say how it runs the statements")]
    Explain(#[source] sqlx::Error),
    /// A task that sends was lost.
    #[error("a client ended")]
    Client(#[from] tokio::task::JoinError),
    /// Some span did not end.
    #[error("not all that was recorded came to its end")]
    Flush(#[from] FlushError),
    /// The output could not be written.
    #[error("the output could not be written")]
    Output(#[from] io::Error),
}

/// The start of the service, as a trace of its own: its first row is what a cold start waits for.
#[scorer_span(skip(location, size), err)]
pub(crate) async fn cold_start(
    location: &Location,
    size: PoolSize,
) -> Result<Database, DatabaseError> {
    Database::open(location, size).await
}

/// Sends so many requests and those of the small pool, and prints the trees of some, the percentiles, and what they tell.
///
/// All is kept in this process: no variable of telemetry is read, but `NO_COLOR` is, for the trees.
///
/// # Errors
///
/// When the service cannot be set up, or when the database does not answer.
pub fn run(count: usize, output: &mut impl Write) -> Result<(), LoadError> {
    let location = Location::from_environment()?;
    let telemetry = scorer_instrument::telemetry!()
        .environment(|_| None)
        // Kept in memory all the same; trees have their events' levels.
        .default_value("OTEL_TRACES_EXPORTER", "console")
        .default_value("RUST_LOG", "off")
        .default_value("OTEL_BSP_MAX_QUEUE_SIZE", "1000000")
        .default_value("TELEMETRY_SLOW_STATEMENT", "10")
        .default_value("TELEMETRY_DB_SYSTEM", location.kind().system())
        .in_memory()?;
    tracing::dispatcher::set_global_default(telemetry.dispatch())
        .map_err(|_| LoadError::Subscriber)?;
    let telemetry = Arc::new(telemetry);
    keep_quiet_of_the_rehearsed_panic();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(LoadError::Start)?;
    runtime.block_on(async {
        let size = PoolSize {
            shows_waits: true,
            ..PoolSize::default()
        };
        let database = cold_start(&location, size).await?;
        let sent = scenes::play(count, &database, &location, &telemetry, output).await?;
        let result = report(&sent, &database, &telemetry, output).await;
        database.close().await;
        result
    })
}

/// The panic of the leaderboard is part of the traffic; whatever else panics is reported as ever.
fn keep_quiet_of_the_rehearsed_panic() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let is_rehearsed = info
            .location()
            .is_some_and(|it| it.file().ends_with("leaderboard.rs"));
        if !is_rehearsed {
            usual(info);
        }
    }));
}

async fn report(
    sent: &Sent,
    database: &Database,
    telemetry: &Arc<Local>,
    output: &mut impl Write,
) -> Result<(), LoadError> {
    let spans = telemetry.spans();
    let statements = observed::statements(&spans);
    let trees = observed::trees(spans);

    writeln!(output, "{sent}")?;
    writeln!(output, "{MARKS}\n{PANICS}\n")?;
    for (title, (trace, tree)) in interesting(sent, &trees) {
        writeln!(output, "{title} (trace {trace})\n\n{}", tree.for_stdout())?;
    }

    let is_start = |tree: &Tree| tree.name == "cold_start";
    let observe = |(trace, tree): &(String, Tree)| Observed {
        trace: trace.clone(),
        root: Step::from(tree),
    };
    let start = trees.iter().find(|it| is_start(&it.1)).map(observe);
    let mut requests: Vec<Observed> = trees
        .iter()
        .filter(|(_, tree)| !is_start(tree))
        .map(observe)
        .collect();
    // The first that was sent is the first here, whenever it ended.
    let first = sent.trace_of(Kind::First);
    requests.sort_by_key(|it| first.is_none_or(|first| it.trace != first));

    let mut quantiles = BTreeMap::new();
    if let Some(percentiles) = telemetry.telemetry().percentiles() {
        let table = percentiles.table();
        for row in &table.rows {
            let of_row = Quantiles {
                p50: row.p50,
                p95: row.p95,
            };
            quantiles.insert(row.name.clone(), of_row);
        }
        let mut routes = table.clone();
        routes.rows.retain(|row| row.is_root);
        routes.repeated.clear();
        writeln!(output, "Percentiles by route. {COLUMNS}\n\n{routes}")?;
        let mut functions = table;
        functions.rows.retain(|row| !row.is_root);
        writeln!(output, "Percentiles by function. {COLUMNS}\n\n{functions}")?;
    }
    let whole_tables = explain::scans(database, &statements)
        .await
        .map_err(LoadError::Explain)?;
    let findings = findings::find(start.as_ref(), &requests, &quantiles, whole_tables);
    write!(output, "{findings}\n{TRACES}\n")?;
    Ok(())
}

/// One tree of each kind, with what is said above it: the start, then the longest of each kind in the order of the plan.
fn interesting<'a>(
    sent: &Sent,
    trees: &'a [(String, Tree)],
) -> Vec<(&'static str, &'a (String, Tree))> {
    let start = trees.iter().find(|(_, tree)| tree.name == "cold_start");
    let mut shown = Vec::new();
    shown.extend(start.map(|start| ("The cold start", start)));
    let by_trace: HashMap<&str, &(String, Tree)> =
        trees.iter().map(|it| (it.0.as_str(), it)).collect();
    for kind in sent.kinds() {
        let of_kind = sent.traces_of(kind).filter_map(|it| by_trace.get(it));
        let longest = of_kind.max_by_key(|it| it.1.took);
        shown.extend(longest.map(|it| (kind.title(), *it)));
    }
    shown
}
