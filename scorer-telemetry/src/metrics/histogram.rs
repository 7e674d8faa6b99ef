//! An exponential histogram of durations. Any quantile is exact to about one per cent, in a few kilobytes.

use std::sync::LazyLock;
use std::time::Duration;

/// How many times the range between a value and its double is halved; OTLP calls this the scale. The end of a bucket is
/// 2.2 % above its beginning, so its middle is off by at most 1.1 %.
const SCALE: u8 = 5;

/// The number of buckets between a value and its double.
const PER_DOUBLING: usize = 1 << SCALE;

/// The index of the bucket that begins at one millisecond. There are 20 doublings below it, enough for a nanosecond.
const MILLISECOND: usize = 20 * PER_DOUBLING;

/// Durations by bucket. Bucket `i` holds durations in milliseconds above `2^((i-640)/32)` and up to `2^((i-639)/32)`,
/// which is included.
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

/// The buckets of a histogram in OTLP's form: bucket `offset + i` holds durations in milliseconds above
/// `2^((offset+i)/2^scale)` and up to the next such bound, which is included.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Buckets {
    pub(crate) scale: i32,
    pub(crate) offset: i32,
    pub(crate) counts: Vec<u64>,
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

    pub(crate) fn least(&self) -> Duration {
        Duration::from_nanos(self.least)
    }

    pub(crate) fn most(&self) -> Duration {
        Duration::from_nanos(self.most)
    }

    /// The duration that this share of all durations does not exceed, or zero if there is none.
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
        for (bucket, count) in self.filled() {
            seen += count;
            if seen >= rank {
                let nanos = middle(bucket) * 1e6;
                let nanos = nanos.clamp(to_float(self.least), to_float(self.most));
                return Duration::try_from_secs_f64(nanos / 1e9).unwrap_or(Duration::MAX);
            }
        }
        self.most()
    }

    /// Returns what was added since `former`, an earlier copy of this histogram. The minimum and the maximum of the
    /// difference are not known.
    pub(crate) fn since(&self, former: &Self) -> Self {
        let counts = self.counts.iter().enumerate().map(|(place, count)| {
            let known = (self.offset + place)
                .checked_sub(former.offset)
                .and_then(|place| former.counts.get(place));
            count.saturating_sub(known.copied().unwrap_or(0))
        });
        Self {
            offset: self.offset,
            counts: counts.collect(),
            count: self.count.saturating_sub(former.count),
            sum: self.sum.saturating_sub(former.sum),
            ..Self::default()
        }
    }

    /// Returns each value in milliseconds, and how often it occurs.
    pub(crate) fn values(&self) -> impl Iterator<Item = (f64, u64)> {
        self.filled().map(|(bucket, count)| (middle(bucket), count))
    }

    /// Returns all counts in at most `most` buckets, but not fewer than two. Neighbours are merged until there are few
    /// enough.
    pub(crate) fn buckets(&self, most: usize) -> Buckets {
        let number = |(bucket, _): (usize, u64)| signed(bucket) - signed(MILLISECOND);
        let mut buckets = Buckets {
            scale: i32::from(SCALE),
            offset: 0,
            counts: Vec::new(),
        };
        let (Some(first), Some(last)) = (
            self.filled().next().map(number),
            self.filled().last().map(number),
        ) else {
            return buckets;
        };
        let mut halvings = 0;
        let place = |number: i32, halvings: i32| {
            let from = (number >> halvings) - (first >> halvings);
            usize::try_from(from).unwrap_or(0)
        };
        while place(last, halvings) >= most.max(2) {
            halvings += 1;
        }
        buckets.scale -= halvings;
        buckets.offset = first >> halvings;
        buckets.counts = vec![0; place(last, halvings) + 1];
        for filled in self.filled() {
            buckets.counts[place(number(filled), halvings)] += filled.1;
        }
        buckets
    }

    fn filled(&self) -> impl Iterator<Item = (usize, u64)> {
        let counts = self.counts.iter().enumerate();
        counts
            .filter(|(_, count)| **count > 0)
            .map(|(place, count)| (self.offset + place, *count))
    }

    /// Returns the count of a bucket, after making room for it.
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

/// Where the buckets of the doubling from 1 to 2 begin.
static BOUNDS: LazyLock<[f64; PER_DOUBLING]> = LazyLock::new(|| {
    std::array::from_fn(|place| (to_float(place as u64) / to_float(PER_DOUBLING as u64)).exp2())
});

