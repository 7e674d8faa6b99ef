//! What the names of values tell of times.

/// Whether a name is that of a static.
pub(super) fn is_static(name: &str) -> bool {
    name.len() > 1 && name.starts_with(char::is_uppercase) && !name.contains(char::is_lowercase)
}

/// Whether a name is that of a measured time.
pub(super) fn is_time(name: &str) -> bool {
    name.split('_').any(|part| {
        matches!(
            part,
            "took"
                | "elapsed"
                | "duration"
                | "latency"
                | "time"
                | "timing"
                | "ms"
                | "millis"
                | "secs"
                | "seconds"
                | "micros"
                | "us"
                | "dur"
                | "spent"
                | "d"
                | "t"
        )
    })
}

/// Whether a name speaks of how old data is, how long something runs, or when it ends.
pub(crate) fn is_age(name: &str) -> bool {
    let is_run = [
        "process_start",
        "server_start",
        "service_start",
        "app_start",
    ]
    .iter()
    .any(|begin| name.starts_with(begin));
    if is_run {
        return true;
    }
    let parts = || name.split(['_', '.']);
    // `last_duration` is one, `last_seen` is not.
    let lasted = parts().any(|part| matches!(part, "duration" | "took" | "elapsed" | "latency"));
    parts()
        .filter(|part| !(lasted && *part == "last"))
        .any(|part| {
            matches!(
                part.to_ascii_lowercase().as_str(),
                "last"
                    | "age"
                    | "created"
                    | "issued"
                    | "updated"
                    | "expires"
                    | "expiry"
                    | "expiration"
                    | "expired"
                    | "ttl"
                    | "cached"
                    | "fetched"
                    | "seen"
                    | "uptime"
                    | "heartbeat"
                    | "idle"
                    | "deadline"
                    | "remaining"
                    | "timeout"
                    | "delay"
                    | "backoff"
                    | "interval"
                    | "window"
                    | "launched"
                    | "connected"
                    | "modified"
                    | "stale"
                    | "lag"
                    | "due"
                    | "budget"
            )
        })
}
