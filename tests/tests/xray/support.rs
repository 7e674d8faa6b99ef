//! A client that stands for X-Ray: it keeps each request, and answers as it is told.

use std::collections::{HashMap, VecDeque};
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use http::{Request, Response};
use opentelemetry_http::{Bytes, HttpClient, HttpError};
use scorer_instrument::telemetry::{Builder, Local};
use serde_json::{Value, json};
use tracing::info_span;

/// Long enough for a machine that does other things too; nothing here waits for it to pass.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

pub(crate) const ENDPOINT: &str = "https://xray.us-east-1.amazonaws.com";

/// What may be read in a test, and nowhere else.
pub(crate) const KEYS: [(&str, &str); 3] = [
    ("AWS_ACCESS_KEY_ID", "CANARYIDEXAMPLE"),
    ("AWS_SECRET_ACCESS_KEY", "canary/key+example="),
    ("AWS_SESSION_TOKEN", "canary//session+example=="),
];

/// One answer.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: &'static str,
}

#[derive(Debug, Default)]
struct State {
    requests: Vec<Request<Bytes>>,
    answers: VecDeque<Answer>,
}

/// Answers 200 when it has no other answer left.
#[derive(Clone, Debug, Default)]
pub(crate) struct Xray(Arc<Mutex<State>>);

#[async_trait]
impl HttpClient for Xray {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.requests.push(request);
        let answer = state.answers.pop_front().unwrap_or(Answer {
            status: 200,
            ..Answer::default()
        });
        let mut response = Response::builder().status(answer.status);
        for (name, value) in answer.headers {
            response = response.header(name, value);
        }
        Ok(response.body(Bytes::from_static(answer.body.as_bytes()))?)
    }
}

impl Xray {
    pub(crate) fn answering(answers: impl IntoIterator<Item = Answer>) -> Self {
        let xray = Self::default();
        xray.state(|state| state.answers.extend(answers));
        xray
    }

    pub(crate) fn requests(&self) -> Vec<Request<Bytes>> {
        self.state(|state| state.requests.clone())
    }

    fn state<T>(&self, with: impl FnOnce(&mut State) -> T) -> T {
        with(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A builder that sends to X-Ray under these variables.
pub(crate) fn builder(xray: &Xray, variables: &[(&str, &str)]) -> Builder {
    let endpoint = [("OTEL_EXPORTER_OTLP_ENDPOINT", ENDPOINT)];
    let variables: HashMap<String, String> = endpoint
        .iter()
        .chain(variables)
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    scorer_instrument::telemetry!()
        .environment(move |name| variables.get(name).cloned())
        .with_http_client(xray.clone())
}

/// A pipeline with keys.
pub(crate) fn pipeline(xray: &Xray, variables: &[(&str, &str)]) -> Local {
    let all: Vec<_> = KEYS.iter().chain(variables).copied().collect();
    builder(xray, &all).local().expect("accepted settings")
}

/// One request of two spans, exported: what the flush says, and that nothing which is secret was logged.
pub(crate) fn export(telemetry: &Local) -> Result<(), String> {
    telemetry.run(|| {
        info_span!("root", text = "na\u{ef}ve \u{2603} &=+/")
            .in_scope(|| drop(info_span!("child")));
    });
    let result = telemetry.telemetry().flush(PATIENCE);
    let result = result.map_err(|error| error.to_string());
    for said in [telemetry.logs(), result.clone().err().unwrap_or_default()] {
        for (_, key) in KEYS {
            assert!(!said.contains(key), "{said}");
        }
        assert!(!said.contains("AWS4-HMAC"), "{said}");
    }
    result
}

pub(crate) fn header<'a>(request: &'a Request<Bytes>, name: &str) -> &'a str {
    let value = request.headers().get(name).and_then(|it| it.to_str().ok());
    value.unwrap_or_default()
}

/// A request as the judge reads it.
pub(crate) fn judged(request: &Request<Bytes>, region: &str) -> Value {
    let headers: Vec<(&str, &str)> = request
        .headers()
        .iter()
        .map(|(name, value)| (name.as_str(), value.to_str().expect("ASCII")))
        .collect();
    let [id, key, session] = KEYS.map(|(_, value)| value);
    json!({
        "method": request.method().as_str(),
        "url": request.uri().to_string(),
        "headers": headers,
        "body": hex(request.body()),
        "region": region,
        "id": id,
        "key": key,
        "session": session,
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
