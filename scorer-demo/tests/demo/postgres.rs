//! The demo on a real `PostgreSQL`, and on databases that are not there.

use std::net::TcpListener;

use scorer_instrument_tests::parts::Postgres;

use crate::common::{blocks, demo_with, scored};
use crate::load::says_what_is_so;

#[test]
fn on_postgresql_the_samples_have_the_same_trees_each_time() {
    let Some(server) = Postgres::start() else {
        return;
    };
    let url = server.url("postgres");
    // The second time the tables are there.
    for _ in 0..2 {
        let blocks = blocks(&demo_with(
            &[("DATABASE_URL", &url)],
            &["good", "duplicate"],
        ));
        assert_eq!(blocks[0].shape(), scored(true));
        assert!(
            blocks[0]
                .response
                .ends_with("score 20 from 4 credentials, passing")
        );
        assert_eq!(blocks[1].shape(), scored(false));
        assert!(blocks[1].response.ends_with("claimed by another address"));
    }
}

#[test]
fn on_postgresql_what_is_said_of_the_load_is_so() {
    let Some(server) = Postgres::start() else {
        return;
    };
    let url = server.url("template1");
    let output = demo_with(&[("DATABASE_URL", &url)], &["load", "--requests", "20"]);
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(text.contains("to the service on PostgreSQL."), "{text}");
    says_what_is_so(&text);
    assert!(
        text.contains("PostgreSQL's EXPLAIN says `Seq Scan on past_scores`"),
        "{text}"
    );
}

#[test]
fn a_database_that_is_not_there_is_an_error_without_its_password() {
    // It takes no connection: it is closed again.
    let port = TcpListener::bind(("127.0.0.1", 0))
        .and_then(|it| it.local_addr())
        .expect("a port")
        .port();
    let closed = format!("postgres://mary:canary-pass@127.0.0.1:{port}/scorer");
    let shown = format!("the database at `postgres://127.0.0.1:{port}/scorer` cannot be reached");
    for (url, said) in [
        (&*closed, &*shown),
        ("mysql://mary:canary-pass@localhost/scorer", "`mysql:`"),
        ("canary-pass", "DATABASE_URL is no URL"),
        (
            "sqlite:///canary-folder/scorer.db",
            "the database at `sqlite:///canary-folder/scorer.db` cannot be reached",
        ),
    ] {
        for arguments in [&["good"][..], &["load"], &["serve", "--port", "0"]] {
            let output = demo_with(&[("DATABASE_URL", url)], arguments);
            assert_eq!(output.status.code(), Some(1), "{output:?}");
            let error = String::from_utf8(output.stderr).expect("UTF-8");
            assert!(
                error.starts_with("error: ") && error.contains(said),
                "{error}"
            );
            assert!(!error.contains("canary-pass"), "{error}");
        }
    }
}

#[test]
fn a_wrong_password_is_an_error_without_it() {
    let Some(server) = Postgres::start() else {
        return;
    };
    let url = format!(
        "postgres://scorer:canary-pass@127.0.0.1:{}/postgres",
        server.port()
    );
    let output = demo_with(&[("DATABASE_URL", &url)], &["good"]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let error = String::from_utf8(output.stderr).expect("UTF-8");
    assert!(error.contains("cannot be reached"), "{error}");
    assert!(!error.contains("canary-pass"), "{error}");
}

#[test]
fn the_migrations_are_the_files_of_their_folder() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|it| {
            it.expect("a file")
                .file_name()
                .into_string()
                .expect("UTF-8")
        })
        .collect();
    files.sort();
    let known = scorer_demo::database::MIGRATIONS
        .map(|(version, name, _)| format!("{version:04}_{name}.sql"));
    assert_eq!(files, known);
}
