//! `cargo viewer`, on ports of its own.

use std::process::Command;

use super::query::Query;
use super::{NotUp, Part, built, get, on_free_ports};

/// A running viewer.
#[derive(Debug)]
pub struct Viewer {
    part: Part,
    ports: [u16; 3],
}

impl Viewer {
    /// The viewer, or a line that says why there is none.
    pub fn start() -> Option<Self> {
        let program = built("viewer")?;
        Some(on_free_ports(|ports| {
            let [grpc, http, ui] = ports;
            let mut command = Command::new(&program);
            command
                .arg(format!("--otlp-grpc-port={grpc}"))
                .arg(format!("--otlp-http-port={http}"))
                .arg(format!("--ui-port={ui}"));
            let is_up = |_: &str| get(ui, "/api/services").is_some_and(|it| it.0 == 200);
            let part = Part::start(command, is_up)?;
            Ok::<_, NotUp>(Self { part, ports })
        }))
    }

    /// Its port of OTLP over HTTP.
    pub fn http_port(&self) -> u16 {
        self.ports[1]
    }

    /// Its endpoint of OTLP over gRPC.
    pub fn grpc(&self) -> String {
        format!("http://127.0.0.1:{}", self.ports[0])
    }

    /// Its endpoint of OTLP over HTTP.
    pub fn http(&self) -> String {
        format!("http://127.0.0.1:{}", self.ports[1])
    }

    /// What it has said on stderr.
    pub fn said(&self) -> String {
        self.part.said()
    }

    /// What its API says.
    pub fn query(&self) -> Query {
        Query(self.ports[2])
    }
}
