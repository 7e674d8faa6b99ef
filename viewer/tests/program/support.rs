//! A running viewer, and requests to it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, ChildStdout, Command, Stdio};

use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::any_value::Value as Otlp;
use opentelemetry_proto::tonic::common::v1::{AnyValue, KeyValue};
use opentelemetry_proto::tonic::resource::v1::Resource;
use opentelemetry_proto::tonic::trace::v1::{ResourceSpans, ScopeSpans, Span};
use serde_json::Value;

/// The program with these arguments.
pub(crate) fn viewer(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_scorer-viewer"));
    command.args(arguments);
    command
}

/// A running viewer on ports of its own.
pub(crate) struct Viewer {
    child: Child,
    output: BufReader<ChildStdout>,
    pub(crate) ui: SocketAddr,
    pub(crate) grpc: SocketAddr,
    pub(crate) http: SocketAddr,
}

/// What it says at its end.
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) output: String,
    pub(crate) errors: String,
}

impl Viewer {
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let ports = ["--ui-port=0", "--otlp-grpc-port=0", "--otlp-http-port=0"];
        let mut child = viewer(&ports)
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program");
        let mut output = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut address = || {
            let mut line = String::new();
            output.read_line(&mut line).expect("a line");
            let (_, address) = line.trim().split_once("http://").expect("an address");
            address.parse().expect("an address")
        };
        let (ui, grpc, http) = (address(), address(), address());
        Self {
            child,
            output,
            ui,
            grpc,
            http,
        }
    }

    /// Ends it as Ctrl-C does.
    pub(crate) fn interrupt(mut self) -> Ended {
        let id = self.id();
        let sent = Command::new("kill").args(["-INT", &id]).status();
        assert!(sent.is_ok_and(|it| it.success()));
        let code = self.child.wait().expect("its end").code();
        let (mut output, mut errors) = (String::new(), String::new());
        self.output.read_to_string(&mut output).expect("text");
        let mut pipe = self.child.stderr.take().expect("a pipe");
        pipe.read_to_string(&mut errors).expect("text");
        Ended {
            code,
            output,
            errors,
        }
    }

    pub(crate) fn id(&self) -> String {
        self.child.id().to_string()
    }

    /// Sends OTLP as JSON.
    pub(crate) fn send(&self, request: &Value) -> Answer {
        let body = request.to_string();
        self.post(&["content-type: application/json"], body.as_bytes())
    }

    /// Sends OTLP with these headers.
    pub(crate) fn post(&self, headers: &[&str], body: &[u8]) -> Answer {
        ask(self.http, "POST /v1/traces", headers, body)
    }

    /// What the query API answers.
    pub(crate) fn query(&self, path: &str) -> Value {
        let answer = ask(self.ui, &format!("GET {path}"), &[], b"");
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.json()
    }
}

impl Drop for Viewer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An answer of HTTP.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }
}

/// Puts a question; the answer has no chunks, for each is written whole.
pub(crate) fn ask(to: SocketAddr, line: &str, headers: &[&str], body: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(to).expect("a connection");
    let length = body.len();
    let mut head = format!("{line} HTTP/1.1\r\nhost: viewer\r\nconnection: close\r\n");
    for header in headers {
        head += header;
        head += "\r\n";
    }
    write!(stream, "{head}content-length: {length}\r\n\r\n").expect("it listens");
    // One that is refused may not be read to its end.
    let _ = stream.write_all(body);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let end = answer.windows(4).position(|it| it == b"\r\n\r\n");
    let end = end.expect("a whole head");
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    let status = head.split(' ').nth(1).and_then(|it| it.parse().ok());
    Answer {
        status: status.expect("a status"),
        head,
        body: answer[end + 4..].to_vec(),
    }
}

/// A span as OTLP writes it, of a second from that one on.
pub(crate) fn span(trace: u128, id: u64, parent: u64, name: &str) -> Span {
    Span {
        trace_id: trace.to_be_bytes().to_vec(),
        span_id: id.to_be_bytes().to_vec(),
        parent_span_id: if parent == 0 {
            Vec::new()
        } else {
            parent.to_be_bytes().to_vec()
        },
        name: name.to_owned(),
        start_time_unix_nano: 1_700_000_000_000_000_000 + id * 1000,
        end_time_unix_nano: 1_700_000_001_000_000_000 + id * 1000,
        ..Span::default()
    }
}

pub(crate) fn attribute(key: &str, value: &str) -> KeyValue {
    KeyValue {
        key: key.to_owned(),
        value: Some(AnyValue {
            value: Some(Otlp::StringValue(value.to_owned())),
        }),
        ..KeyValue::default()
    }
}

/// What a service sends.
pub(crate) fn export(service: &str, spans: Vec<Span>) -> ExportTraceServiceRequest {
    ExportTraceServiceRequest {
        resource_spans: vec![ResourceSpans {
            resource: Some(Resource {
                attributes: vec![attribute("service.name", service)],
                ..Resource::default()
            }),
            scope_spans: vec![ScopeSpans {
                spans,
                ..ScopeSpans::default()
            }],
            ..ResourceSpans::default()
        }],
    }
}
