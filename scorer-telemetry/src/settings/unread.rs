//! Variables that are set but never read: standard ones that this runtime does not support, and misspelt ones.

use scorer_instrument_policy::distance;

use super::rows::SETTINGS;

/// How many of them are named in the log.
const NAMED: usize = 20;

/// The longest name that is shown.
const LONGEST: usize = 100;

/// Standard variables that nothing here reads: <https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/>,
/// <https://opentelemetry.io/docs/specs/otel/protocol/exporter/> and
/// <https://opentelemetry.io/docs/specs/otel/metrics/sdk_exporters/otlp/>.
pub(crate) const UNSUPPORTED: &[&str] = &[
    "OTEL_BLRP_EXPORT_TIMEOUT",
    "OTEL_BLRP_MAX_EXPORT_BATCH_SIZE",
    "OTEL_BLRP_MAX_QUEUE_SIZE",
    "OTEL_BLRP_SCHEDULE_DELAY",
    "OTEL_CONFIG_FILE",
    "OTEL_ENTITIES",
    "OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT",
    "OTEL_EXPERIMENTAL_CONFIG_FILE",
    "OTEL_EXPERIMENTAL_RESOURCE_DETECTORS",
    "OTEL_EXPORTER_OTLP_INSECURE",
    "OTEL_EXPORTER_OTLP_LOGS_CERTIFICATE",
    "OTEL_EXPORTER_OTLP_LOGS_CLIENT_CERTIFICATE",
    "OTEL_EXPORTER_OTLP_LOGS_CLIENT_KEY",
    "OTEL_EXPORTER_OTLP_LOGS_COMPRESSION",
    "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT",
    "OTEL_EXPORTER_OTLP_LOGS_HEADERS",
    "OTEL_EXPORTER_OTLP_LOGS_INSECURE",
    "OTEL_EXPORTER_OTLP_LOGS_PROTOCOL",
    "OTEL_EXPORTER_OTLP_LOGS_TIMEOUT",
    "OTEL_EXPORTER_OTLP_METRICS_INSECURE",
    "OTEL_EXPORTER_OTLP_TRACES_INSECURE",
    "OTEL_EXPORTER_PROMETHEUS_HOST",
    "OTEL_EXPORTER_PROMETHEUS_PORT",
    "OTEL_EXPORTER_ZIPKIN_ENDPOINT",
    "OTEL_EXPORTER_ZIPKIN_PROTOCOL",
    "OTEL_EXPORTER_ZIPKIN_TIMEOUT",
    "OTEL_LINK_ATTRIBUTE_COUNT_LIMIT",
    "OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT",
    "OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT",
    "OTEL_LOGS_EXPORTER",
    "OTEL_LOG_LEVEL",
    "OTEL_METRICS_EXEMPLAR_FILTER",
    "OTEL_METRIC_EXPORT_TIMEOUT",
    "OTEL_SEMCONV_STABILITY_OPT_IN",
];

/// Whether this check applies to a variable, by its name.
pub(crate) fn is_ours(name: &str) -> bool {
    name.starts_with("OTEL_") || name.starts_with("TELEMETRY_")
}

/// Returns the messages about those of these variables that nothing reads. It does not look at their values.
pub(crate) fn unread<'a>(set: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let known = |name: &str| SETTINGS.iter().any(|it| it.variable == name);
    let mut names: Vec<&str> = set
        .into_iter()
        .filter(|name| is_ours(name) && !known(name))
        .collect();
    names.sort_unstable();
    names.dedup();
    let more = names.len().saturating_sub(NAMED);
    let mut said: Vec<String> = names.iter().take(NAMED).map(|name| of(name)).collect();
    if more > 0 {
        said.push(format!("{more} more variables are set but have no effect"));
    }
    said
}

fn of(name: &str) -> String {
    let shown: String = name.chars().take(LONGEST).collect();
    if UNSUPPORTED.contains(&name) {
        return format!(
            "`{shown}` is set but has no effect: it is a standard variable that this runtime does not support"
        );
    }
    match nearest(&shown) {
        Some(nearest) if UNSUPPORTED.contains(&nearest) => format!(
            "`{shown}` is set but has no effect; the most similar name is `{nearest}`, which this runtime does not support"
        ),
        Some(nearest) => {
            format!("`{shown}` is set but has no effect; did you mean `{nearest}`?")
        }
        None => format!("`{shown}` is set but has no effect"),
    }
}

/// The most similar name, if it is similar enough.
fn nearest(name: &str) -> Option<&'static str> {
    let most = (name.len() / 6).clamp(1, 4);
    let names = SETTINGS.iter().map(|it| it.variable);
    names
        .chain(UNSUPPORTED.iter().copied())
        .map(|known| (distance(name, known), known))
        .min()
        .filter(|(distance, _)| *distance <= most)
        .map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(name: &str) -> String {
        unread([name]).join("; ")
    }

    #[test]
    fn what_is_read_is_not_said() {
        assert_eq!(
            unread(SETTINGS.iter().map(|it| it.variable)),
            Vec::<String>::new()
        );
        assert_eq!(unread(["PATH", "OTEL", "RUST_LOG"]), Vec::<String>::new());
    }

    #[test]
    fn a_standard_variable_is_told_from_a_slip() {
        assert!(
            said("OTEL_LOGS_EXPORTER")
                .ends_with("a standard variable that this runtime does not support")
        );
        for (slip, meant) in [
            ("OTEL_SAMPLNG_RATIO", "OTEL_SAMPLING_RATIO"),
            ("OTEL_SAMPLING_RATOI", "OTEL_SAMPLING_RATIO"),
            ("OTEL_SERVCE_NAME", "OTEL_SERVICE_NAME"),
            (
                "OTEL_EXPORTER_OTLP_ENDPOINTS",
                "OTEL_EXPORTER_OTLP_ENDPOINT",
            ),
            ("OTEL_TRACE_EXPORTER", "OTEL_TRACES_EXPORTER"),
            ("TELEMETRY_LOG_TARGETS", "TELEMETRY_LOG_TARGET"),
        ] {
            assert!(said(slip).ends_with(&format!("did you mean `{meant}`?")));
        }
        assert_eq!(
            said("OTEL_SOMETHING_ELSE_ALTOGETHER"),
            "`OTEL_SOMETHING_ELSE_ALTOGETHER` is set but has no effect"
        );
    }

    #[test]
    fn every_name_with_one_slip_is_found() {
        for name in SETTINGS
            .iter()
            .map(|it| it.variable)
            .filter(|it| is_ours(it))
        {
            for at in "OTEL_".len()..name.len() {
                let mut slip = name.to_owned();
                slip.remove(at);
                let said = said(&slip);
                assert!(
                    said.is_empty()
                        || said.contains("did you mean")
                        || said.contains("standard")
                        || said.contains("the most similar name"),
                    "{said}"
                );
            }
        }
    }

    #[test]
    fn what_is_supported_is_not_in_the_other_list() {
        for setting in SETTINGS {
            assert!(
                !UNSUPPORTED.contains(&setting.variable),
                "{}",
                setting.variable
            );
        }
    }

    #[test]
    fn many_are_not_all_named() {
        let names: Vec<String> = (0..50)
            .map(|at| format!("TELEMETRY_NUMBER_{at:02}"))
            .collect();
        let said = unread(names.iter().map(String::as_str));
        assert_eq!(said.len(), NAMED + 1);
        assert_eq!(said[NAMED], "30 more variables are set but have no effect");
    }
}
