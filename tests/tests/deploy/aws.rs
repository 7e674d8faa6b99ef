//! `deploy/aws`: the collectors are whole, and what the judge in Python says of policies, commands, Terraform and Pulumi.

use std::fs;
use std::io::{Seek as _, Write as _};
use std::path::Path;
use std::process::Command;

use scorer_instrument_tests::python;
use serde_json::Value;
use tempfile::TempDir;

use crate::files::{keys, path, pipelines, text, texts, variables, yaml};
use crate::variables::{is_known, started};

const COLLECTORS: [&str; 2] = ["aws/collector.yaml", "aws/collector-sidecar.yaml"];

/// A region of each partition, and what its hosts end with:
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>.
const REGIONS: [(&str, &str); 3] = [
    ("eu-west-1", "amazonaws.com"),
    ("cn-north-1", "amazonaws.com.cn"),
    ("us-gov-west-1", "amazonaws.com"),
];

/// Variables that the snippets set for others than the runtime.
const OF_THE_COLLECTOR: [&str; 1] = ["OPENTELEMETRY_COLLECTOR_CONFIG_URI"];

/// What the judge says of directories; nothing where there is no judge.
fn judged(directories: &[&Path]) -> Option<Vec<Value>> {
    let ran = python("deploy_aws.py", "botocore, hcl2, tree_sitter_typescript")?
        .args(directories)
        .output()
        .expect("the judge starts");
    let said = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{said}");
    let lines = ran.stdout.split_inclusive(|byte| *byte == b'\n');
    Some(
        lines
            .map(|line| serde_json::from_slice(line).expect("JSON"))
            .collect(),
    )
}

/// A copy of the directory with one file changed.
fn changed(file: &str, from: &str, to: &str) -> TempDir {
    let copy = tempfile::tempdir().expect("a directory");
    for entry in fs::read_dir(path("aws")).expect("deploy/aws") {
        let entry = entry.expect("a file");
        fs::copy(entry.path(), copy.path().join(entry.file_name())).expect("a copy");
    }
    let path = copy.path().join(file);
    let text = fs::read_to_string(&path).expect("a file of it");
    assert!(text.contains(from), "{file} holds no {from}");
    fs::write(path, text.replace(from, to)).expect("a change");
    copy
}

fn faults(judged: &Value) -> Vec<&str> {
    let faults = judged["faults"].as_array().expect("faults");
    faults.iter().filter_map(Value::as_str).collect()
}

#[test]
fn the_collectors_are_whole_and_print_nothing_of_what_they_receive() {
    for name in COLLECTORS {
        let collector = yaml(name);
        pipelines(&collector);
        assert_eq!(keys(&collector["exporters"]), ["awsxray"], "{name}");
        let traces = &collector["service"]["pipelines"]["traces"];
        // It has to refuse before anything else holds what comes in.
        assert_eq!(texts(&traces["processors"])[0], "memory_limiter", "{name}");
    }
    // A sandbox freezes with what it holds back.
    assert!(
        keys(&yaml(COLLECTORS[0])["processors"])
            .iter()
            .all(|it| *it != "batch")
    );
    assert_eq!(keys(&yaml(COLLECTORS[1])["extensions"]), ["health_check"]);
}

#[test]
fn the_collectors_listen_where_the_snippets_send_to_and_to_this_machine_alone() {
    for name in COLLECTORS {
        let protocols = &yaml(name)["receivers"]["otlp"]["protocols"];
        for (protocol, endpoint) in [("grpc", "127.0.0.1:4317"), ("http", "127.0.0.1:4318")] {
            assert_eq!(protocols[protocol]["endpoint"].as_str(), Some(endpoint));
        }
    }
    for snippet in ["aws/settings.tf", "aws/lambda.ts"] {
        assert!(text(snippet).contains("\"http://127.0.0.1:4318\""));
        assert!(text(snippet).contains("/collector.yaml"));
    }
}

#[test]
fn policies_commands_and_snippets_are_what_the_services_take() {
    let Some(judged) = judged(&[&path("aws")]) else {
        return;
    };
    let judged = &judged[0];
    assert_eq!(faults(judged), [""; 0]);
    let calls = judged["calls"].as_array().expect("calls");
    assert_eq!(calls.len(), 5, "{calls:?}");
    let functions = &judged["functions"];
    assert_eq!(functions["lambda.tf"], functions["lambda.ts"]);
    assert_eq!(
        functions["lambda.tf"]["TracingConfig"]["Mode"],
        "PassThrough"
    );

    let written = judged["variables"].as_array().expect("variables");
    assert_eq!(written.len(), 8, "{written:?}");
    for variable in written {
        let [file, name, value] = [0, 1, 2].map(|part| variable[part].as_str().expect("text"));
        let known = is_known(name) || OF_THE_COLLECTOR.contains(&name);
        assert!(known, "{file}: {name}");
        for (region, suffix) in REGIONS {
            let value = value
                .replace("${var.region}", region)
                .replace("${local.dns_suffix}", suffix);
            let mut all = variables(&text("aws/production.env"));
            all.retain(|(other, _)| other != name);
            all.push((name.to_owned(), value));
            let telemetry = started(all).unwrap_or_else(|error| panic!("{file}: {error}"));
            assert_eq!(telemetry.logs(), "", "{file}: {name}");
        }
    }
}

