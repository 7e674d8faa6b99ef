//! Prometheus with `deploy/prometheus.yaml`.

use std::fs;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use super::{NotUp, Part, deployed, get, on_free_ports};
use crate::receiver::skipped;

/// A running Prometheus.
#[derive(Debug)]
pub struct Prometheus {
    _part: Part,
    _directory: TempDir,
    port: u16,
}

impl Prometheus {
    /// One that scrapes that port of this machine in place of Jaeger's in the file, or a line that says why there is none.
    ///
    /// # Panics
    ///
    /// When it does not start although it is there.
    pub fn start(scraped: u16) -> Option<Self> {
        let is_there = Command::new("prometheus")
            .arg("--version")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        if !is_there.is_ok_and(|it| it.success()) {
            skipped("no `prometheus` (Debian: prometheus)");
            return None;
        }
        // It takes no target but a file's.
        let file = fs::read_to_string(deployed("prometheus.yaml")).expect("a file");
        let target = "jaeger:8889";
        assert_eq!(file.matches(target).count(), 1, "{file}");
        let file = file.replace(target, &format!("127.0.0.1:{scraped}"));
        Some(on_free_ports(|[port]| {
            let directory = tempfile::tempdir().expect("a directory");
            let path = directory.path().join("prometheus.yaml");
            fs::write(&path, &file).expect("a file");
            let mut command = Command::new("prometheus");
            command
                .arg(format!("--config.file={}", path.display()))
                .arg(format!("--web.listen-address=127.0.0.1:{port}"))
                .arg("--storage.tsdb.path")
                .arg(directory.path().join("data"));
            let is_ready = |_: &str| get(port, "/-/ready").is_some_and(|it| it.0 == 200);
            Ok::<_, NotUp>(Self {
                _part: Part::start(command, is_ready)?,
                _directory: directory,
                port,
            })
        }))
    }

    /// The port that it is asked on.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// What it answers to a query at once: each series with its value.
    ///
    /// # Panics
    ///
    /// When it refuses.
    pub fn query(&self, query: &str) -> Vec<(Value, f64)> {
        let encoded: String = query
            .bytes()
            .map(|byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' => char::from(byte).to_string(),
                _ => format!("%{byte:02X}"),
            })
            .collect();
        let path = format!("/api/v1/query?query={encoded}");
        let (status, body) = get(self.port, &path).expect("an answer");
        assert_eq!(status, 200, "{body}");
        let answer: Value = serde_json::from_str(&body).expect("JSON");
        let series = answer["data"]["result"].as_array().expect("series");
        let value = |it: &Value| it["value"][1].as_str().and_then(|it| it.parse().ok());
        series
            .iter()
            .map(|it| (it["metric"].clone(), value(it).expect("a number")))
            .collect()
    }
}
