//! A database of each kind, and a pipeline of the whole process that takes in what is done with it.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use opentelemetry_sdk::trace::SpanData;
use scorer_instrument::telemetry::{Builder, Local};
use scorer_instrument_tests::literals::Grammar;
use scorer_instrument_tests::parts::{MariaDb, Postgres, eventually};
use serde_json::Value;
use sqlx::pool::{PoolConnection, PoolOptions};
use sqlx::{AssertSqlSafe, Error, Executor, MySqlPool, PgPool, SqlitePool};
use tracing::{Instrument as _, info_span};

/// Settings under these variables alone.
pub(crate) fn builder(variables: &'static [(&str, &str)]) -> Builder {
    scorer_instrument::telemetry!().environment(move |name| {
        let found = variables.iter().find(|(variable, _)| *variable == name);
        found.map(|(_, value)| (*value).to_owned())
    })
}

/// `SQLite` works on a thread of its own, which only the subscriber of the process reaches.
static PIPELINE: LazyLock<Local> = LazyLock::new(|| {
    let pipeline = builder(&[("RUST_LOG", "trace")])
        .in_memory()
        .expect("accepted settings");
    tracing::dispatcher::set_global_default(pipeline.dispatch()).expect("the only subscriber");
    pipeline
});

/// What one request left in both outputs.
#[derive(Debug)]
pub(crate) struct Recorded {
    pub(crate) spans: Vec<SpanData>,
    pub(crate) lines: Vec<Value>,
}

impl Recorded {
    /// The only span of this name.
    pub(crate) fn span(&self, name: &str) -> &SpanData {
        let mut found = self.spans.iter().filter(|it| it.name == name);
        match (found.next(), found.next()) {
            (Some(span), None) => span,
            (_, other) => panic!("{name}, {}: {:?}", other.is_some(), self.names()),
        }
    }

    /// The names of all spans but the root's, in the order in which they ended.
    pub(crate) fn names(&self) -> Vec<&str> {
        let all = self.spans.iter().map(|it| it.name.as_ref());
        all.filter(|it| *it != ROOT).collect()
    }
}

pub(crate) fn attribute(span: &SpanData, key: &str) -> Option<String> {
    let found = span.attributes.iter().find(|it| it.key.as_str() == key)?;
    Some(found.value.to_string())
}

const ROOT: &str = "request";

/// Everything that the process wrote and exported so far.
pub(crate) fn written() -> String {
    format!("{:?}\n{}", PIPELINE.spans(), PIPELINE.logs())
}

/// Runs this as a request.
pub(crate) async fn recorded<T>(work: impl Future<Output = T>) -> (T, Recorded) {
    LazyLock::force(&PIPELINE);
    let number = i64::from(NUMBERS.fetch_add(1, Ordering::Relaxed));
    let result = work.instrument(info_span!("request", number)).await;
    // SQLite's thread lets go of the span a little after its answer.
    let spans = eventually("root", || {
        let mut spans = PIPELINE.spans();
        let number = number.to_string();
        let is_root =
            |it: &SpanData| it.name == ROOT && attribute(it, "number") == Some(number.clone());
        let trace = spans.iter().find(|it| is_root(it))?.span_context.trace_id();
        spans.retain(|it| it.span_context.trace_id() == trace);
        Some(spans)
    });
    let trace = spans[0].span_context.trace_id().to_string();
    let logs = PIPELINE.logs();
    let lines = logs
        .lines()
        .map(|it| serde_json::from_str(it).expect("JSON"));
    let lines = lines.filter(|it: &Value| it["trace_id"] == trace).collect();
    (result, Recorded { spans, lines })
}

/// A pool on an empty database of its own.
#[derive(Debug)]
pub(crate) enum Pool {
    Postgres(PgPool, Server<Postgres>),
    MariaDb(MySqlPool, Server<MariaDb>),
    Sqlite(SqlitePool),
}

/// What a pool is connected to: the server ends with the last of its pools.
#[derive(Debug)]
pub(crate) struct Server<T> {
    _runs: Arc<T>,
    pub(crate) database: String,
}

/// The same on each kind of database.
macro_rules! on_each {
    ($pool:expr, $it:ident => $code:expr) => {
        match $pool {
            $crate::support::Pool::Postgres($it, _) => $code,
            $crate::support::Pool::MariaDb($it, _) => $code,
            $crate::support::Pool::Sqlite($it) => $code,
        }
    };
}
pub(crate) use on_each;

static NUMBERS: AtomicU32 = AtomicU32::new(0);

impl Pool {
    /// One of each kind that is there.
    pub(crate) async fn all() -> Vec<Self> {
        let mut all = Vec::new();
        all.extend(Self::postgres().await);
        all.extend(Self::maria_db().await);
        all.push(Self::sqlite().await);
        all
    }

