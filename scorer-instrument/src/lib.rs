//! Spans and events that cannot record a secret, a connection pool or an unbounded value.
//!
//! [`scorer_span`] wraps [`tracing::instrument`](macro@tracing::instrument): a value is recorded only if its name, its expression
//! and its type are fit; everything else is a compile error that shows the attribute to write.
//!
//! ```
//! use scorer_instrument::{Recordable, record, scorer_span};
//!
//! # struct PgPool;
//! #[derive(Clone, Copy, Recordable)]
//! struct CommunityId(i64);
//!
//! #[scorer_span(skip(pool, api_key), fields(has_api_key = api_key.is_some(), score), err)]
//! async fn calculate_score(
//!     pool: &PgPool,
//!     api_key: Option<&str>,
//!     community: CommunityId,
//! ) -> Result<f64, std::num::ParseFloatError> {
//!     let score = "20.5".parse()?;
//!     record!(score = score);
//!     scorer_instrument::info!(community, "scored {score}");
//!     Ok(score)
//! }
//! ```
//!
//! The caller needs a dependency named `tracing`: the expansion names `::tracing`, as tracing's own
//! attribute does.
//!
//! # Features
//!
//! `errors`, on by default: errors, paths and network addresses in events, and the text of `err`, through the redactor
//! (`scorer-redact`). Without it they are refused as any unknown type is.
//!
//! [`Recordable`] for types of other crates, each behind the name of its crate: `uuid`, `chrono`,
//! `time`, `jiff`, `ulid`, `rust_decimal`, `semver`, `http` (method, status, version), `alloy-primitives` (addresses and 32-byte
//! hashes). None of these is on by default.
//!
//! `fingerprint`: [`fingerprint()`], a keyed hash that tells secrets apart and may be recorded. `redact`: [`redact!`], the
//! redactor by itself.
//!
//! The runtime: `telemetry` (logs on stdout, spans and percentiles over OTLP/HTTP, redacted; see
//! [`mod@telemetry`] and [`telemetry!`]), `grpc` and `grpc-tls` (OTLP over gRPC), `tls` (`https://`), `xray` (AWS X-Ray's own
//! endpoint; Rust 1.94), `tokio` ([`spawn`], [`spawn_linked`], [`spawn_blocking`], the wait for a signal), `axum` (the
//! [layer](mod@axum) of a router), `tonic` (the [layer](mod@tonic) of a server of gRPC), `tower`
//! ([`propagation::layer`], for clients), `lambda` (the [layer](mod@lambda) of a Lambda function).

mod failure;
mod foreign;
pub mod logged;
mod macros;
mod nested;
mod not_text;
pub mod place;
#[doc(hidden)]
pub mod private;
mod recordable;
#[cfg(feature = "errors")]
mod shielded;
#[cfg(feature = "tokio")]
mod task;
#[cfg(feature = "telemetry")]
pub mod telemetry;

#[cfg(feature = "axum")]
pub use scorer_telemetry::axum;
#[cfg(feature = "lambda")]
pub use scorer_telemetry::lambda;
#[cfg(feature = "tonic")]
pub use scorer_telemetry::tonic;
#[cfg(feature = "telemetry")]
pub use scorer_telemetry::{percentiles, propagation, redact, settings, sql, tree};
#[cfg(feature = "tokio")]
pub use task::{spawn, spawn_blocking, spawn_linked};

#[cfg(feature = "fingerprint")]
pub use scorer_redact::{Fingerprint, fingerprint};

pub use not_text::NotText;
pub use recordable::{Debugged, Displayed, Recordable, Returnable};

/// Implements [`trait@Recordable`] for a type of your own, as a safe view of its members.
///
/// Each recorded member is judged like an argument, by name and by type, and proven by rustc.
/// `#[recordable(skip)]` leaves one out, and then no sigil prints it. A struct of one unnamed member is
/// recorded as that member, a field-less enum as its variant's name, anything else as
/// `Name { member: value, .. }`. A type may hold others of its own kind, which are printed to depth 4.
///
/// ```
/// use scorer_instrument::Recordable;
///
/// #[derive(Recordable)]
/// struct Stamp {
///     id: i64,
///     provider: &'static str,
///     #[recordable(skip)]
///     signature: Vec<u8>,
/// }
/// ```
///
/// ```compile_fail
/// #[derive(scorer_instrument::Recordable)]
/// struct User {
///     id: i64,
///     email: String, // an e-mail address
/// }
/// ```
///
/// `#[recordable(crate = path)]` on the type names this crate when it is renamed.
pub use scorer_instrument_macros::Recordable;

