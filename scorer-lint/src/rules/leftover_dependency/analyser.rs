//! Programs that read logs, by their names.

/// Whether a program's name says that it reads logs or draws flame graphs.
pub(super) fn is_analyser(name: &str) -> bool {
    const TOPICS: [&str; 11] = [
        "log",
        "logs",
        "trace",
        "traces",
        "timing",
        "timings",
        "perf",
        "latency",
        "latencies",
        "span",
        "spans",
    ];
    const ACTIONS: [&str; 8] = [
        "analy",
        "pars",
        "stat",
        "report",
        "summar",
        "percentile",
        "profil",
        "aggregat",
    ];
    let name = name.to_ascii_lowercase();
    let parts: Vec<&str> = name.split(['-', '_']).collect();
    let acts = |part: &&str| ACTIONS.iter().any(|action| part.starts_with(action));
    name.contains("flame")
        || parts.iter().any(|part| TOPICS.contains(part)) && parts.iter().any(acts)
}
