//! The keys that sign requests to AWS: who provides them, and how they are kept fresh.

use std::error::Error;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use super::report::Report;

/// How long before they expire new keys are requested.
const EARLY: Duration = Duration::from_secs(5 * 60);

/// How long a provider that failed is not asked again while the older keys are still valid.
const PAUSE: Duration = Duration::from_secs(30);

/// Keys for AWS. Neither `Debug` nor any message shows them, and their memory is wiped when they are dropped.
///
/// `From<aws_credential_types::Credentials>` converts those of the AWS SDK.
#[derive(Clone)]
pub struct Credentials(aws_credential_types::Credentials);

impl Credentials {
    /// Creates keys that do not expire.
    pub fn new(access_key_id: impl Into<String>, secret_access_key: impl Into<String>) -> Self {
        Self::with(access_key_id.into(), secret_access_key.into(), None, None)
    }

    /// Creates the keys of a session, with their expiry if it is known.
    pub fn session(
        access_key_id: impl Into<String>,
        secret_access_key: impl Into<String>,
        session_token: impl Into<String>,
        expires: Option<SystemTime>,
    ) -> Self {
        Self::with(
            access_key_id.into(),
            secret_access_key.into(),
            Some(session_token.into()),
            expires,
        )
    }

    pub(super) fn with(
        id: String,
        secret: String,
        session: Option<String>,
        expires: Option<SystemTime>,
    ) -> Self {
        let provider = env!("CARGO_PKG_NAME");
        Self(aws_credential_types::Credentials::new(
            id, secret, session, expires, provider,
        ))
    }

    /// Returns when they expire, if that is known.
    pub fn expires(&self) -> Option<SystemTime> {
        self.0.expiry()
    }

    pub(super) fn inner(&self) -> &aws_credential_types::Credentials {
        &self.0
    }

    /// Whether a text contains a secret part of them.
    pub(super) fn are_in(&self, text: &str) -> bool {
        text.contains(self.0.secret_access_key())
            || self.0.session_token().is_some_and(|it| text.contains(it))
    }

    fn hold(&self, now: SystemTime) -> bool {
        self.expires().is_none_or(|expires| expires > now)
    }

    fn are_fresh(&self, now: SystemTime) -> bool {
        self.hold(now + EARLY)
    }
}

impl From<aws_credential_types::Credentials> for Credentials {
    fn from(credentials: aws_credential_types::Credentials) -> Self {
        Self(credentials)
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("expires", &self.expires())
            .finish_non_exhaustive()
    }
}

/// Why there are no keys, as a message for the log.
pub type CredentialsError = Box<dyn Error + Send + Sync>;

/// A source of keys. A closure that returns keys implements it.
///
/// ```
/// use scorer_instrument::telemetry::{Credentials, CredentialsError};
///
/// let _builder = scorer_instrument::telemetry!().with_credentials(|| {
///     let (id, key) = ("id", "key"); // as the team keeps them
///     Ok::<_, CredentialsError>(Credentials::new(id, key))
/// });
/// ```
pub trait ProvideCredentials: Send + Sync + 'static {
    /// Returns keys. It is called on the exporter's thread, where it may block and where there is no tokio runtime:
    /// before the first export, five minutes before the last keys expire, and when AWS no longer accepts them.
    ///
    /// # Errors
    ///
    /// Returns an error if there are no keys. The last ones are then used until they expire.
    fn provide(&self) -> Result<Credentials, CredentialsError>;
}

impl<F> ProvideCredentials for F
where
    F: Fn() -> Result<Credentials, CredentialsError> + Send + Sync + 'static,
{
    fn provide(&self) -> Result<Credentials, CredentialsError> {
        self()
    }
}

/// A provider, and the keys that it returned last.
pub(super) struct Keys {
    provider: Box<dyn ProvideCredentials>,
    cached: Mutex<CachedKeys>,
    report: Report,
}

#[derive(Default)]
struct CachedKeys {
    credentials: Option<Credentials>,
    /// The time until which a provider that failed is not asked again.
    pause: Option<SystemTime>,
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keys").finish_non_exhaustive()
    }
}

impl Keys {
    pub(super) fn new(provider: Box<dyn ProvideCredentials>, report: Report) -> Self {
        Self {
            provider,
            cached: Mutex::default(),
            report,
        }
    }

    /// Returns keys that are valid now.
    ///
    /// # Errors
    ///
    /// Returns a short message if there are none.
    pub(super) fn get(&self, now: SystemTime) -> Result<Credentials, String> {
        let (last, pause) = {
            let cached = self.lock();
            (cached.credentials.clone(), cached.pause)
        };
        let last = last.filter(|it| it.hold(now));
        if let Some(last) = &last {
            let paused = pause.is_some_and(|until| now < until && until <= now + PAUSE);
            if last.are_fresh(now) || paused {
                return Ok(last.clone());
            }
        }
        let provided = self.provider.provide().map_err(|error| error.to_string());
        let reason = match provided {
            Ok(new) if new.hold(now) => {
                *self.lock() = CachedKeys {
                    // If the provider's keys always expire sooner than that, it is asked each time, as it intends.
                    credentials: Some(new.clone()),
                    pause: None,
                };
                return Ok(new);
            }
            Ok(_) => "the provided keys have already expired, or this machine's clock is ahead; synchronise it with NTP"
                .to_owned(),
            Err(reason) => reason,
        };
        let Some(last) = last else {
            return Err(format!("there are no keys for AWS: {reason}"));
        };
        if pause.is_none() {
            (self.report)(&format!(
                "the keys for AWS could not be renewed; the last ones are used until they expire: {reason}"
            ));
        }
        self.lock().pause = Some(now + PAUSE);
        Ok(last)
    }

