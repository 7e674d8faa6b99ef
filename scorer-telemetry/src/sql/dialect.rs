//! What stands for a literal and for a comment, by the database that reads the statement.

/// How a database reads its statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// `"name"`; a backslash is one, except in `PostgreSQL`'s `E'..'`.
    Standard,
    /// `"text"`, `\'` and `# comment`: <https://dev.mysql.com/doc/refman/8.4/en/string-literals.html>.
    Mysql,
    /// Not known: whatever may be a literal for any of them is one, and where they part, the rest of the statement is.
    Unknown,
}

impl Dialect {
    /// Of a database by its name in the semantic conventions.
    pub(super) fn of(system: &str) -> Self {
        match system {
            "mysql" | "mariadb" => Self::Mysql,
            "postgresql" | "sqlite" | "cockroachdb" | "microsoft.sql_server" | "oracle.db" => {
                Self::Standard
            }
            _ => Self::Unknown,
        }
    }
}
