//! A sample of the grid, drawn by a seed: some cases of each form in each place, and of each naming.

use std::time::{SystemTime, UNIX_EPOCH};

use super::forms::{FORMS, Kind};
use super::judged::Verdict;
use super::places::{NAMINGS, PLACES, Snippet};

/// The variable that sets the seed, to draw a sample again.
const SEED: &str = "CLOSED_WORLD_SEED";

/// How many names are tried for a form in a place before it is left out: many forms are always refused.
const TRIES: usize = 24;

/// Numbers that a seed determines (xorshift).
pub(crate) struct Draw(u64);

impl Draw {
    /// A seed that is printed: that of the variable, or another one each time.
    pub(crate) fn new() -> Self {
        let given = std::env::var(SEED).ok();
        let given = given.map(|text| text.parse().expect("the seed is a number"));
        let seed = given.unwrap_or_else(|| {
            let now = SystemTime::now().duration_since(UNIX_EPOCH);
            u64::from(now.expect("a time after 1970").subsec_nanos())
        });
        println!("{SEED}={seed} draws this sample again");
        Self(seed | 1 << 63)
    }

    fn below(&mut self, many: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).expect("31 bits") % many
    }

    /// So many cases of each form in each place, and of each naming, that have a meant verdict.
    pub(crate) fn sample(
        &mut self,
        names: &[String],
        kind: Kind,
        is_meant: fn(Verdict) -> bool,
        each: usize,
    ) -> Vec<Snippet> {
        let mut drawn = Vec::new();
        for place in PLACES {
            for form in FORMS {
                let of = |name: &str| place.snippet(form, name, kind);
                drawn.extend(self.some(names, is_meant, each, of));
            }
        }
        for naming in NAMINGS {
            let of = |name: &str| Some(naming.snippet(name, kind));
            drawn.extend(self.some(names, is_meant, each, of));
        }
        drawn
    }

    fn some(
        &mut self,
        names: &[String],
        is_meant: fn(Verdict) -> bool,
        each: usize,
        of: impl Fn(&str) -> Option<Snippet>,
    ) -> Vec<Snippet> {
        let from = self.below(names.len());
        let tried = names.iter().cycle().skip(from);
        let meant = tried
            .take(TRIES.min(names.len()))
            .filter_map(|name| of(name));
        meant
            .filter(|case| is_meant(case.verdict()))
            .take(each)
            .collect()
    }
}
