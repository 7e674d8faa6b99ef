//! Where the database is: what `DATABASE_URL` says, or a new file in a private directory.

use std::io;

use sqlx::ConnectOptions as _;
use sqlx::sqlite::SqliteConnectOptions;
use tempfile::TempDir;
use url::Url;

/// The variable that names a database.
const VARIABLE: &str = "DATABASE_URL";

/// The schema of the demo's tables in `PostgreSQL`, so that a database that others use keeps its own.
pub(super) const SCHEMA: &str = "scorer_demo";

/// Which database it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A file, read and written in this process.
    Sqlite,
    /// A server.
    Postgres,
}

impl Kind {
    /// What its makers call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }

    /// What it is called in spans:
    /// <https://opentelemetry.io/docs/specs/semconv/registry/attributes/db/#db-system-name>.
    pub fn system(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgresql",
        }
    }
}

/// Where the database is. A temporary one ends with this.
pub struct Location {
    url: Url,
    kind: Kind,
    _directory: Option<TempDir>,
}

/// `DATABASE_URL` names no database that the demo knows. Its value, which may hold a password, is not repeated.
#[derive(Debug, thiserror::Error)]
pub enum LocationError {
    /// It is no URL.
    #[error(
        "DATABASE_URL is no URL of a database; write `postgres://USER:PASSWORD@HOST:PORT/NAME`, with `%40` for an `@` and \
         `%2F` for a `/` in the password, or `sqlite://FILE`"
    )]
    NotAUrl,
    /// It is of another database.
    #[error(
        "DATABASE_URL begins with `{0}:`; the demo runs on `postgres://..` and on `sqlite://..`"
    )]
    Scheme(String),
    /// It would be a database of its own for each connection.
    #[error(
        "DATABASE_URL names a database in memory, which each connection would have for itself; name a file"
    )]
    InMemory,
    /// There is no temporary file.
    #[error("the temporary directory of the database could not be made")]
    Temporary(#[source] io::Error),
}

impl Location {
    /// What `DATABASE_URL` says; without it, a new file that ends with this value.
    ///
    /// # Errors
    ///
    /// When it says nothing that can be meant, or when there is no place for a file.
    pub fn from_environment() -> Result<Self, LocationError> {
        match std::env::var_os(VARIABLE) {
            Some(value) if !value.is_empty() => {
                Self::parse(value.to_str().ok_or(LocationError::NotAUrl)?)
            }
            _ => Self::temporary(),
        }
    }

    /// A new file that ends with this value.
    ///
    /// # Errors
    ///
    /// When there is no place for it.
    pub fn temporary() -> Result<Self, LocationError> {
        let directory = tempfile::Builder::new()
            .prefix("scorer-demo-")
            .tempdir()
            .map_err(LocationError::Temporary)?;
        let options = SqliteConnectOptions::new()
            .filename(directory.path().join("scorer.db"))
            .create_if_missing(true);
        Ok(Self {
            url: options.to_url_lossy(),
            kind: Kind::Sqlite,
            _directory: Some(directory),
        })
    }

    /// Reads a URL.
    ///
    /// # Errors
    ///
    /// When it is none, or one of another database.
    pub fn parse(text: &str) -> Result<Self, LocationError> {
        let mut url = Url::parse(text.trim()).map_err(|_| LocationError::NotAUrl)?;
        // An `@` there is the end of a password with a `/` in it.
        if url.path().contains('@') {
            return Err(LocationError::NotAUrl);
        }
        let kind = match url.scheme() {
            "postgres" | "postgresql" => Kind::Postgres,
            "sqlite" => Kind::Sqlite,
            other => return Err(LocationError::Scheme(other.to_owned())),
        };
        match kind {
            Kind::Postgres => {
                let search_path = format!("-c search_path={SCHEMA}");
                url.query_pairs_mut().append_pair("options", &search_path);
            }
            Kind::Sqlite => {
                let mode = url.query_pairs().find(|(key, _)| key == "mode");
                let mode = mode.map(|(_, value)| value.into_owned());
                if url.path() == ":memory:" || mode.as_deref() == Some("memory") {
                    return Err(LocationError::InMemory);
                }
                if mode.is_none() {
                    url.query_pairs_mut().append_pair("mode", "rwc");
                }
            }
        }
        Ok(Self {
            url,
            kind,
            _directory: None,
        })
    }

    /// Which database it is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The URL with all that it holds.
    pub(super) fn url(&self) -> &Url {
        &self.url
    }

    /// The URL without user, password and options.
    pub fn shown(&self) -> String {
        let host = self.url.host_str().unwrap_or_default();
        let port = self.url.port().map(|it| format!(":{it}"));
        format!(
            "{}://{host}{}{}",
            self.url.scheme(),
            port.unwrap_or_default(),
            self.url.path()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Location, LocationError};

    #[test]
    fn a_url_is_shown_without_what_it_keeps() {
        for (url, shown, kind) in [
            (
                "postgres://mary:canary@db.internal:6432/scorer?password=canary&sslmode=disable",
                "postgres://db.internal:6432/scorer",
                Kind::Postgres,
            ),
            (
                "postgresql://mary:can%40ary@[::1]/scorer",
                "postgresql://[::1]/scorer",
                Kind::Postgres,
            ),
            ("sqlite:///tmp/a.db", "sqlite:///tmp/a.db", Kind::Sqlite),
        ] {
            let location = Location::parse(url).expect(url);
            assert_eq!(location.shown(), shown);
            assert_eq!(location.kind(), kind);
        }
    }

    #[test]
    fn what_is_no_url_of_a_database_is_refused_and_not_repeated() {
        for text in [
            "canary",
            "postgres://mary:can/ary@host/scorer",
            "postgres://mary:1234/canary@host/scorer",
            "mysql://mary:canary@host/scorer",
            "sqlite::memory:",
            "sqlite://canary?mode=memory",
        ] {
            let error = Location::parse(text).err().expect(text);
            assert!(!error.to_string().contains("canary"), "{error}");
        }
        let error = Location::parse("mysql://host/scorer")
            .err()
            .expect("refused");
        assert!(matches!(&error, LocationError::Scheme(scheme) if scheme == "mysql"));
    }
}
