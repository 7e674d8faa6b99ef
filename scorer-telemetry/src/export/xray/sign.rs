//! The client for X-Ray. It signs each request with AWS's own library when it is sent, and reads the answer.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::SystemTime;

use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4;
use bytes::Bytes;
use http::header::{AUTHORIZATION, DATE};
use http::{HeaderValue, Request, Response, StatusCode};
use opentelemetry_http::{HttpClient, HttpError};

use crate::export::otlp_http::LastFailure;

use super::answer::{self, Refusal};
use super::clock::Clock;
use super::credentials::{Credentials, Keys};
use super::report::Report;
use crate::config::xray_host::Host;

/// The name of the service in signatures.
const SERVICE: &str = "xray";

/// The header in which AWS names an error.
const CODE: &str = "x-amzn-errortype";

/// The headers of a signature, which nothing else sets.
const OWN: [&str; 4] = [
    "x-amz-date",
    "x-amz-security-token",
    "x-amz-content-sha256",
    "host",
];

/// A client that sends signed requests to X-Ray, and nothing to any other host.
pub(super) struct Signed {
    pub(super) inner: Arc<dyn HttpClient>,
    pub(super) host: Host,
    pub(super) keys: Arc<Keys>,
    pub(super) clock: Arc<Clock>,
    pub(super) failure: LastFailure,
    pub(super) report: Report,
}

impl fmt::Debug for Signed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signed")
            .field("host", &self.host)
            .finish_non_exhaustive()
    }
}

impl HttpClient for Signed {
    fn send_bytes<'client, 'sent>(
        &'client self,
        request: Request<Bytes>,
    ) -> Pin<Box<dyn Future<Output = Result<Response<Bytes>, HttpError>> + Send + 'sent>>
    where
        'client: 'sent,
        Self: 'sent,
    {
        Box::pin(self.send(request))
    }
}

impl Signed {
    /// Sends the body, which the exporter has already compressed. It sends it once more if a new date or new keys can
    /// help.
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        if !self.host.takes(request.uri()) {
            return self.failed("the request is not for X-Ray, so it is not signed".into());
        }
        let keys = match self.keys.get(self.clock.now()) {
            Ok(keys) => keys,
            Err(reason) => return self.failed(reason),
        };
        let response = self.attempt(&request, &keys).await?;
        let Some(refusal) = refusal(&response) else {
            self.failure.set(None);
            return Ok(response);
        };
        let mended = match refusal {
            Refusal::Signature => self.set_clock_right(&response).then(|| keys.clone()),
            Refusal::Keys => self.keys.renewed(&keys),
            _ => None,
        };
        let Some(keys) = mended else {
            return Ok(self.refused(response, refusal, &keys));
        };
        let response = self.attempt(&request, &keys).await?;
        match self::refusal(&response) {
            Some(refusal) => Ok(self.refused(response, refusal, &keys)),
            None => {
                self.failure.set(None);
                Ok(response)
            }
        }
    }

    async fn attempt(
        &self,
        request: &Request<Bytes>,
        keys: &Credentials,
    ) -> Result<Response<Bytes>, HttpError> {
        match signed(request, keys, &self.host, self.clock.now()) {
            Ok(request) => {
                let result = self.inner.send_bytes(request).await;
                // Replaces the message of an earlier attempt.
                let error = result.as_ref().err().map(ToString::to_string);
                self.failure.set(error);
                result
            }
            Err(reason) => self.failed(reason),
        }
    }

    fn set_clock_right(&self, response: &Response<Bytes>) -> bool {
        let date = response.headers().get(DATE).and_then(|it| it.to_str().ok());
        match date.and_then(|date| self.clock.set_right(date)) {
            Some(said) => {
                (self.report)(&said);
                true
            }
            None => false,
        }
    }

    /// Converts an answer for the exporter. If AWS throttles a request, whatever the status, the exporter tries it
    /// again later.
    fn refused(
        &self,
        mut response: Response<Bytes>,
        refusal: Refusal,
        keys: &Credentials,
    ) -> Response<Bytes> {
        let mut said = refusal.advice().to_owned();
        if refusal.is_quotable() {
            // The whole body is used here, because a part of a session key is a secret, too.
            let body = String::from_utf8_lossy(response.body());
            let quoted = answer::message(response.body())
                .filter(|message| !keys.are_in(message) && !keys.are_in(&body));
            if let Some(message) = quoted {
                said.push_str("; it says: ");
                said.push_str(answer::cut(&message));
            }
        }
        self.failure.set(Some(said));
        if refusal == Refusal::Throttled {
            *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
        }
        response
    }

    fn failed(&self, reason: String) -> Result<Response<Bytes>, HttpError> {
        self.failure.set(Some(reason.clone()));
        Err(reason.into())
    }
}