    /// The lock is not held while the provider, which is user code, is asked.
    fn lock(&self) -> MutexGuard<'_, CachedKeys> {
        self.cached.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns other keys than these, which AWS no longer accepts, or `None` if there are no others.
    pub(super) fn renewed(&self, refused: &Credentials) -> Option<Credentials> {
        let new = self.provider.provide().ok()?;
        let same = new.0.access_key_id() == refused.0.access_key_id()
            && new.0.session_token() == refused.0.session_token();
        if same {
            return None;
        }
        *self.lock() = CachedKeys {
            credentials: Some(new.clone()),
            pause: None,
        };
        Some(new)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::UNIX_EPOCH;

    use super::*;

    const HOUR: Duration = Duration::from_secs(3_600);

    fn at(minutes: u64) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(minutes * 60)
    }

    /// A provider that answers by number, how often it was asked, and what was reported.
    struct Provider {
        keys: Keys,
        asked: Arc<AtomicUsize>,
        reported: Arc<AtomicUsize>,
    }

    fn provider(
        answer: impl Fn(usize) -> Result<Credentials, CredentialsError> + Send + Sync + 'static,
    ) -> Provider {
        let asked = Arc::new(AtomicUsize::new(0));
        let reported = Arc::new(AtomicUsize::new(0));
        let (count, says) = (Arc::clone(&asked), Arc::clone(&reported));
        let provide = move || answer(count.fetch_add(1, Ordering::Relaxed));
        let report = move |_: &str| {
            says.fetch_add(1, Ordering::Relaxed);
        };
        Provider {
            keys: Keys::new(Box::new(provide), Arc::new(report)),
            asked,
            reported,
        }
    }

    fn until(number: usize, expires: SystemTime) -> Credentials {
        Credentials::session(format!("id-{number}"), "s", "t", Some(expires))
    }

    #[test]
    fn keys_are_renewed_before_they_expire() {
        let it = provider(|number| Ok(until(number, at(60 * (number as u64 + 1)))));
        let id = |now| {
            let keys = it.keys.get(now).expect("keys");
            keys.inner().access_key_id().to_owned()
        };
        assert_eq!(id(at(0)), "id-0");
        assert_eq!(id(at(54)), "id-0");
        assert_eq!(it.asked.load(Ordering::Relaxed), 1);
        assert_eq!(id(at(55)), "id-1");
        assert_eq!(it.asked.load(Ordering::Relaxed), 2);
    }

    #[test]
    fn a_provider_that_fails_is_outlived_until_the_keys_expire() {
        let it = provider(|number| match number {
            0 => Ok(until(0, UNIX_EPOCH + HOUR)),
            _ => Err("away".into()),
        });
        it.keys.get(at(0)).expect("the first keys");
        it.keys.get(at(56)).expect("the old keys");
        it.keys.get(at(56)).expect("the old keys, unasked");
        assert_eq!(it.asked.load(Ordering::Relaxed), 2);
        it.keys.get(at(57)).expect("the old keys");
        assert_eq!(it.asked.load(Ordering::Relaxed), 3);
        assert_eq!(it.reported.load(Ordering::Relaxed), 1);
        let reason = it.keys.get(at(60)).expect_err("expired");
        assert!(reason.contains("away"), "{reason}");
    }

    #[test]
    fn keys_that_expired_are_none() {
        let it = provider(|_| Ok(until(0, at(1))));
        it.keys.get(at(2)).expect_err("expired");
    }

    #[test]
    fn a_clock_that_was_set_back_ends_a_pause() {
        let it = provider(|number| match number {
            1 => Err("away".into()),
            _ => Ok(until(number, at(60))),
        });
        it.keys.get(at(0)).expect("keys");
        it.keys.get(at(59)).expect("the old keys");
        it.keys.get(at(56)).expect("new keys");
        assert_eq!(it.asked.load(Ordering::Relaxed), 3);
    }

    #[test]
    fn the_same_keys_are_no_other_keys() {
        let it = provider(|number| Ok(until(number / 2, at(60))));
        let first = it.keys.get(at(0)).expect("keys");
        assert!(it.keys.renewed(&first).is_none());
        assert!(it.keys.renewed(&first).is_some());
    }

    #[test]
    fn nothing_shows_them() {
        let keys = Credentials::session("canary-id", "canary-key", "canary-session", None);
        assert!(!format!("{keys:?}").contains("canary"));
    }
}
