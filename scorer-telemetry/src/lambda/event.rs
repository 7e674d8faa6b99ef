//! What an event says about its request: the headers with the caller's trace, the method and the route, or what else
//! sent it.

use std::borrow::Cow;
use std::fmt;

use http::{HeaderMap, HeaderName, HeaderValue, Method};
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};

use crate::method;

/// The headers that carry a trace. All others are skipped.
const CARRIERS: [&str; 4] = ["traceparent", "tracestate", "baggage", "x-amzn-trace-id"];

/// What is read from an event.
#[derive(Debug, Default)]
pub(super) struct Request {
    pub(super) headers: HeaderMap,
    pub(super) method: Option<&'static str>,
    /// What the caller wrote, if the method is not one of the standard's.
    pub(super) method_original: Option<String>,
    /// The route according to the gateway. A function behind a catch-all route may know a better one.
    pub(super) route: Option<String>,
    /// One of the values that the semantic conventions define.
    pub(super) trigger: Option<&'static str>,
}

impl Request {
    /// Reads an event. Nothing is read from an event in an unknown format.
    pub(super) fn read(event: &[u8]) -> Self {
        let Ok(event) = serde_json::from_slice::<Event<'_>>(event) else {
            return Self::default();
        };
        let trigger = event.trigger();
        if trigger != Some("http") {
            return Self {
                trigger,
                ..Self::default()
            };
        }
        let method = event
            .method()
            .and_then(|it| Method::from_bytes(it.as_bytes()).ok());
        let method = method.as_ref().map(method::recorded);
        Self {
            method: method.map(|it| it.method),
            method_original: method.and_then(|it| it.original).map(str::to_owned),
            route: event.route().map(str::to_owned),
            headers: event.headers.or(event.first_headers).0,
            trigger,
        }
    }
}

/// The parts that are read of any event: those of gateways, load balancers and function URLs, of queues, topics and
/// streams, of buckets and tables, and of the scheduler.
#[derive(Deserialize)]
struct Event<'a> {
    #[serde(default)]
    headers: Headers,
    /// Lists of values, which a load balancer sends instead of the plain headers if it is set up so.
    #[serde(rename = "multiValueHeaders", default)]
    first_headers: Headers,
    #[serde(borrow, rename = "httpMethod", default)]
    http_method: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    resource: Option<Cow<'a, str>>,
    #[serde(borrow, rename = "routeKey", default)]
    route_key: Option<Cow<'a, str>>,
    #[serde(borrow, rename = "requestContext", default)]
    context: Option<RequestContext<'a>>,
    #[serde(borrow, rename = "Records", default)]
    records: Option<Vec<Record<'a>>>,
    #[serde(borrow, rename = "detail-type", default)]
    detail_type: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
struct RequestContext<'a> {
    #[serde(borrow, default)]
    http: Option<Http<'a>>,
}

#[derive(Deserialize)]
struct Http<'a> {
    #[serde(borrow, default)]
    method: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
struct Record<'a> {
    #[serde(borrow, rename = "eventSource", alias = "EventSource", default)]
    source: Option<Cow<'a, str>>,
}

impl Event<'_> {
    fn method(&self) -> Option<&str> {
        let http = self.context.as_ref().and_then(|it| it.http.as_ref());
        let method = http.and_then(|it| it.method.as_deref());
        method.or(self.http_method.as_deref())
    }

    /// `GET /scores/{id}` from an HTTP API, `/scores/{id}` from a REST API.
    fn route(&self) -> Option<&str> {
        let key = self.route_key.as_deref();
        let route = key.and_then(|it| it.split_once(' ')).map(|(_, it)| it);
        route
            .or(self.resource.as_deref())
            .filter(|it| it.starts_with('/'))
    }

    fn trigger(&self) -> Option<&'static str> {
        if self.method().is_some() {
            return Some("http");
        }
        if let Some(record) = self.records.as_ref().and_then(|it| it.first()) {
            return Some(match record.source.as_deref()? {
                "aws:sqs" | "aws:sns" | "aws:kinesis" => "pubsub",
                "aws:s3" | "aws:dynamodb" => "datasource",
                _ => "other",
            });
        }
        Some(match self.detail_type.as_deref()? {
            "Scheduled Event" => "timer",
            _ => "pubsub",
        })
    }
}

/// The headers that carry a trace.
#[derive(Default)]
struct Headers(HeaderMap);

impl Headers {
    fn or(self, others: Self) -> Self {
        if self.0.is_empty() { others } else { self }
    }
}

/// The value of a header, or all of its values.
#[derive(Deserialize)]
#[serde(untagged)]
enum Values<'a> {
    One(#[serde(borrow)] Cow<'a, str>),
    Many(#[serde(borrow)] Vec<Cow<'a, str>>),
}

impl Values<'_> {
    fn first(&self) -> Option<&str> {
        match self {
            Self::One(value) => Some(value),
            Self::Many(values) => values.first().map(AsRef::as_ref),
        }
    }
}

impl<'de> Deserialize<'de> for Headers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Carriers)
    }
}

struct Carriers;

