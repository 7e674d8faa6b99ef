//! The form in which an HTTP method is recorded.

use http::Method;

/// A method as the [semantic
/// conventions](https://opentelemetry.io/docs/specs/semconv/http/http-spans/#common-attributes) record it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Recorded<'a> {
    /// `http.request.method`: one of the standard's methods, or `_OTHER`.
    pub(crate) method: &'static str,
    /// `http.request.method_original`: what the caller wrote, if it is not one of the standard's methods.
    pub(crate) original: Option<&'a str>,
}

#[cfg(feature = "axum")]
impl Recorded<'_> {
    /// The method in a span's name, which must not contain what the caller wrote.
    pub(crate) fn in_name(&self) -> &'static str {
        if self.original.is_some() {
            "HTTP"
        } else {
            self.method
        }
    }
}

/// Returns what is recorded of a method.
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
