//! What goes where: logs, spans and percentiles.

/// Where spans or percentiles go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exporter {
    Otlp,
    Console,
    None,
}

/// At the close of which spans a line with its duration is logged.
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
    /// How many bytes of lines may wait for who reads them.
    pub(crate) buffer: usize,
}
