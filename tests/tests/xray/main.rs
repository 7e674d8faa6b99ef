//! X-Ray's own endpoint: signatures that botocore recomputes, what is said and done when X-Ray refuses, and its limits.

mod answers;
mod collector;
mod limits;
mod signatures;
mod support;
mod wire;
