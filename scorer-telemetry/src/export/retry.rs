//! Repeats a request that failed and may succeed a moment later, as the standard asks:
//! <https://opentelemetry.io/docs/specs/otel/protocol/exporter/#retry>.

use std::hash::{BuildHasher as _, RandomState};
use std::thread;
use std::time::{Duration, Instant};

use super::otlp_http::Failure;

/// How often a request is sent again, and the pause before the first time. Each further pause is twice as long.
#[derive(Clone, Copy, Debug)]
pub(super) struct Retries {
    pub(super) most: u32,
    pub(super) first_pause: Duration,
    /// A random part of this is added to each pause, so that services do not come back to a collector all at once.
    pub(super) jitter: Duration,
}

impl Retries {
    /// Sends a request until it is accepted, or until it makes no sense to send it again. A pause is at least as long as
    /// the collector asks for. The last retry begins `within` this time; without such a time there is none. Nor is there
    /// one where `gives_up` says so.
    ///
    /// # Errors
    ///
    /// Returns why the last attempt failed.
    pub(super) fn of<T>(
        self,
        within: Option<Duration>,
        gives_up: impl Fn(&Failure) -> bool,
        mut send: impl FnMut() -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let began = Instant::now();
        let mut pause = self.first_pause;
        let mut retries = 0;
        loop {
            let failure = match send() {
                Ok(accepted) => return Ok(accepted),
                Err(failure) => failure,
            };
            if gives_up(&failure) {
                return Err(failure);
            }
            pause = pause.max(failure.retry_after.unwrap_or_default());
            let wait = pause.saturating_add(self.jitter.mul_f64(random_share()));
            let is_in_time = within.is_some_and(|it| began.elapsed().saturating_add(wait) < it);
            if !(failure.may_pass && retries < self.most && is_in_time) {
                return Err(failure);
            }
            thread::sleep(wait);
            retries += 1;
            pause = pause.saturating_mul(2);
        }
    }
}

/// A number from 0 to 1.
fn random_share() -> f64 {
    let [byte, ..] = RandomState::new().hash_one(()).to_ne_bytes();
    f64::from(byte) / f64::from(u8::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const AT_ONCE: Retries = Retries {
        most: 3,
        first_pause: Duration::ZERO,
        jitter: Duration::ZERO,
    };

    const MINUTE: Duration = Duration::from_secs(60);

    proptest! {
        #[test]
        fn a_request_is_repeated_while_that_may_help_and_no_longer(
            failures in 0..6_usize,
            may_pass in any::<bool>(),
            within in prop_oneof![Just(None), Just(Some(MINUTE))],
            // Longer than the request may take, even if it cannot be added to any other time.
            retry_after in prop_oneof![Just(0), 60..=u64::MAX],
        ) {
            let mut sent = 0;
            let result = AT_ONCE.of(within, |_| false, || {
                sent += 1;
                if sent > failures {
                    return Ok(());
                }
                Err(Failure {
                    may_pass,
                    retry_after: Some(Duration::from_secs(retry_after)),
                    ..Failure::default()
                })
            });
            let most = if may_pass && within.is_some() && retry_after == 0 { 4 } else { 1 };
            prop_assert_eq!(sent, most.min(failures + 1));
            prop_assert_eq!(result.is_ok(), failures < most);
        }
    }

    #[test]
    fn a_failure_that_is_given_up_is_not_repeated() {
        let mut sent = 0;
        let result: Result<(), Failure> = AT_ONCE.of(
            Some(MINUTE),
            |it| it.nobody_listens,
            || {
                sent += 1;
                Err(Failure {
                    may_pass: true,
                    nobody_listens: sent == 2,
                    ..Failure::default()
                })
            },
        );
        assert!(result.is_err());
        assert_eq!(sent, 2);
    }
}
