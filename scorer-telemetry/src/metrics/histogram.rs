//! An exponential histogram of durations: any quantile within about one per cent, in a few kilobytes.

use std::time::Duration;

/// Buckets for each doubling. A bucket ends 2.2 % above where it begins, so its middle is at most 1.1 % off.
const PER_DOUBLING: f64 = 32.0;

/// Durations by bucket: bucket `i` holds those in nanoseconds over `2^(i/32)`, up to and with `2^((i+1)/32)`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Histogram {
    /// The bucket of the first count.
    offset: usize,
    counts: Vec<u64>,
    count: u64,
    sum: u128,
    least: u64,
    most: u64,
}

impl Histogram {
    pub(crate) fn record(&mut self, duration: Duration) {
        let nanos = u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX);
        *self.bucket(index(nanos)) += 1;
        self.least = if self.count == 0 {
            nanos
        } else {
            self.least.min(nanos)
        };
        self.most = self.most.max(nanos);
        self.count += 1;
        self.sum += u128::from(nanos);
    }

    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    pub(crate) fn sum(&self) -> Duration {
        duration(self.sum)
    }

    pub(crate) fn most(&self) -> Duration {
        Duration::from_nanos(self.most)
    }

    /// The duration that this share of all does not exceed; zero when there is none.
    pub(crate) fn quantile(&self, share: f64) -> Duration {
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a count of spans, and a share of it"
        )]
        let rank = ((self.count as f64 * share).ceil() as u64).max(1);
        if rank >= self.count {
            return self.most();
        }
        let mut seen = 0;
        for (bucket, count) in self.buckets() {
            seen += count;
            if seen >= rank {
                let nanos = middle(bucket).clamp(to_float(self.least), to_float(self.most));
                return Duration::try_from_secs_f64(nanos / 1e9).unwrap_or(Duration::MAX);
            }
        }
        self.most()
    }

    /// What came since `former`, a copy of this histogram from before: milliseconds, how often.
    pub(crate) fn since(&self, former: &Self) -> impl Iterator<Item = (f64, u64)> {
        self.buckets().filter_map(|(bucket, count)| {
            let known = bucket
                .checked_sub(former.offset)
                .and_then(|place| former.counts.get(place))
                .copied()
                .unwrap_or(0);
            let new = count.saturating_sub(known);
            (new > 0).then(|| (middle(bucket) / 1e6, new))
        })
    }

    fn buckets(&self) -> impl Iterator<Item = (usize, u64)> {
        let counts = self.counts.iter().enumerate();
        counts
            .filter(|(_, count)| **count > 0)
            .map(|(place, count)| (self.offset + place, *count))
    }

    /// The count of a bucket, for which room is made.
    fn bucket(&mut self, index: usize) -> &mut u64 {
        if self.counts.is_empty() {
            self.offset = index;
        } else if index < self.offset {
            let missing = self.offset - index;
            self.counts.splice(0..0, std::iter::repeat_n(0, missing));
            self.offset = index;
        }
        let place = index - self.offset;
        if place >= self.counts.len() {
            self.counts.resize(place + 1, 0);
        }
        &mut self.counts[place]
    }
}

/// The bucket of a duration; at most 2,047, since 64 doublings are all that a `u64` has.
fn index(nanos: u64) -> usize {
    let exact = to_float(nanos.max(1)).log2() * PER_DOUBLING;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and 2048"
    )]
    let bucket = (exact.ceil() - 1.0).max(0.0) as usize;
    bucket
}

/// The value whose relative distance to both ends of a bucket is least.
fn middle(bucket: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "at most 2048")]
    let low = (bucket as f64 / PER_DOUBLING).exp2();
    let high = low * (1.0 / PER_DOUBLING).exp2();
    2.0 * low * high / (low + high)
}

#[expect(clippy::cast_precision_loss, reason = "the buckets are coarser by far")]
fn to_float(nanos: u64) -> f64 {
    nanos as f64
}

fn duration(nanos: u128) -> Duration {
    let seconds = u64::try_from(nanos / 1_000_000_000).unwrap_or(u64::MAX);
    let rest = u32::try_from(nanos % 1_000_000_000).unwrap_or(0);
    Duration::new(seconds, rest)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Histogram;

    fn of(nanos: impl IntoIterator<Item = u64>) -> Histogram {
        let mut histogram = Histogram::default();
        for nanos in nanos {
            histogram.record(Duration::from_nanos(nanos));
        }
        histogram
    }

    fn close(found: Duration, exact: u64) {
        let off = found.as_nanos().abs_diff(u128::from(exact));
        assert!(
            off * 1_000 <= u128::from(exact) * 12,
            "{found:?} for {exact} ns"
        );
    }

    #[test]
    fn quantiles_are_close() {
        let histogram = of((1..=10_000).map(|n| n * 1_000));
        close(histogram.quantile(0.5), 5_000_000);
        close(histogram.quantile(0.95), 9_500_000);
        close(histogram.quantile(0.99), 9_900_000);
        assert_eq!(histogram.most(), Duration::from_millis(10));
        assert_eq!(histogram.sum(), Duration::from_millis(50_005));
        assert_eq!(histogram.count(), 10_000);
    }

    #[test]
    fn any_duration_has_a_bucket() {
        for nanos in [0, 1, 2, 3, 1_000, 1 << 40, u64::MAX - 1, u64::MAX] {
            let histogram = of([nanos]);
            assert!(histogram.counts.len() == 1 && histogram.offset < 2048);
            for share in [0.0, 0.5, 1.0] {
                close(histogram.quantile(share), nanos);
            }
        }
        let both = of([u64::MAX, 0, u64::MAX]);
        assert!(both.counts.len() <= 2048);
        assert!(both.quantile(0.1) <= Duration::from_nanos(1));
        close(both.quantile(0.9), u64::MAX);
        assert_eq!(Histogram::default().quantile(0.5), Duration::ZERO);
    }

    #[test]
    fn the_order_does_not_matter() {
        let (up, down) = (of(1..500), of((1..500).rev()));
        assert_eq!(up, down);
    }

    #[test]
    fn what_came_since_is_told_once() {
        let former = of([1_000_000, 2_000_000]);
        let mut now = former.clone();
        assert_eq!(now.since(&former).count(), 0);
        now.record(Duration::from_millis(1));
        now.record(Duration::from_nanos(10));
        let new: Vec<(f64, u64)> = now.since(&former).collect();
        assert_eq!(new.iter().map(|it| it.1).collect::<Vec<_>>(), [1, 1]);
        assert!((new[1].0 - 1.0).abs() < 0.012, "{new:?}");
        assert_eq!(
            now.since(&Histogram::default()).map(|it| it.1).sum::<u64>(),
            4
        );
    }
}
