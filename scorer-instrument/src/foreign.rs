//! [`Recordable`](crate::Recordable) for types of other crates, each behind the feature named after its crate. All of
//! them are recorded by their own `Display`. Each has a row in the policy's `types/recordable.rs`.

#[cfg(any(
    feature = "uuid",
    feature = "rust_decimal",
    feature = "chrono",
    feature = "time",
    feature = "http",
    feature = "fingerprint",
    feature = "ulid",
    feature = "jiff",
    feature = "semver",
    feature = "alloy-primitives"
))]
use crate::recordable::by_display;

#[cfg(feature = "uuid")]
by_display!(uuid::Uuid);

#[cfg(feature = "rust_decimal")]
by_display!(rust_decimal::Decimal);

#[cfg(feature = "chrono")]
by_display!(
    chrono::DateTime<chrono::Utc>,
    chrono::DateTime<chrono::FixedOffset>,
    chrono::NaiveDate,
    chrono::NaiveTime,
    chrono::NaiveDateTime,
    chrono::TimeDelta,
    chrono::format::DelayedFormat<chrono::format::StrftimeItems<'_>>,
);

#[cfg(feature = "time")]
by_display!(
    time::OffsetDateTime,
    time::PrimitiveDateTime,
    time::Date,
    time::Time,
    time::Duration,
);

#[cfg(feature = "http")]
by_display!(http::Method, http::StatusCode);

#[cfg(feature = "ulid")]
by_display!(ulid::Ulid);

#[cfg(feature = "jiff")]
by_display!(
    jiff::Timestamp,
    jiff::ZonedDateTime,
    jiff::civil::Date,
    jiff::civil::Time,
    jiff::civil::DateTime,
    jiff::Span,
    jiff::SignedDuration,
);

#[cfg(feature = "semver")]
by_display!(semver::Version);

// A wallet's address and a transaction's hash are public. But a hash may be any 32 bytes, so it is not `NotText`: under
// a name such as `key` they could be those of a private key.
#[cfg(feature = "alloy-primitives")]
by_display!(alloy_primitives::Address, alloy_primitives::B256);

/// An HTTP version has no `Display`, so its `Debug`, `HTTP/1.1`, serves as both.
#[cfg(feature = "http")]
#[diagnostic::do_not_recommend]
impl crate::Recordable for http::Version {
    type Value<'a> = tracing::field::DebugValue<&'a Self>;

    #[inline]
    fn value(&self) -> Self::Value<'_> {
        tracing::field::debug(self)
    }

    fn fmt_display(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Debug::fmt(self, f)
    }

    fn fmt_debug(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Debug::fmt(self, f)
    }
}

#[cfg(feature = "http")]
#[diagnostic::do_not_recommend]
impl crate::Returnable for http::Version {}

// A fingerprint is the hash of a secret and not text, so it may be recorded under any name.
#[cfg(feature = "fingerprint")]
by_display!(scorer_redact::Fingerprint);
