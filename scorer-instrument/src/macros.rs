//! The function-like macros. Each passes its caller's path of this crate on to the procedural macro that checks the
//! tokens.

/// Declares a checked version of each of tracing's event macros.
macro_rules! guarded {
    ($dollar:tt $($(#[$doc:meta])* $name:ident => $judged:ident;)*) => {$(
        $(#[$doc])*
        #[macro_export]
        macro_rules! $name {
            ($dollar($dollar tokens:tt)*) => { $dollar crate::logged::$judged!([$dollar crate] $dollar($dollar tokens)*) };
        }
    )*};
}

guarded! { $
    /// Records an event at `TRACE`, in the grammar of [`tracing::trace!`]; see [`info!`](crate::info).
    trace => judged_trace;
    /// Records an event at `DEBUG`, in the grammar of [`tracing::debug!`]; see [`info!`](crate::info).
    debug => judged_debug;
    /// Records an event at `INFO`, in the grammar of [`tracing::info!`].
    ///
    /// Names, values, format arguments and inline captures are checked as in [`scorer_span`](crate::scorer_span), and
    /// rustc checks the types. `{type}` is checked as the variable `r#type` that it prints; `{self}` is refused.
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
    /// Records an event at `WARN`, in the grammar of [`tracing::warn!`]; see [`info!`](crate::info).
    warn => judged_warn;
    /// Records an event at `ERROR`, in the grammar of [`tracing::error!`]; see [`info!`](crate::info).
    ///
    /// With `%`, `?`, `{}` and `to_string` it accepts any error: a [`std::error::Error`], concrete or generic, whatever
    /// dereferences to one (boxes, `Rc`, the reports of `anyhow` and `eyre`), and references to these. The text of the
    /// error passes through the redactor and is cut at 1 KiB. An error that derives
    /// [`Recordable`](trait@crate::Recordable) is recorded by that implementation instead.
    ///
    /// ```
    /// # let report: Box<dyn std::error::Error> = "password=hunter2".into();
    /// if let Err(err) = "x".parse::<u16>() {
    ///     scorer_instrument::error!(%err, "the port is no number");
    ///     scorer_instrument::warn!("ignored: {err}, {report:?}"); // ignored: .., "password=[redacted:credential]"
    /// }
    /// ```
    error => judged_error;
    /// Records an event at a given level, in the grammar of [`tracing::event!`]; see [`info!`](crate::info).
    event => judged_event;
}

/// Fills a field of the current span that the function's `#[scorer_span]` declared empty. The value is checked like any
/// other field's.
///
/// It compiles only in a function whose `#[scorer_span]` declares the field. Elsewhere rustc reports that it cannot
/// find a macro, and the name of that macro says what is missing.
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

/// Passes a value on. rustc does not parse what is in the brackets before it expands the macro.
#[doc(hidden)]
#[macro_export]
macro_rules! __as_one {
    ($($value:tt)*) => { $($value)* };
}

/// Allows one expression that would be refused, whatever its type, and states the reason.
///
/// Use it as the value of a field, or in a message: `info!("{}", reviewed!(x, reason = ".."))`. The name of the field
/// is still checked, and the runtime still redacts whatever has the shape of a secret. The lint lists every use.
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

/// Returns the redactor of the whole program, with the team's policy from `scorer-instrument.toml`.
///
/// It works without the runtime, for teams that keep their own subscriber. It keeps what the compiler allows, and
/// removes what the compiler refuses.
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

/// Returns a [`Builder`](crate::telemetry::Builder) with the name and version from the caller's Cargo.toml, and with
/// the team's policy from `scorer-instrument.toml`.
///
/// The redactor of the runtime keeps what the compiler allows under that policy, and removes what the compiler refuses.
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
