//! The bundled sample requests: which there are, and how a request file is read.
//!
//! A file is written as an HTTP client would send it, below a comment that says what it is:
//!
//! ```text
//! # what the request is
//! # any other comment
//! POST /path
//! header: value
//!
//! body
//! ```

use axum::body::Body;
use axum::http::Request;

/// The public key of the samples' issuer.
pub const ISSUER: &str = include_str!("../samples/issuer.hex");

/// The bundled requests in the order of the demo.
pub const ALL: [Sample; 6] = [
    Sample {
        name: "good",
        text: include_str!("../samples/good.http"),
    },
    Sample {
        name: "bad-key",
        text: include_str!("../samples/bad-key.http"),
    },
    Sample {
        name: "expired",
        text: include_str!("../samples/expired.http"),
    },
    Sample {
        name: "duplicate",
        text: include_str!("../samples/duplicate.http"),
    },
    Sample {
        name: "tampered",
        text: include_str!("../samples/tampered.http"),
    },
    Sample {
        name: "malformed",
        text: include_str!("../samples/malformed.http"),
    },
];

/// A bundled request.
#[derive(Clone, Copy)]
pub struct Sample {
    /// Its name on the command line, and that of its file.
    pub name: &'static str,
    /// Its file's text.
    pub text: &'static str,
}

/// A request file, read.
pub struct Parsed {
    /// What the request is, in words.
    pub title: String,
    /// Its method and path.
    pub line: String,
    /// The request itself.
    pub request: Request<Body>,
}

/// A request file that cannot be read. The text of the file is not repeated.
#[derive(Debug, thiserror::Error)]
#[error("sample `{name}`: {fault}")]
pub struct SampleError {
    name: &'static str,
    fault: &'static str,
}

impl Sample {
    /// Reads the file.
    ///
    /// # Errors
    ///
    /// When it is not of the form that the module describes.
    pub fn parse(&self) -> Result<Parsed, SampleError> {
        let fault = |fault| SampleError {
            name: self.name,
            fault,
        };
        let (head, body) = self
            .text
            .split_once("\n\n")
            .ok_or(fault("no empty line stands before its body"))?;
        let mut lines = head.lines().peekable();
        let title = lines
            .next()
            .and_then(|line| line.strip_prefix("# "))
            .ok_or(fault("its first line is not a comment"))?;
        while lines.next_if(|line| line.starts_with('#')).is_some() {}
        let line = lines.next().ok_or(fault("it has no request line"))?;
        let (method, path) = line
            .split_once(' ')
            .ok_or(fault("its request line has no path"))?;
        let mut request = Request::builder().method(method).uri(path);
        for header in lines {
            let (name, value) = header
                .split_once(':')
                .ok_or(fault("a header has no colon"))?;
            request = request.header(name.trim(), value.trim());
        }
        Ok(Parsed {
            title: title.to_owned(),
            line: line.to_owned(),
            request: request
                .body(Body::from(body))
                .map_err(|_| fault("it is not an HTTP request"))?,
        })
    }
}
