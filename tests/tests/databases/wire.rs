//! The same on the wire: a receiver of OTLP takes in what real statements left.

use scorer_instrument::scorer_span;
use scorer_instrument_tests::literals::{CANARY, Grammar, leaked};
use scorer_instrument_tests::parts::PASSWORD;
use scorer_instrument_tests::receiver::{Receiver, attribute, spans};
use sqlx::Error;
use tracing::instrument::WithSubscriber as _;

use crate::support::{Pool, builder};

#[scorer_span(skip(pool), err)]
async fn request(pool: &Pool) -> Result<(), Error> {
    pool.run(&format!("SELECT '{CANARY}' AS owner")).await?;
    // PostgreSQL and MariaDB say the word that they stumble over.
    pool.run(&format!("SELECT '{CANARY}' '{CANARY}' '{CANARY}' x y"))
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receiver_of_otlp_is_sent_names_and_systems_and_no_literal() {
    for pool in Pool::all().await {
        let system = match pool.grammar() {
            Grammar::Postgres => "postgresql",
            Grammar::MariaDb => "mariadb",
            // Its statements reach the pipeline of the process alone, which is in memory.
            Grammar::Sqlite => continue,
        };
        let Some(receiver) = Receiver::start(&[]) else {
            return;
        };
        let telemetry = builder(&[("RUST_LOG", "trace")])
            .default_value("TELEMETRY_DB_SYSTEM", system)
            .default_value("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.http())
            .local()
            .expect("accepted settings");
        let ran = async { request(&pool).await }
            .with_subscriber(telemetry.dispatch())
            .await;
        ran.expect_err("no statement");
        let flushed = telemetry
            .telemetry()
            .flush(std::time::Duration::from_mins(1));
        flushed.expect("a receiver");
        let export = receiver.next_spans();
        let found = spans(&export);
        let named = |name: &str| {
            let mut found = found.iter().filter(|it| it["name"] == name);
            found.next().unwrap_or_else(|| panic!("{name}: {export}"))
        };
        let (statement, function) = (named("SELECT"), named("request"));
        assert_eq!(statement["parentSpanId"], function["spanId"]);
        assert_eq!(statement["traceId"], function["traceId"]);
        assert_eq!(statement["kind"], "SPAN_KIND_CLIENT");
        let of = |key| attribute(&statement["attributes"], key).and_then(|it| it.as_str());
        assert_eq!(of("db.system.name"), Some(system));
        assert_eq!(of("db.query.text"), Some("SELECT ? AS owner"));
        assert_eq!(function["status"]["code"], "STATUS_CODE_ERROR");
        let written = format!("{export}\n{}", telemetry.logs());
        assert_eq!(leaked(&written), None);
        assert!(!written.contains(PASSWORD), "{written}");
        pool.close().await;
    }
}