/// Opens a span for each call of a function, as [`tracing::instrument`](macro@tracing::instrument) does, and records only what
/// is fit.
///
/// It takes the whole grammar of `#[instrument]`, in any order: `name`, `target`, `level`, `skip`,
/// `skip_all`, `fields`, `err`, `ret`, `parent`, `follows_from`; and `include(a, b)`, and `crate = path` where this
/// crate is renamed.
///
/// # What is recorded
///
/// Every argument that is not skipped, under each name that its pattern binds, by its
/// [`trait@Recordable`] value; `self` never. An argument does not compile when it is
///
/// - a connection pool, a connection, a transaction or a client,
/// - a credential or personal data, by its type or by its name,
/// - a collection, a body or a JSON value (the message proposes `fields(stamp_count = stamps.len())`),
/// - text of a vague name: `key`, `data`, `payload`; also behind an alias or in a derived type ([`NotText`]),
/// - text in a function whose own name says what it takes: `candidate` in `verify_password`, unless the argument's name
///   is known as fit (`user_id`),
/// - of a type that is not `Recordable`: rustc's E0277 points at the argument.
///
/// A name that a pattern binds is judged with the member that it was bound from and with the type or
/// the variant that this is a member of: `Login { password: given }` and `Attempt::Password(given)`
/// bind a password. Extractors such as `Json(..)` and `Path(..)` are looked through.
///
/// ```compile_fail
/// # struct PgPool;
/// #[scorer_instrument::scorer_span]
/// async fn load(pool: &PgPool, community_id: i64) {}
/// ```
///
/// ```
/// # struct PgPool;
/// #[scorer_instrument::scorer_span(skip(pool))]
/// async fn load(pool: &PgPool, community_id: i64) {}
/// ```
///
/// With `include(..)` only what it lists is recorded: what is not listed may be of any type, and `skip` is refused beside
/// it. `include()` records no argument. `[span] record = "listed"` in scorer-instrument.toml makes that the rule for every
/// attribute, also for one without `include`.
///
/// ```
/// # struct PgPool;
/// #[scorer_instrument::scorer_span(include(community_id))]
/// async fn load(pool: &PgPool, community_id: i64, api_key: &str) {}
/// ```
///
/// ```compile_fail
/// #[scorer_instrument::scorer_span(include(community_id, api_key))]
/// async fn load(community_id: i64, api_key: &str) {}
/// ```
///
/// # Fields
///
/// `fields(..)` are judged by name and by expression, and proven by type. A path or a field access is
/// judged by its last name (`user.email` is an e-mail address), a method call by its receiver unless
/// the method says nothing of it (`len`, `is_some`), which rustc then proves, a call by its name, by what stands before it
/// (`ApiKey::load()`) and by its arguments; `if`,
/// `match` and casts by every part that can become the value, and by the members that their patterns
/// bind it from. What turns a value into text (`to_string`, `format!`) proves nothing: its operands
/// must be recordable, captures in the format string included. `self` as a whole, a capture that
/// cannot be read, a closure, a block with statements and an unknown macro are refused.
///
/// `fields(score)` declares an empty field, which the body has to fill: [`record!`].
///
/// # `err` and `ret`
///
/// As in tracing, but that the error's text passes the redactor where it is printed and is cut at 1 KiB, whatever the
/// subscriber. `err` takes what an event takes as an error ([`error!`]), text, and tuples of recordable parts. A returned
/// value is recorded by its own `Debug`, so its type must be [`Returnable`].
pub use scorer_instrument_macros::scorer_span;

/// The README's examples, compiled.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

/// The examples of `docs/spans.md`, compiled.
#[cfg(doctest)]
#[doc = include_str!("../../docs/spans.md")]
struct Spans;
