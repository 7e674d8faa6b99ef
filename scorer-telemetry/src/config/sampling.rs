//! Who is sampled, and what is kept all the same.

use std::time::Duration;

/// Sampling as it stands at the start.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Sampling {
    pub(crate) ratio: f64,
    pub(crate) parent_based: bool,
    pub(crate) keep: Option<Keep>,
    pub(crate) gate: bool,
}

/// What the standard's samplers come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SamplerName {
    pub(crate) parent_based: bool,
    /// None where `OTEL_TRACES_SAMPLER_ARG` has it.
    pub(crate) fixed: Option<bool>,
}

/// Which requests are kept although the ratio dropped them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Keep {
    pub(crate) errors: bool,
    /// Those whose work was dropped before it had ended.
    pub(crate) cancelled: bool,
    pub(crate) slow: Option<Duration>,
}
