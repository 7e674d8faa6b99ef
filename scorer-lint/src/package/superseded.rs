//! Crates that telemetry has taken the place of.

/// Crates that have nothing left to do, and what does it now.
pub(crate) const SUPERSEDED: &[(&str, &str)] = &[
    ("tracing-flame", "traces show where time goes"),
    ("inferno", "traces show where time goes"),
    ("flamegraph", "traces show where time goes"),
    ("flame", "traces show where time goes"),
    ("flamer", "traces show where time goes"),
    ("flamescope", "traces show where time goes"),
    (
        "opentelemetry-jaeger",
        "it has ended, and Jaeger takes OTLP",
    ),
];