impl<'de> Visitor<'de> for Carriers {
    type Value = Headers;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }

    fn visit_unit<E>(self) -> Result<Headers, E> {
        Ok(Headers::default())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Headers, A::Error> {
        let mut headers = HeaderMap::new();
        while let Some(name) = map.next_key::<Cow<'de, str>>()? {
            let carrier = CARRIERS.iter().find(|it| name.eq_ignore_ascii_case(it));
            match carrier {
                Some(carrier) => {
                    let values = map.next_value::<Values<'de>>()?;
                    let value = values.first().map(HeaderValue::from_str);
                    if let Some(Ok(value)) = value {
                        headers.insert(HeaderName::from_static(carrier), value);
                    }
                }
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(Headers(headers))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const CALLER: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    fn read(event: &serde_json::Value) -> Request {
        Request::read(event.to_string().as_bytes())
    }

    #[test]
    fn a_request_through_an_http_api_or_a_function_url() {
        let request = read(&serde_json::json!({
            "version": "2.0",
            "routeKey": "POST /scores/{id}",
            "rawPath": "/scores/7",
            "headers": {"Traceparent": CALLER, "accept": "*/*"},
            "requestContext": {"accountId": "123456789012", "http": {"method": "POST", "path": "/scores/7"}},
            "body": "{\"a\": [1, 2]}",
            "isBase64Encoded": false,
        }));
        assert_eq!(request.method, Some("POST"));
        assert_eq!(request.route.as_deref(), Some("/scores/{id}"));
        assert_eq!(request.trigger, Some("http"));
        assert_eq!(request.headers.len(), 1);
        assert_eq!(request.headers["traceparent"], CALLER);
    }

    #[test]
    fn a_function_url_has_no_route_and_a_method_of_the_callers_own_is_told_apart() {
        let request = read(&serde_json::json!({
            "routeKey": "$default",
            "requestContext": {"http": {"method": "BREW"}},
        }));
        assert_eq!((request.method, request.route), (Some("_OTHER"), None));
        assert_eq!(request.method_original.as_deref(), Some("BREW"));
        assert!(request.headers.is_empty());
    }

    #[test]
    fn a_request_through_a_rest_api_or_a_load_balancer() {
        let request = read(&serde_json::json!({
            "resource": "/scores/{id}",
            "httpMethod": "GET",
            "headers": {"tracestate": "a=b", "baggage": "k=\u{e9}"},
            "requestContext": {"stage": "prod"},
        }));
        assert_eq!(request.method, Some("GET"));
        assert_eq!(request.route.as_deref(), Some("/scores/{id}"));
        assert_eq!(request.headers["tracestate"], "a=b");
        let request = read(&serde_json::json!({
            "httpMethod": "GET",
            "path": "/scores/7",
            "headers": null,
            "requestContext": {"elb": {"targetGroupArn": "arn"}},
        }));
        assert_eq!((request.method, request.route), (Some("GET"), None));
    }

    #[test]
    fn a_load_balancer_with_lists_of_values() {
        let request = read(&serde_json::json!({
            "httpMethod": "GET",
            "path": "/scores/7",
            "multiValueHeaders": {
                "traceparent": [CALLER, "no caller"],
                "accept": ["*/*"],
                "baggage": [],
            },
        }));
        assert_eq!(request.headers.len(), 1);
        assert_eq!(request.headers["traceparent"], CALLER);
        let request = read(&serde_json::json!({
            "httpMethod": "GET",
            "headers": {"traceparent": CALLER},
            "multiValueHeaders": {"traceparent": ["another"]},
        }));
        assert_eq!(request.headers["traceparent"], CALLER);
        let request = read(&serde_json::json!({"httpMethod": "GET", "multiValueHeaders": null}));
        assert_eq!((request.method, request.headers.len()), (Some("GET"), 0));
    }

    #[test]
    fn what_else_sends_events() {
        for (source, trigger) in [
            ("aws:sqs", "pubsub"),
            ("aws:kinesis", "pubsub"),
            ("aws:s3", "datasource"),
            ("aws:new", "other"),
        ] {
            let event = serde_json::json!({"Records": [{"eventSource": source, "body": "{}"}]});
            assert_eq!(read(&event).trigger, Some(trigger), "{source}");
        }
        let topic = serde_json::json!({"Records": [{"EventSource": "aws:sns"}]});
        assert_eq!(read(&topic).trigger, Some("pubsub"));
        let scheduled = serde_json::json!({"detail-type": "Scheduled Event", "detail": {}});
        assert_eq!(read(&scheduled).trigger, Some("timer"));
        for event in [
            "{}",
            "[]",
            "7",
            "null",
            "",
            "{\"headers\": 7}",
            "{\"Records\": []}",
        ] {
            assert_eq!(Request::read(event.as_bytes()).trigger, None, "{event}");
        }
    }

    proptest! {
        #[test]
        fn no_event_panics(event: Vec<u8>, text in ".*") {
            let _ = Request::read(&event);
            let _ = read(&serde_json::json!({"httpMethod": text, "resource": text, "headers": {"baggage": text}}));
        }
    }
}