    /// The same, each of one connection, which tells every wait, and waits so long at most.
    pub(crate) async fn all_of_one_connection(patience: Duration) -> Vec<Self> {
        let mut all = Self::all().await;
        for pool in &mut all {
            match pool {
                Self::Postgres(pool, _) => *pool = of_one(pool, patience).await,
                Self::MariaDb(pool, _) => *pool = of_one(pool, patience).await,
                Self::Sqlite(pool) => *pool = of_one(pool, patience).await,
            }
        }
        all
    }

    pub(crate) async fn postgres() -> Option<Self> {
        let runs = Postgres::start()?;
        let database = created(
            &PgPool::connect(&runs.url("postgres"))
                .await
                .expect("a server"),
        )
        .await;
        let pool = PgPool::connect(&runs.url(&database))
            .await
            .expect("a database");
        Some(Self::Postgres(
            pool,
            Server {
                _runs: runs,
                database,
            },
        ))
    }

    pub(crate) async fn maria_db() -> Option<Self> {
        let runs = MariaDb::start()?;
        let database = created(
            &MySqlPool::connect(&runs.url("mysql"))
                .await
                .expect("a server"),
        )
        .await;
        let pool = MySqlPool::connect(&runs.url(&database))
            .await
            .expect("a database");
        Some(Self::MariaDb(
            pool,
            Server {
                _runs: runs,
                database,
            },
        ))
    }

    pub(crate) async fn sqlite() -> Self {
        LazyLock::force(&PIPELINE);
        // A second connection would have a database of its own.
        let options = sqlx::sqlite::SqlitePoolOptions::new().max_connections(1);
        Self::Sqlite(
            options
                .connect("sqlite::memory:")
                .await
                .expect("a database"),
        )
    }

    pub(crate) fn grammar(&self) -> Grammar {
        match self {
            Self::Postgres(..) => Grammar::Postgres,
            Self::MariaDb(..) => Grammar::MariaDb,
            Self::Sqlite(_) => Grammar::Sqlite,
        }
    }

    /// The name of its database, which no other has on the server.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Postgres(_, server) => &server.database,
            Self::MariaDb(_, server) => &server.database,
            Self::Sqlite(_) => "main",
        }
    }

    /// Runs a text of statements without parameters.
    pub(crate) async fn run(&self, statements: &str) -> Result<(), Error> {
        let text = AssertSqlSafe(statements.to_owned());
        on_each!(self, pool => sqlx::raw_sql(text).execute(pool).await.map(drop))
    }

    /// One connection of it.
    pub(crate) async fn session(&self) -> Session {
        match self {
            Self::Postgres(pool, _) => Session::Postgres(pool.acquire().await.expect("one")),
            Self::MariaDb(pool, _) => Session::MariaDb(pool.acquire().await.expect("one")),
            Self::Sqlite(pool) => Session::Sqlite(pool.acquire().await.expect("one")),
        }
    }

    pub(crate) async fn close(&self) {
        on_each!(self, pool => pool.close().await);
    }
}

/// Makes an empty database; its name.
async fn created<D: sqlx::Database>(server: &sqlx::Pool<D>) -> String
where
    for<'c> &'c sqlx::Pool<D>: Executor<'c, Database = D>,
{
    let name = format!("scores{}", NUMBERS.fetch_add(1, Ordering::Relaxed));
    let create = AssertSqlSafe(format!("CREATE DATABASE {name}"));
    server.execute(create).await.expect("a database");
    server.close().await;
    name
}

/// A pool of the same database with one connection.
async fn of_one<D: sqlx::Database>(pool: &sqlx::Pool<D>, patience: Duration) -> sqlx::Pool<D> {
    let options = PoolOptions::new()
        .max_connections(1)
        .acquire_timeout(patience)
        .acquire_time_level(log::LevelFilter::Debug);
    let connect = (*pool.connect_options()).clone();
    options.connect_with(connect).await.expect("a database")
}

/// A connection.
pub(crate) enum Session {
    Postgres(PoolConnection<sqlx::Postgres>),
    MariaDb(PoolConnection<sqlx::MySql>),
    Sqlite(PoolConnection<sqlx::Sqlite>),
}

impl Session {
    /// Runs a statement, with a value for its only parameter if it has one.
    pub(crate) async fn run(&mut self, statement: &str) {
        let text = AssertSqlSafe(statement.to_owned());
        let ran = match self {
            Self::Postgres(it) if statement.contains("$1") => sqlx::query(text)
                .bind("a")
                .execute(&mut **it)
                .await
                .map(drop),
            Self::Postgres(it) => sqlx::raw_sql(text).execute(&mut **it).await.map(drop),
            Self::MariaDb(it) => sqlx::raw_sql(text).execute(&mut **it).await.map(drop),
            Self::Sqlite(it) => sqlx::raw_sql(text).execute(&mut **it).await.map(drop),
        };
        ran.unwrap_or_else(|error| panic!("{statement}\n{error}"));
    }
}
