//! A sample of the grid, drawn by a seed: some cases of each form in each place, and of each naming. And a part of it,
//! by its number.

use std::fmt;
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

/// The variable that names a part of the grid.
const PART: &str = "GRID_PART";

/// Every so many programs of the grid, from one on: the third twelfth.
pub(crate) struct Part {
    number: usize,
    of: usize,
}

impl Part {
    /// The part that the variable names, or the whole.
    pub(crate) fn of_the_grid() -> Self {
        let Ok(text) = std::env::var(PART) else {
            return Self { number: 1, of: 1 };
        };
        let read = || {
            let (number, of) = text.split_once('/')?;
            let (number, of) = (number.parse().ok()?, of.parse().ok()?);
            (1..=of).contains(&number).then_some(Self { number, of })
        };
        read().unwrap_or_else(|| panic!("{PART}={text}: a part is written like 3/12"))
    }

    /// What belongs to this part, with its place in the whole.
    pub(crate) fn of<'a, T>(&self, whole: &'a [T]) -> impl Iterator<Item = (usize, &'a T)> {
        whole
            .iter()
            .enumerate()
            .skip(self.number - 1)
            .step_by(self.of)
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{PART}={}/{}", self.number, self.of)
    }
}

#[test]
fn the_parts_of_a_grid_are_the_whole() {
    let whole: Vec<usize> = (0..29).collect();
    let mut seen: Vec<usize> = (1..=12)
        .flat_map(|number| {
            Part { number, of: 12 }
                .of(&whole)
                .map(|(at, _)| at)
                .collect::<Vec<_>>()
        })
        .collect();
    seen.sort_unstable();
    assert_eq!(seen, whole);
}
