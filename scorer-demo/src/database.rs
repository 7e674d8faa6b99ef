//! The database: `SQLite` in a file of the demo's own, or what `DATABASE_URL` names; opened, migrated, and given the sample rows.

mod location;
mod migrations;

use std::time::Duration;

use scorer_instrument::scorer_span;
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::{Any, AnyConnection, AnyPool, ConnectOptions as _, Connection as _, Transaction};

pub use location::{Kind, Location, LocationError};
pub use migrations::MIGRATIONS;

const SEED: &str = include_str!("../samples/seed.sql");

/// How long a database may take to let the demo in.
const PATIENCE: Duration = Duration::from_secs(5);

/// How many connections there are, and what is said of them.
#[derive(Clone, Copy, Debug)]
pub struct PoolSize {
    /// The most connections.
    pub connections: u32,
    /// How long a request waits for one.
    pub acquire_timeout: Duration,
    /// Whether each wait is a span of its own. A tree with them is not the same at each run.
    pub shows_waits: bool,
}

impl Default for PoolSize {
    fn default() -> Self {
        Self {
            connections: 4,
            acquire_timeout: Duration::from_secs(30),
            shows_waits: false,
        }
    }
}

/// An open database. Clones share its connections.
#[derive(Clone)]
pub struct Database {
    pool: AnyPool,
    kind: Kind,
}

/// The database could not be made ready. What is shown of its URL holds no password.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    /// Nobody let the demo in.
    #[error("the database at `{place}` cannot be reached")]
    Unreachable {
        /// Its URL without user, password and options.
        place: String,
        /// What the driver says.
        source: sqlx::Error,
    },
    /// Nobody answered.
    #[error("the database at `{place}` does not answer within {} seconds", PATIENCE.as_secs())]
    Silent {
        /// Its URL without user, password and options.
        place: String,
    },
    /// The tables could not be made or changed.
    #[error("the database at `{place}` did not take its tables")]
    Migrate {
        /// Its URL without user, password and options.
        place: String,
        /// What the driver says.
        source: sqlx::migrate::MigrateError,
    },
    /// A statement failed.
    #[error("the database at `{place}` failed to {task}")]
    Failed {
        /// Its URL without user, password and options.
        place: String,
        /// What it was asked to do.
        task: &'static str,
        /// What the driver says.
        source: sqlx::Error,
    },
}

impl Database {
    /// Opens a database, with all tables and the sample rows, and every connection of its pool.
    ///
    /// # Errors
    ///
    /// When it cannot be reached, or when it does not take its tables or the sample rows.
    #[scorer_span(skip(location, size), err)]
    pub async fn open(location: &Location, size: PoolSize) -> Result<Self, DatabaseError> {
        sqlx::any::install_default_drivers();
        let mut connection = connect(location).await?;
        migrate(&mut connection, location).await?;
        seed(&mut connection, location).await?;
        let _: Result<(), sqlx::Error> = connection.close().await;
        let pool = open_pool(location, size).await?;
        Ok(Self {
            pool,
            kind: location.kind(),
        })
    }

    /// One more pool on a database that is open already.
    ///
    /// # Errors
    ///
    /// When it cannot be reached any more.
    pub async fn again(location: &Location, size: PoolSize) -> Result<Self, DatabaseError> {
        Ok(Self {
            pool: pool(location, size).await?,
            kind: location.kind(),
        })
    }

    /// Its connections.
    pub fn pool(&self) -> &AnyPool {
        &self.pool
    }

    /// Which database it is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// A transaction that may write. It takes `SQLite`'s write lock at once: one that reads first and asks for the lock
    /// later is refused when another request wrote in between.
    pub(crate) async fn begin(&self) -> Result<Transaction<'static, Any>, sqlx::Error> {
        match self.kind {
            Kind::Sqlite => self.pool.begin_with("BEGIN IMMEDIATE").await,
            Kind::Postgres => self.pool.begin().await,
        }
    }

    /// Closes every connection.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

fn failed(location: &Location, task: &'static str) -> impl FnOnce(sqlx::Error) -> DatabaseError {
    let place = location.shown();
    move |source| DatabaseError::Failed {
        place,
        task,
        source,
    }
}

/// The first connection. The pool would try again and again to have one, and forget why it has none.
#[scorer_span(skip(location), err)]
async fn connect(location: &Location) -> Result<AnyConnection, DatabaseError> {
    let options = options(location)?;
    match tokio::time::timeout(PATIENCE, options.connect()).await {
        Ok(connected) => connected.map_err(|source| DatabaseError::Unreachable {
            place: location.shown(),
            source,
        }),
        Err(_) => Err(DatabaseError::Silent {
            place: location.shown(),
        }),
    }
}

#[scorer_span(skip(connection, location), err)]
async fn migrate(connection: &mut AnyConnection, location: &Location) -> Result<(), DatabaseError> {
    if location.kind() == Kind::Sqlite {
        // Readers and a writer beside each other; the file keeps it.
        sqlx::query("PRAGMA journal_mode = WAL")
            .execute(&mut *connection)
            .await
            .map_err(failed(location, "set its journal"))?;
    }
    migrations::run(connection, location.kind())
        .await
        .map_err(|source| DatabaseError::Migrate {
            place: location.shown(),
            source,
        })
}

async fn seed(connection: &mut AnyConnection, location: &Location) -> Result<(), DatabaseError> {
    sqlx::raw_sql(SEED)
        .execute(connection)
        .await
        .map_err(failed(location, "take the sample rows"))?;
    Ok(())
}

#[scorer_span(skip(location, size), fields(connections = size.connections), err)]
async fn open_pool(location: &Location, size: PoolSize) -> Result<AnyPool, DatabaseError> {
    pool(location, size).await
}

/// Opens every connection now: one that is opened for a request puts its PRAGMA statements into that request's tree.
async fn pool(location: &Location, size: PoolSize) -> Result<AnyPool, DatabaseError> {
    let mut pool = AnyPoolOptions::new()
        .max_connections(size.connections)
        .acquire_timeout(size.acquire_timeout);
    if size.shows_waits {
        pool = pool.acquire_time_level(log::LevelFilter::Debug);
    }
    let pool = pool.connect_lazy_with(options(location)?);
    let mut held = Vec::new();
    for _ in 0..size.connections {
        let connection = pool.acquire().await;
        held.push(connection.map_err(failed(location, "open a connection"))?);
    }
    drop(held);
    Ok(pool)
}

fn options(location: &Location) -> Result<AnyConnectOptions, DatabaseError> {
    AnyConnectOptions::from_url(location.url()).map_err(failed(location, "read its URL"))
}
