//! What goes where: logs, spans and percentiles.

/// Where spans or percentiles go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exporter {
    Otlp,
    Console,
    None,
}

/// For which spans a line with the duration is logged when they close.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Durations {
    Off,
    Root,
    All,
}

/// What is logged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Logs {
    pub(crate) filter: String,
    pub(crate) target: bool,
    pub(crate) durations: Durations,
    pub(crate) value_bytes: usize,
    /// How many bytes of lines may wait to be written.
    pub(crate) buffer: usize,
}