fn refusal(response: &Response<Bytes>) -> Option<Refusal> {
    let code = response.headers().get(CODE).and_then(|it| it.to_str().ok());
    Refusal::read(response.status().as_u16(), code, response.body())
}

/// Implementations disagree about how to sign a tab. A space means the same to the reader of the header.
fn without_tabs(value: &mut HeaderValue) {
    if value.as_bytes().contains(&b'\t') {
        let spaced = value.as_bytes().iter().map(|it| match it {
            b'\t' => b' ',
            other => *other,
        });
        if let Ok(spaced) = HeaderValue::from_bytes(&spaced.collect::<Vec<u8>>()) {
            *value = spaced;
        }
    }
}

/// The request with its signature.
fn signed(
    request: &Request<Bytes>,
    keys: &Credentials,
    host: &Host,
    now: SystemTime,
) -> Result<Request<Bytes>, String> {
    let mut request = request.clone();
    request.headers_mut().remove(AUTHORIZATION);
    for name in OWN {
        request.headers_mut().remove(name);
    }
    for value in request.headers_mut().values_mut() {
        without_tabs(value);
    }
    let identity = keys.inner().clone().into();
    let parameters = v4::SigningParams::builder()
        .identity(&identity)
        .region(host.region())
        .name(SERVICE)
        .time(now)
        .settings(SigningSettings::default())
        .build()
        .map_err(|error| format!("the request cannot be signed: {error}"))?
        .into();
    let uri = request.uri().to_string();
    let headers: Vec<(&str, &str)> = request
        .headers()
        .iter()
        .map(|(name, value)| value.to_str().map(|value| (name.as_str(), value)))
        .collect::<Result<_, _>>()
        .map_err(|_| {
            "a header of `OTEL_EXPORTER_OTLP_HEADERS` is not ASCII, and cannot be signed".to_owned()
        })?;
    let instructions = SignableRequest::new(
        request.method().as_str(),
        uri,
        headers.into_iter(),
        SignableBody::Bytes(request.body()),
    )
    .and_then(|it| sign(it, &parameters))
    .map_err(|error| format!("the request cannot be signed: {error}"))?
    .into_parts()
    .0;
    instructions.apply_to_request_http1x(&mut request);
    Ok(request)
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::*;
    use crate::config::xray_host::{self as host, Target};

    fn signature(path: &str, body: &'static [u8], keys: &Credentials) -> String {
        let base = "https://xray.us-east-1.amazonaws.com";
        let Target::Xray(host) = host::read(base, &[]) else {
            panic!("X-Ray's host");
        };
        let request = Request::post(format!("{base}{path}"))
            .header("content-type", "application/x-protobuf")
            .body(Bytes::from_static(body))
            .expect("a request");
        let noon = UNIX_EPOCH + Duration::from_secs(1_795_348_800);
        let request = signed(&request, keys, &host, noon).expect("a signature");
        let value = request.headers()[AUTHORIZATION].to_str().expect("ASCII");
        let (_, signature) = value.split_once("Signature=").expect("a signature");
        signature.to_owned()
    }

    /// What an exporter never sends; `tests` has the rest judged by botocore, which computed these too.
    #[test]
    fn an_empty_body_and_an_odd_path() {
        let keys = Credentials::new("id", "key");
        let session = Credentials::session("id", "key", "session", None);
        for (path, body, keys, expected) in [
            (
                "/v1/traces",
                &b""[..],
                &keys,
                "50d16b19e1932227e91d0b626dc654c532d5f4e0b270ae973536912d8e39b0d6",
            ),
            (
                "/v1/traces",
                &b""[..],
                &session,
                "e24fa52bf0d36cb21361316512f8713ef89f2e9fb3c6afcbf6564df082ce1124",
            ),
            (
                "/v1/tr%20aces/~a%2Fb'()*;,?b=%20x&a=1",
                &b"\x00\xff"[..],
                &keys,
                "fe1809449ab38cf6c3cf6595af8799ad9ca44a841ace62cc9ea22f14c5379c96",
            ),
        ] {
            assert_eq!(signature(path, body, keys), expected, "{path}");
        }
    }
}
