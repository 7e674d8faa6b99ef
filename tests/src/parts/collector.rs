//! The OpenTelemetry Collector, with a configuration in YAML that writes what it takes into a file.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

use super::{Part, ask, built, get, on_free_ports};

/// A running collector.
#[derive(Debug)]
pub struct Collector {
    part: Part,
    environment: Vec<(String, String)>,
    directory: TempDir,
    ports: [u16; 3],
}

impl Collector {
    /// A collector, or a line that says why there is none.
    ///
    /// In the configuration `GRPC`, `HTTP` and `HEALTH` behind `${env:` stand for ports, and `FILE` for the path that
    /// [`exported`](Self::exported) reads.
    pub fn start(configuration: &str) -> Option<Self> {
        Self::with(configuration, &[])
    }

    /// The same, with more in its environment.
    ///
    /// # Panics
    ///
    /// When it does not start although it is there.
    pub fn with(configuration: &str, environment: &[(&str, &str)]) -> Option<Self> {
        let program = built("collector")?;
        let environment: Vec<(String, String)> = environment
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        Some(on_free_ports(|ports| {
            let directory = tempfile::tempdir().expect("a directory");
            let part = Self::run(
                &program,
                configuration,
                &environment,
                directory.path(),
                ports,
            )?;
            Ok(Self {
                part,
                environment: environment.clone(),
                directory,
                ports,
            })
        }))
    }

    fn run(
        program: &Path,
        configuration: &str,
        environment: &[(String, String)],
        directory: &Path,
        ports: [u16; 3],
    ) -> Result<Part, super::NotUp> {
        let [grpc, http, health] = ports.map(|it| it.to_string());
        let path = directory.join("collector.yaml");
        fs::write(&path, configuration).expect("a file");
        let mut command = Command::new(program);
        command
            .arg("--config")
            .arg(path)
            // What it counts of itself has a port of its own.
            .arg("--set=service.telemetry.metrics.level=none")
            .envs([("GRPC", grpc), ("HTTP", http), ("HEALTH", health)])
            .env("FILE", directory.join("exported.json"))
            .envs(environment.iter().map(|(name, value)| (name, value)));
        let has_health = configuration.contains("{env:HEALTH}");
        Part::start(command, |said| {
            if has_health {
                get(ports[2], "/").is_some_and(|it| it.0 == 200)
            } else {
                // An answer of any kind: it has no page there.
                said.contains("Everything is ready") || get(ports[1], "/").is_some()
            }
        })
    }

    /// Ends it as an orchestrator does, so that what it holds is written, and starts it anew on the same ports.
    ///
    /// # Panics
    ///
    /// When it does not come up.
    pub fn restart(&mut self, configuration: &str) {
        self.end();
        let program = built("collector").expect("it ran before");
        let part = Self::run(
            &program,
            configuration,
            &self.environment,
            self.directory.path(),
            self.ports,
        );
        let Ok(part) = part else {
            panic!("it does not come up again");
        };
        self.part = part;
    }

    /// Ends it as an orchestrator does, so that what it holds is written.
    pub fn end(&mut self) {
        self.part.terminate();
    }

    /// Its endpoint of OTLP over gRPC.
    pub fn grpc(&self) -> String {
        format!("http://127.0.0.1:{}", self.ports[0])
    }

    /// Its endpoint of OTLP over HTTP.
    pub fn http(&self) -> String {
        format!("http://127.0.0.1:{}", self.ports[1])
    }

    /// Hands it spans in the JSON form of OTLP.
    ///
    /// # Panics
    ///
    /// When it refuses.
    pub fn take(&self, export: &Value) {
        let headers = "content-type: application/json\r\n";
        let answer = ask(
            self.ports[1],
            "POST /v1/traces",
            headers,
            &export.to_string(),
        );
        let (status, body) = answer.expect("an answer");
        assert_eq!(status, 200, "{body}");
    }

    /// What it has said on stderr.
    pub fn said(&self) -> String {
        self.part.said()
    }

    /// The time of processors, and the most memory that it had, in KiB.
    pub fn used(&self) -> (Duration, u64) {
        self.part.used()
    }

    /// The exports in its file, as far as they are written.
    pub fn exported(&self) -> Vec<Value> {
        let path = self.directory.path().join("exported.json");
        let text = fs::read_to_string(path).unwrap_or_default();
        // The last line may still be on its way.
        let lines = text.lines().map(serde_json::from_str);
        lines.map_while(Result::ok).collect()
    }

    /// The spans of all of them.
    pub fn spans(&self) -> Vec<Value> {
        let exported = self.exported();
        let all = exported.iter().flat_map(|export| {
            let export = serde_json::json!({ "body": export });
            let spans = crate::receiver::spans(&export);
            spans.into_iter().cloned().collect::<Vec<Value>>()
        });
        all.collect()
    }
}
