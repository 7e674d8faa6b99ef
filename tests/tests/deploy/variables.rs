//! staging.env and production.env: each variable is one that the runtime reads, each value one that it takes without a word.

use std::collections::HashMap;
use std::fs;

use scorer_instrument::settings::SETTINGS;
use scorer_instrument::telemetry::{Error, Local};

use crate::files::{path, text, variables};

const FILES: [&str; 2] = ["aws/staging.env", "aws/production.env"];

/// What Lambda sets by itself.
const OF_LAMBDA: [(&str, &str); 6] = [
    ("AWS_LAMBDA_FUNCTION_NAME", "scorer-production"),
    ("AWS_LAMBDA_FUNCTION_VERSION", "7"),
    ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512"),
    ("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"),
    (
        "AWS_LAMBDA_LOG_STREAM_NAME",
        "2026/11/22/[7]0123456789abcdef",
    ),
    ("AWS_REGION", "us-east-1"),
];

/// A pipeline under these variables alone.
pub(crate) fn started(variables: Vec<(String, String)>) -> Result<Local, Error> {
    let variables: HashMap<String, String> = variables.into_iter().collect();
    scorer_instrument::telemetry!()
        .environment(move |name| variables.get(name).cloned())
        .in_memory()
}

pub(crate) fn is_known(variable: &str) -> bool {
    SETTINGS.iter().any(|it| it.variable == variable)
}

/// The variables of a file, with one of them changed.
fn with(file: &str, variable: &str, value: &str) -> Vec<(String, String)> {
    let mut variables = variables(&text(file));
    let changed = variables.iter_mut().find(|(name, _)| name == variable);
    value.clone_into(&mut changed.expect("a variable of the file").1);
    variables
}

#[test]
fn the_runtime_starts_with_each_file_and_warns_of_nothing() {
    for file in FILES {
        let variables = variables(&text(file));
        for (variable, _) in &variables {
            assert!(is_known(variable), "{file}: {variable}");
        }
        let mut on_lambda = variables.clone();
        on_lambda.extend(OF_LAMBDA.map(|(name, value)| (name.to_owned(), value.to_owned())));
        for variables in [variables, on_lambda] {
            let telemetry = started(variables).unwrap_or_else(|error| panic!("{file}: {error}"));
            assert_eq!(telemetry.logs(), "", "{file}");
        }
    }
}

#[test]
fn what_a_file_must_not_say_is_said() {
    let telemetry = started(with("aws/production.env", "OTEL_SAMPLING_RATIO", "1.0"));
    let logs = telemetry.expect("accepted settings").logs();
    assert!(logs.contains("OTEL_SAMPLING_KEEP=errors"), "{logs}");
    let error = started(with("aws/production.env", "OTEL_SAMPLING_RATIO", "1%"));
    assert!(matches!(error, Err(Error::Setting { .. })), "{error:?}");
}

#[test]
fn the_files_differ_in_the_environment_and_the_ratio_alone() {
    let [staging, production] = FILES.map(|file| variables(&text(file)));
    let names = |all: &[(String, String)]| -> Vec<String> {
        all.iter().map(|(name, _)| name.clone()).collect()
    };
    assert_eq!(names(&staging), names(&production));
    let differing: Vec<_> = staging
        .iter()
        .zip(&production)
        .filter(|(one, other)| one != other)
        .map(|((name, one), (_, other))| (name.as_str(), one.as_str(), other.as_str()))
        .collect();
    assert_eq!(
        differing,
        [
            ("ENVIRONMENT", "staging", "production"),
            ("OTEL_SAMPLING_RATIO", "1.0", "0.01"),
        ]
    );
}

#[test]
fn staging_exports_every_request_and_production_some_and_all_that_failed() {
    const REQUESTS: usize = 100;
    let exported = |file: &str, fails: bool| {
        let telemetry = started(variables(&text(file))).expect("accepted settings");
        telemetry.run(|| {
            for _ in 0..REQUESTS {
                tracing::info_span!("request").in_scope(|| {
                    if fails {
                        tracing::error!("no score");
                    }
                });
            }
        });
        telemetry.spans().len()
    };
    assert_eq!(exported("aws/staging.env", false), REQUESTS);
    assert!(exported("aws/production.env", false) < REQUESTS / 2);
    assert_eq!(exported("aws/production.env", true), REQUESTS);
}

/// Comments and pages count as well: what they name is what somebody sets.
#[test]
fn every_variable_that_a_file_names_is_one_that_the_runtime_reads() {
    let mut named = 0;
    for folder in ["", "aws"] {
        for entry in fs::read_dir(path(folder)).expect("a folder").flatten() {
            if entry.path().is_dir() {
                continue;
            }
            let file = fs::read_to_string(entry.path()).expect("text");
            let words = file.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
            let is_ours = |it: &&str| it.starts_with("OTEL_") || it.starts_with("TELEMETRY_");
            for variable in words.filter(is_ours) {
                assert!(is_known(variable), "{entry:?}: {variable}");
                named += 1;
            }
        }
    }
    assert!(named > 20, "{named}");
}