/// The index of the bucket of a duration. It is at most 2,051, since a `u64` has only 64 doublings.
fn index(nanos: u64) -> usize {
    const FRACTION: u32 = f64::MANTISSA_DIGITS - 1;
    const EXPONENT_OF_ONE: u16 = 1023;
    // This needs no logarithm: the exponent of a float is its doubling, and its next bits are a good guess at the
    // bucket within it.
    let bits = (to_float(nanos.max(1)) / 1e6).to_bits();
    let within =
        f64::from_bits(bits & ((1 << FRACTION) - 1) | u64::from(EXPONENT_OF_ONE) << FRACTION);
    #[expect(clippy::cast_possible_truncation, reason = "11 bits and 5 bits")]
    let (exponent, guess) = (
        (bits >> FRACTION) as usize,
        (bits >> (FRACTION - u32::from(SCALE))) as usize % PER_DOUBLING,
    );
    // The upper bound belongs to a bucket, so the number of bounds below the value is its place, counted from one.
    let bounds = &*BOUNDS;
    let mut below = guess;
    while below < PER_DOUBLING && bounds[below] < within {
        below += 1;
    }
    // Adds the 20 doublings below a millisecond, and subtracts the bias of the exponent.
    let doublings = exponent + 20 - usize::from(EXPONENT_OF_ONE);
    (doublings * PER_DOUBLING + below).saturating_sub(1)
}

/// The value, in milliseconds, that is relatively closest to both ends of a bucket.
fn middle(bucket: usize) -> f64 {
    let doublings = |bucket: usize| {
        (to_float(bucket as u64) - to_float(MILLISECOND as u64)) / to_float(PER_DOUBLING as u64)
    };
    let (low, high) = (doublings(bucket).exp2(), doublings(bucket + 1).exp2());
    2.0 * low * high / (low + high)
}

#[expect(clippy::cast_precision_loss, reason = "the buckets are coarser by far")]
fn to_float(number: u64) -> f64 {
    number as f64
}

fn signed(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

fn duration(nanos: u128) -> Duration {
    let seconds = u64::try_from(nanos / 1_000_000_000).unwrap_or(u64::MAX);
    let rest = u32::try_from(nanos % 1_000_000_000).unwrap_or(0);
    Duration::new(seconds, rest)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Histogram, PER_DOUBLING};

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
            assert!(histogram.counts.len() == 1 && histogram.offset < 2052);
            for share in [0.0, 0.5, 1.0] {
                close(histogram.quantile(share), nanos);
            }
        }
        let both = of([u64::MAX, 0, u64::MAX]);
        assert!(both.counts.len() <= 2052);
        assert!(both.quantile(0.1) <= Duration::from_nanos(1));
        close(both.quantile(0.9), u64::MAX);
        assert_eq!(Histogram::default().quantile(0.5), Duration::ZERO);
    }

    #[test]
    fn the_order_does_not_matter() {
        let (up, down) = (of(1..500), of((1..500).rev()));
        assert_eq!(up, down);
    }

    /// Every duration is in the bucket whose bounds enclose it, by OTLP's definition of exponential histograms.
    #[test]
    fn buckets_are_those_of_otlp() {
        let doublings = (0..64).flat_map(|power| {
            let exact = 1_u64 << power;
            [
                exact - 1,
                exact,
                exact + 1,
                exact.saturating_mul(1_000_000),
                (exact / 2).saturating_mul(3),
            ]
        });
        for nanos in doublings
            .chain((1..4_000).map(|it| it * 12_345))
            .filter(|it| *it > 0)
        {
            for most in [2, 3, 160, 5_000] {
                let buckets = of([nanos]).buckets(most);
                assert_eq!(buckets.counts, [1]);
                let bound = |at: i32| (f64::from(at) * (-f64::from(buckets.scale)).exp2()).exp2();
                let (low, high) = (bound(buckets.offset), bound(buckets.offset + 1));
                let milliseconds = super::to_float(nanos) / 1e6;
                // Bounds that are not powers of two are rounded.
                let near = 1e-12 * milliseconds;
                assert!(
                    low < milliseconds + near && milliseconds <= high + near,
                    "{nanos}: {buckets:?}"
                );
            }
        }
    }

    #[test]
    fn buckets_are_put_together_until_they_are_few() {
        let histogram = of((0..40).map(|power| 1 << power));
        let fine = histogram.buckets(5_000);
        assert_eq!((fine.scale, fine.counts.len()), (5, 39 * PER_DOUBLING + 1));
        for most in [2, 3, 7, 160] {
            let few = histogram.buckets(most);
            assert!(few.counts.len() <= most, "{most}: {few:?}");
            assert_eq!(few.counts.iter().sum::<u64>(), 40);
            assert!(few.scale < fine.scale);
        }
        assert_eq!(Histogram::default().buckets(160).counts, Vec::<u64>::new());
    }

    #[test]
    fn what_came_since_is_told_once() {
        let former = of([1_000_000, 2_000_000]);
        let mut now = former.clone();
        assert_eq!(now.since(&former).values().count(), 0);
        now.record(Duration::from_millis(1));
        now.record(Duration::from_nanos(10));
        let new: Vec<(f64, u64)> = now.since(&former).values().collect();
        assert_eq!(new.iter().map(|it| it.1).collect::<Vec<_>>(), [1, 1]);
        assert!((new[1].0 - 1.0).abs() < 0.012, "{new:?}");
        assert_eq!(now.since(&former).sum(), Duration::new(0, 1_000_010));
        assert_eq!(
            now.since(&Histogram::default())
                .values()
                .map(|it| it.1)
                .sum::<u64>(),
            4
        );
    }
}
