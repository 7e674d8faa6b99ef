//! Messages about settings, for the log.

/// Messages about settings, to be logged once the log is ready.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) warnings: Vec<String>,
    pub(super) notices: Vec<String>,
}
