//! Spans and events that cannot record a secret, a connection pool or an unbounded value.
//!
//! [`scorer_span`] wraps [`tracing::instrument`](macro@tracing::instrument). It records a value only if its name, its
//! expression and its type are all safe to record. Anything else is a compile error, and the error shows the attribute
//! to write instead.
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
//! The calling crate needs a dependency named `tracing`, because the expansion refers to `::tracing`, as the expansion
//! of tracing's own attribute does.
//!
//! # Features
//!
//! `errors`, on by default: events accept errors, paths and network addresses, and `err` records the error's text. All
//! of them pass through the redactor (`scorer-redact`). Without this feature they are refused like any other type that
//! is not [`Recordable`].
//!
//! [`Recordable`] for types of other crates, each behind a feature named after its crate: `uuid`, `chrono`, `time`,
//! `jiff`, `ulid`, `rust_decimal`, `semver`, `http` (method, status, version), `alloy-primitives` (addresses and
//! 32-byte hashes). None of these is on by default.
//!
//! `fingerprint`: [`fingerprint()`], a keyed hash that tells secrets apart without revealing them, and that may be
//! recorded. `redact`: [`redact!`], the redactor without the runtime.
//!
//! The runtime:
//!
//! - `telemetry`: logs on stdout, spans and percentiles over OTLP/HTTP, all of them redacted; see [`mod@telemetry`] and
//!   [`telemetry!`].
//! - `grpc` and `grpc-tls`: OTLP over gRPC.
//! - `tls`: `https://` endpoints.
//! - `xray`: AWS X-Ray's own endpoint; needs Rust 1.94.
//! - `tokio`: [`spawn`], [`spawn_linked`], [`spawn_blocking`], and the wait for a shutdown signal.
//! - `axum`: the [layer](mod@axum) for a router.
//! - `tonic`: the [layer](mod@tonic) for a gRPC server.
//! - `tower`: [`propagation::layer`], for clients.
//! - `lambda`: the [layer](mod@lambda) for an AWS Lambda function.

mod failed;
mod failure;
mod foreign;
pub mod logged;
mod macros;
mod nested;
pub mod not_text;
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

#[doc(inline)]
pub use not_text::NotText;
pub use recordable::{Converted, Debugged, Displayed, Recordable, Returnable};

/// Implements [`trait@Recordable`] for a type of your own. A value is recorded as a safe view of its members.
///
/// Each recorded member is checked as an argument is: its name by the macro, its type by rustc. `#[recordable(skip)]`
/// leaves a member out, and then neither `%` nor `?` prints it. A struct with one unnamed member is recorded as that
/// member, an enum without fields as the name of its variant, and any other type as `Name { member: value, .. }`. A
/// type may contain values of its own type; they are printed to a depth of 4.
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
/// If this crate is renamed in Cargo.toml, `#[recordable(crate = path)]` on the type says where to find it.
pub use scorer_instrument_macros::Recordable;

/// Opens a span for each call of a function, as [`tracing::instrument`](macro@tracing::instrument) does, and records
/// only what is safe to record.
///
/// It accepts the whole grammar of `#[instrument]`, in any order: `name`, `target`, `level`, `skip`, `skip_all`,
/// `fields`, `err`, `ret`, `parent` and `follows_from`. It adds `include(a, b)`, and `crate = path` for a crate that
/// renames this one.
///
/// # What is recorded
///
/// Every argument that is not skipped is recorded by its [`trait@Recordable`] value, under each name that its pattern
/// binds. `self` is never recorded. An argument does not compile when it is
///
/// - a connection pool, a connection, a transaction or a client,
/// - a credential or personal data, by its type or by its name,
/// - a collection, a body or a JSON value (the message proposes `fields(stamp_count = stamps.len())`),
/// - text under a name that could mean anything, such as `key`, `data` or `payload`. This applies to type aliases and
///   derived types too ([`NotText`]),
/// - text in a function whose own name says what the text is, such as `candidate` in `verify_password`, unless the
///   argument's name is known to be safe (`user_id`),
/// - of a type that is not `Recordable`: rustc's E0277 points at the argument.
///
/// A name that a pattern binds is checked together with the member that it is bound from, and with the type or variant
/// that the member belongs to: `Login { password: given }` and `Attempt::Password(given)` both bind a password.
/// Extractors such as `Json(..)` and `Path(..)` are looked through.
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
/// With `include(..)`, only the listed arguments are recorded. The others may be of any type, and `skip` cannot be
/// combined with it. `include()` records no argument. To make this the rule for every attribute, including those
/// without `include`, set `[span] record = "listed"` in scorer-instrument.toml.
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
/// Each field in `fields(..)` is checked by its name and by its expression, and rustc checks the type.
///
/// - A path or a field access is checked by its last name: `user.email` is an e-mail address.
/// - A method call is checked by its receiver. The exceptions are methods that reveal nothing of it (`len`, `is_some`);
///   there rustc checks what the method returns.
/// - A function call is checked by its name, by the path before the name (`ApiKey::load()`) and by its arguments.
/// - `if`, `match` and casts are checked by every part that can become the value, and by the members that their
///   patterns bind it from.
/// - Turning a value into text (`to_string`, `format!`) does not make it safe: every operand must be recordable,
///   including what the format string captures.
///
/// `self` as a whole, a capture that cannot be read, a closure, a block with statements and an unknown macro are
/// refused.
///
/// `fields(score)` declares an empty field. The body must fill it with [`record!`].
///
/// # `err` and `ret`
///
/// They work as in tracing, with two differences. The text of an error passes through the redactor when it is printed
/// and is cut at 1 KiB, whatever the subscriber. A returned value is recorded by its own `Debug`, so its type must be
/// [`Returnable`].
///
/// `err` accepts the errors that an event accepts ([`error!`]), text, and tuples whose parts are recordable.
pub use scorer_instrument_macros::scorer_span;

/// Compiles the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

/// Compiles the examples of `docs/spans.md`.
#[cfg(doctest)]
#[doc = include_str!("../../docs/spans.md")]
struct Spans;
