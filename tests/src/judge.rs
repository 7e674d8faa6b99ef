//! botocore, which recomputes each signature, and stands for X-Ray behind a proxy.

use serde_json::Value;

use crate::python::Python;

/// A running judge.
#[derive(Debug)]
pub struct Judge(Python);

impl Judge {
    /// A judge, or a line that says why there is none.
    pub fn start(arguments: &[&str]) -> Option<Self> {
        Python::start("judge.py", "botocore", arguments).map(Self)
    }

    /// Whether a request, as `tests/receiver/judge.py` reads it, is signed with its keys.
    pub fn right(&mut self, request: &Value) -> bool {
        self.0.tell(request);
        self.0.next()["right"] == true
    }

    /// What came through the proxy next.
    pub fn next_request(&self) -> Value {
        self.0.next()
    }

    /// The proxy's port, and the path of the authority that its X-Ray is trusted by.
    ///
    /// # Panics
    ///
    /// When it was started without a proxy.
    pub fn proxy(&self) -> (u64, &str) {
        let port = self.0.hello["proxy"].as_u64();
        let certificate = self.0.hello["certificate"].as_str();
        (port.expect("a port"), certificate.expect("a path"))
    }
}
