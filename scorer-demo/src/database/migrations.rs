//! The tables, as the folder `migrations` makes them one after the other, in both databases alike.

use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};
use sqlx::{AnyConnection, SqlSafeStr as _};

use super::location::{Kind, SCHEMA};

/// The files of the folder `migrations`: number, name, text.
pub const MIGRATIONS: [(i64, &str, &str); 2] = [
    (
        1,
        "scores",
        include_str!("../../migrations/0001_scores.sql"),
    ),
    (
        2,
        "past_scores",
        include_str!("../../migrations/0002_past_scores.sql"),
    ),
];

/// Runs those that the database has not seen yet.
pub(super) async fn run(connection: &mut AnyConnection, kind: Kind) -> Result<(), MigrateError> {
    let all = MIGRATIONS.map(|(version, name, text)| {
        let kind = MigrationType::Simple;
        Migration::new(version, name.into(), kind, text.into_sql_str(), false)
    });
    let mut migrator = Migrator::with_migrations(all.to_vec());
    if kind == Kind::Postgres {
        migrator.create_schema(SCHEMA);
    }
    migrator.run(connection).await
}
