//! How the outcome of requests is reported in the log.

/// Called with each message for the log.
pub(crate) type Report = std::sync::Arc<dyn Fn(&str) + Send + Sync>;
