//! How what happens to requests reaches the log.

/// Told what the log is to say.
pub(crate) type Report = std::sync::Arc<dyn Fn(&str) + Send + Sync>;
