//! Statements of sqlx on real databases: `PostgreSQL` and `MariaDB`, each a server of the tests' own, and `SQLite`.

mod errors;
mod literals;
mod statements;
mod support;
mod wire;
