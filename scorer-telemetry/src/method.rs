//! An HTTP method as it is recorded.

use http::Method;

/// A method by the [semantic conventions](https://opentelemetry.io/docs/specs/semconv/http/http-spans/#common-attributes).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Recorded<'a> {
    /// `http.request.method`: one of the standard's methods, or `_OTHER`.
    pub(crate) method: &'static str,
    /// `http.request.method_original`: the caller's own word, where it is none of the standard's.
    pub(crate) original: Option<&'a str>,
}

#[cfg(feature = "axum")]
impl Recorded<'_> {
    /// As a span's name has it, which must not hold the caller's own word.
    pub(crate) fn in_name(&self) -> &'static str {
        if self.original.is_some() {
            "HTTP"
        } else {
            self.method
        }
    }
}

/// What is recorded of a method.
pub(crate) fn recorded(method: &Method) -> Recorded<'_> {
    let known = match *method {
        Method::CONNECT => "CONNECT",
        Method::DELETE => "DELETE",
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::OPTIONS => "OPTIONS",
        Method::PATCH => "PATCH",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::TRACE => "TRACE",
        _ => {
            return Recorded {
                method: "_OTHER",
                original: Some(method.as_str()),
            };
        }
    };
    Recorded {
        method: known,
        original: None,
    }
}