#[test]
fn the_judge_finds_what_is_wrong() {
    let wrong = [
        ("xray-write.json", "PutTraceSegments", "PutTraceSegment"),
        ("xray-write.json", "xray:PutSpansForIndexing", "xray:*"),
        (
            "transaction-search.json",
            "logs:PutLogEvents",
            "logs:PutEvents",
        ),
        ("transaction-search.sh", "CloudWatchLogs", "CloudWatch"),
        (
            "transaction-search.sh",
            "update-indexing-rule",
            "put-indexing-rule",
        ),
        ("transaction-search.sh", "--policy-document", "--document"),
        ("transaction-search.sh", "s/ACCOUNT/$account/g", ""),
        ("transaction-search.sh", "partition=aws-cn", "partition=aws"),
        ("lambda.tf", ">= 5.0, < 7.0", ">= 5.0"),
        ("lambda.tf", ">= 1.5, < 2.0", ">= 1.5"),
        ("lambda.tf", "arn:${local.partition}:", "arn:aws:"),
        ("lambda.tf", "retention_in_days", "skip_destroy"),
        ("lambda.tf", "/aws/lambda/scorer-", "/aws/lambda/"),
        ("lambda.ts", "\"aws-us-gov\"", "\"aws\""),
        ("lambda.ts", "amazonaws.com.cn", "amazonaws.cn"),
        ("lambda.ts", "arn:${partition}:", "arn:aws:"),
        ("lambda.ts", "/aws/lambda/${name}", "/aws/${name}"),
        ("lambda.tf", "provided.al2023", "provided.al2030"),
        ("lambda.tf", "\"PassThrough\"", "\"Passive\""),
        ("lambda.tf", "local.variables", "local.file"),
        ("lambda.ts", "memorySize: 512", "memorySize: 1"),
        (
            "lambda.ts",
            "environment: { variables },",
            "environment: { variables ,",
        ),
    ];
    let copies = wrong.map(|(file, from, to)| changed(file, from, to));
    let Some(judged) = judged(&copies.each_ref().map(TempDir::path)) else {
        return;
    };
    assert_eq!(judged.len(), wrong.len());
    for ((file, _, to), judged) in wrong.iter().zip(&judged) {
        let faults = faults(judged);
        assert!(
            faults.iter().any(|fault| fault.starts_with(file)),
            "{file}, {to}: {faults:?}"
        );
    }
}

/// What Terraform itself makes of the variables. It needs no provider for them; where it is not installed, the judge has to do.
#[test]
fn terraform_reads_the_files_of_settings_as_the_runtime_does() {
    let Some(formatted) = terraform(&path("aws"), &["fmt", "-check"], "") else {
        // Past the harness, which keeps to itself what a passing test prints.
        let _ = writeln!(std::io::stderr(), "skipped: terraform is not installed");
        return;
    };
    assert_eq!(formatted, "");
    let directory = tempfile::tempdir().expect("a directory");
    for file in ["settings.tf", "staging.env", "production.env"] {
        fs::copy(path("aws").join(file), directory.path().join(file)).expect("a copy");
    }
    for environment in ["staging", "production"] {
        for (region, suffix) in REGIONS {
            let settings = [
                format!("environment={environment}"),
                format!("region={region}"),
            ];
            let printed = terraform(
                directory.path(),
                &["console", "-var", &settings[0], "-var", &settings[1]],
                "jsonencode(merge(local.variables, { partition = local.partition }))",
            );
            let printed = printed.expect("terraform, as above");
            // A string of HCL that holds JSON.
            let last = printed.lines().next_back().expect("a value");
            let json: String = serde_json::from_str(last).expect("a string");
            let evaluated: Value = serde_json::from_str(&json).expect("JSON");
            let mut expected = variables(&text(&format!("aws/{environment}.env")));
            let endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
            expected.retain(|(name, _)| name != endpoint);
            let partition = match region.split_once('-') {
                Some(("cn", _)) => "aws-cn",
                Some(("us", rest)) if rest.starts_with("gov-") => "aws-us-gov",
                _ => "aws",
            };
            expected.push((
                endpoint.to_owned(),
                format!("https://xray.{region}.{suffix}"),
            ));
            expected.push(("partition".to_owned(), partition.to_owned()));
            let expected = expected.into_iter();
            let expected = expected.map(|(name, value)| (name, Value::String(value)));
            assert_eq!(evaluated, Value::Object(expected.collect()));
        }
    }
}

/// What it prints; nothing where it is not installed.
fn terraform(directory: &Path, arguments: &[&str], input: &str) -> Option<String> {
    let mut file = tempfile::tempfile().expect("a file");
    file.write_all(format!("{input}\n").as_bytes())
        .and_then(|()| file.rewind())
        .expect("an input");
    let ran = Command::new("terraform")
        .args(arguments)
        .current_dir(directory)
        // What a machine has set for its own use, and its warnings, are not of the answer.
        .env_remove("TF_CLI_CONFIG_FILE")
        .stdin(file)
        .output()
        .ok()?;
    assert!(ran.status.success(), "{ran:?}");
    Some(String::from_utf8_lossy(&ran.stdout).into_owned())
}
