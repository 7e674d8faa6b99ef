//! Which release of OpenTelemetry a crate's version belongs to.

/// The minor version of `opentelemetry` that a crate of its family asks for in this version; `None` when that isn't known.
pub(super) fn of(package: &str, version: &str) -> Option<u32> {
    let minor = minor(version)?;
    match package {
        "opentelemetry" | "opentelemetry_sdk" => Some(minor),
        // Numbered apart until 0.25.
        "opentelemetry-otlp" => match minor {
            13..=17 => Some(minor + 7),
            25.. => Some(minor),
            _ => None,
        },
        "opentelemetry-http" => match minor {
            9..=13 => Some(minor + 11),
            25.. => Some(minor),
            _ => None,
        },
        "opentelemetry-stdout" | "opentelemetry-appender-tracing" => (minor >= 25).then_some(minor),
        // One ahead, ever since.
        "tracing-opentelemetry" => (minor >= 22).then(|| minor - 1),
        _ => None,
    }
}

/// `27` of `0.27`, `^0.27.1` and `=0.27.0`.
fn minor(version: &str) -> Option<u32> {
    let version = version.trim().trim_start_matches(['^', '=', '~', ' ']);
    let mut parts = version.split('.');
    if parts.next() != Some("0") {
        return None;
    }
    parts.next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crates_of_one_release_agree() {
        for (package, version, release) in [
            ("opentelemetry", "0.33.1", Some(33)),
            ("opentelemetry_sdk", "^0.33", Some(33)),
            ("opentelemetry-otlp", "=0.33.1", Some(33)),
            ("opentelemetry-otlp", "0.17", Some(24)),
            ("opentelemetry-http", "0.33", Some(33)),
            ("tracing-opentelemetry", "0.34.0", Some(33)),
            ("tracing-opentelemetry", "0.26", Some(25)),
            ("opentelemetry", "1.0", None),
            ("opentelemetry", "*", None),
            ("opentelemetry", "", None),
            ("tracing", "0.1", None),
        ] {
            assert_eq!(of(package, version), release, "{package} {version}");
        }
    }
}
