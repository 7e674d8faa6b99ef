//! Which requests are sampled, and which are kept although they are not.

use std::time::Duration;

/// The sampling at the start.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Sampling {
    pub(crate) ratio: f64,
    pub(crate) parent_based: bool,
    pub(crate) keep: Option<Keep>,
    pub(crate) gate: bool,
}

/// What a sampler of the standard means here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SamplerName {
    pub(crate) parent_based: bool,
    /// `None` if `OTEL_TRACES_SAMPLER_ARG` decides.
    pub(crate) fixed: Option<bool>,
}

/// Which requests are kept although the ratio dropped them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Keep {
    pub(crate) errors: bool,
    /// Requests whose work was dropped before it had ended.
    pub(crate) cancelled: bool,
    pub(crate) slow: Option<Duration>,
}
