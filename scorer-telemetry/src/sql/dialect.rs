//! The syntax of literals and comments, by database.

/// How a database reads its statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Dialect {
    /// `"name"`, `E'\''`, `$$text$$`, and comments that hold others:
    /// <https://www.postgresql.org/docs/current/sql-syntax-lexical.html>.
    Postgres,
    /// `"text"`, `\'`, `# comment`, and comments that are run:
    /// <https://dev.mysql.com/doc/refman/8.4/en/string-literals.html>, <https://dev.mysql.com/doc/refman/8.4/en/comments.html>.
    Mysql,
    /// `[name]`, and `"name"`, which is text if there is no such name: <https://www.sqlite.org/quirks.html>.
    Sqlite,
    /// Not known. Whatever may be a literal in any of them is treated as one. If they differ, so is the rest of the
    /// statement.
    Unknown,
}

impl Dialect {
    /// The dialect of a database, by its name in the semantic conventions.
    pub(super) fn of(system: &str) -> Self {
        match system {
            POSTGRESQL | "cockroachdb" => Self::Postgres,
            MYSQL | "mariadb" => Self::Mysql,
            SQLITE => Self::Sqlite,
            _ => Self::Unknown,
        }
    }
}

/// Names of the semantic conventions.
pub(super) const POSTGRESQL: &str = "postgresql";
pub(super) const MYSQL: &str = "mysql";
pub(super) const SQLITE: &str = "sqlite";
