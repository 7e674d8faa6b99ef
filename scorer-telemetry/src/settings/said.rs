//! What is to be said of settings in the log, once it stands.

/// What is to be said of settings when all are read.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) warnings: Vec<String>,
    pub(super) notices: Vec<String>,
}
