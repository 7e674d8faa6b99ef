//! Writes points in time as RFC 3339 does, in UTC with microseconds.

use std::cell::Cell;
use std::time::{SystemTime, UNIX_EPOCH};

use super::digits::Template;

/// Days from 1 March of year 0 to 1 January 1970.
const DAYS_BEFORE_1970: u64 = 719_468;

/// A second, as it is written.
#[derive(Clone, Copy)]
struct Second {
    since_1970: u64,
    text: Template<27>,
}

impl Second {
    const FIRST: Self = Self {
        since_1970: 0,
        text: Template(*b"1970-01-01T00:00:00.000000Z"),
    };

    fn of(since_1970: u64) -> Self {
        let (year, month, day) = date(since_1970 / 86_400);
        let second = since_1970 % 86_400;
        let Self { mut text, .. } = Self::FIRST;
        text.number(0, 4, year);
        text.number(5, 2, month);
        text.number(8, 2, day);
        text.number(11, 2, second / 3_600);
        text.number(14, 2, second / 60 % 60);
        text.number(17, 2, second % 60);
        Self { since_1970, text }
    }
}

thread_local! {
    /// The second of the last line of this thread, which is usually that of the next one, too.
    static LAST: Cell<Second> = const { Cell::new(Second::FIRST) };
}

/// Writes `2026-11-22T20:33:06.123456Z`. A clock before 1970 is shown as 1970.
pub(super) fn push(line: &mut String, time: SystemTime) {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    // While a thread is ending, nothing is kept.
    let last = LAST.try_with(Cell::get).unwrap_or(Second::FIRST);
    let mut second = last;
    if last.since_1970 != since.as_secs() {
        second = Second::of(since.as_secs());
        let _ = LAST.try_with(|it| it.set(second));
    }
    second.text.number(20, 6, u64::from(since.subsec_micros()));
    second.text.push_to(line);
}

/// The date of a day since 1970. Years are counted from March, so that a leap day is the last day of a year and of a
/// 400-year cycle.
fn date(day: u64) -> (u64, u64, u64) {
    let day = day + DAYS_BEFORE_1970;
    let cycle = day / 146_097;
    let of_cycle = day % 146_097;
    let year_of_cycle =
        (of_cycle - of_cycle / 1_460 + of_cycle / 36_524 - of_cycle / 146_096) / 365;
    let of_year = of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
    let from_march = (5 * of_year + 2) / 153;
    let of_month = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 {
        from_march + 3
    } else {
        from_march - 9
    };
    let year = cycle * 400 + year_of_cycle + u64::from(month <= 2);
    (year, month, of_month)
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::push;

    #[test]
    fn known_times() {
        for (seconds, micros, text) in [
            (0, 0, "1970-01-01T00:00:00.000000Z"),
            (951_782_399, 999_999, "2000-02-28T23:59:59.999999Z"),
            (951_782_400, 1, "2000-02-29T00:00:00.000001Z"),
            (1_709_251_199, 0, "2024-02-29T23:59:59.000000Z"),
            (1_795_379_586, 123_456, "2026-11-22T20:33:06.123456Z"),
            (1_795_379_586, 7, "2026-11-22T20:33:06.000007Z"),
            (1_795_379_587, 0, "2026-11-22T20:33:07.000000Z"),
            (0, 1, "1970-01-01T00:00:00.000001Z"),
            (4_107_542_400, 0, "2100-03-01T00:00:00.000000Z"),
        ] {
            let mut line = String::new();
            push(
                &mut line,
                UNIX_EPOCH + Duration::from_secs(seconds) + Duration::from_micros(micros),
            );
            assert_eq!(line, text);
        }
    }
}
