//! The macros that are called with a bang: each hands its caller's path of this crate to the judge.

/// Declares each event macro of tracing's, guarded.
macro_rules! guarded {
    ($dollar:tt $($(#[$doc:meta])* $name:ident => $judged:ident;)*) => {$(
        $(#[$doc])*
        #[macro_export]
        macro_rules! $name {
            ($dollar($dollar tokens:tt)*) => { $dollar crate::private::$judged!([$dollar crate] $dollar($dollar tokens)*) };
        }
    )*};
}

guarded! { $
    /// An event at `TRACE`, in the grammar of [`tracing::trace!`]; see [`info!`](crate::info).
    trace => judged_trace;
    /// An event at `DEBUG`, in the grammar of [`tracing::debug!`]; see [`info!`](crate::info).
    debug => judged_debug;
    /// An event at `INFO`, in the grammar of [`tracing::info!`]: names, values, format arguments and
    /// inline captures are judged, and types proven, as in [`scorer_span`](crate::scorer_span).
    /// `{type}` is judged as the `r#type` that it prints; `{self}` is refused.
    ///
    /// ```
    /// let stamps = vec![1, 2];
    /// scorer_instrument::info!(stamp_count = stamps.len(), "stamps loaded");
    /// ```
    ///
    /// ```compile_fail
    /// let api_key = String::new();
    /// scorer_instrument::info!("checking {api_key}");
    /// ```
    info => judged_info;
    /// An event at `WARN`, in the grammar of [`tracing::warn!`]; see [`info!`](crate::info).
    warn => judged_warn;
    /// An event at `ERROR`, in the grammar of [`tracing::error!`]; see [`info!`](crate::info).
    ///
    /// By `%`, `?`, `{}` and `to_string` it takes whatever is an error: a [`std::error::Error`], concrete or generic, what
    /// dereferences to one (boxes, `Rc`, the reports of `anyhow` and `eyre`), and references to these. Its text passes the
    /// redactor and is cut at 1 KiB. An error that derives [`Recordable`](trait@crate::Recordable) is recorded as that says.
    ///
    /// ```
    /// # let report: Box<dyn std::error::Error> = "password=hunter2".into();
    /// if let Err(err) = "x".parse::<u16>() {
    ///     scorer_instrument::error!(%err, "the port is no number");
    ///     scorer_instrument::warn!("ignored: {err}, {report:?}"); // ignored: .., "password=[redacted:credential]"
    /// }
    /// ```
    error => judged_error;
    /// An event at a given level, in the grammar of [`tracing::event!`]; see [`info!`](crate::info).
    event => judged_event;
}

/// Fills a field that the function's span declared empty: on the current span, with a value that is
/// judged and proven like any other.
///
/// It compiles only in a function whose `#[scorer_span]` declares the field; elsewhere rustc cannot
/// find the macro that such a function holds, and its name says what is missing.
///
/// ```
/// use scorer_instrument::{record, scorer_span};
///
/// #[scorer_span(fields(score))]
/// fn calculate_score(stamps: i64) -> i64 {
///     let score = stamps * 2;
///     record!(score = score);
///     score
/// }
/// # calculate_score(1);
/// ```
#[macro_export]
macro_rules! record {
    () => {
        ::core::compile_error!("there is nothing to record here\nhelp: write `record!(score = value)`")
    };
    ($($tokens:tt)*) => {
        record_needs_a_scorer_span_with_declared_fields_around_it!([$crate] $($tokens)*)
    };
}

/// Lifts the verdict on one expression and its type, with a reason.
///
/// In a field, and in a message: `info!("{}", reviewed!(x, reason = ".."))`. It lifts nothing of a field's name, and nothing
/// of the shapes that the runtime redacts. The lint lists every use.
///
/// ```
/// use scorer_instrument::{reviewed, scorer_span};
///
/// #[scorer_span(skip(body), fields(kind = reviewed!(&body[..1], reason = "one letter, the format")))]
/// fn parse(body: &str) -> usize {
///     body.len()
/// }
/// # parse("{}");
/// ```
#[macro_export]
macro_rules! reviewed {
    ($value:expr, reason = $reason:literal $(,)?) => {
        $value
    };
}

/// The redactor of the whole program with its team's policy, from `scorer-instrument.toml`, and without the runtime: for teams
/// that keep their own subscriber. What the compiler allows it keeps, and what the compiler refuses it removes.
///
/// ```
/// let redactor = scorer_instrument::redact!();
/// assert_eq!(redactor.text("password=hunter2"), "password=[redacted:credential]");
/// ```
#[cfg(feature = "redact")]
#[macro_export]
macro_rules! redact {
    ($($tokens:tt)*) => {
        $crate::private::baked_redact!([$crate] $($tokens)*)
    };
}

/// A [`Builder`](crate::telemetry::Builder) with the caller's name and version, from its Cargo.toml, and with its team's policy, from
/// `scorer-instrument.toml`: what the compiler allows the redactor keeps, and what it refuses the redactor removes.
///
/// ```no_run
/// fn main() -> Result<(), Box<dyn std::error::Error>> {
///     let telemetry = scorer_instrument::telemetry!().init()?;
///     // ... the service ...
///     telemetry.shutdown(std::time::Duration::from_secs(2))?;
///     Ok(())
/// }
/// ```
#[cfg(feature = "telemetry")]
#[macro_export]
macro_rules! telemetry {
    ($($tokens:tt)*) => {
        $crate::private::baked_telemetry!([$crate] $($tokens)*)
    };
}
