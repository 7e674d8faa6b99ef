//! Editions of the vocabulary. What a build refuses stays the same until the team adopts the next edition.

use std::fmt;

/// The year of a vocabulary. `[policy] edition` in `scorer-instrument.toml` selects it.
///
/// A newly refused word takes effect only from the next edition on. So an update of this crate does not break the build
/// of a team that has set its edition. If none is set, the newest applies.
///
/// ```
/// use scorer_instrument_policy::Edition;
///
/// assert_eq!("2026".parse(), Ok(Edition::E2026));
/// assert!("1999".parse::<Edition>().is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Edition {
    /// The first one.
    E2026,
    /// An edition that no file can select. Tests add words to it.
    #[cfg(test)]
    Later,
}

impl Edition {
    /// The newest edition.
    pub const NEWEST: Self = Self::E2026;

    /// Every edition, the oldest first.
    pub const ALL: &'static [Self] = &[Self::E2026];

    /// Returns the year.
    pub fn year(self) -> u16 {
        match self {
            Self::E2026 => 2026,
            #[cfg(test)]
            Self::Later => u16::MAX,
        }
    }
}

impl Default for Edition {
    fn default() -> Self {
        Self::NEWEST
    }
}

impl fmt::Display for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.year())
    }
}

impl std::str::FromStr for Edition {
    type Err = UnknownEdition;

    fn from_str(year: &str) -> Result<Self, UnknownEdition> {
        let is_year = |edition: &&Self| edition.to_string() == year;
        Self::ALL
            .iter()
            .find(is_year)
            .copied()
            .ok_or(UnknownEdition)
    }
}

/// The error for a year without an edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownEdition;

impl fmt::Display for UnknownEdition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let years: Vec<String> = Edition::ALL.iter().map(|it| format!("\"{it}\"")).collect();
        write!(f, "there is no such edition: write {}", years.join(" or "))
    }
}

impl std::error::Error for UnknownEdition {}

#[cfg(test)]
mod tests {
    use super::Edition;
    use crate::team::Team;
    use crate::verdict::{Policy, Verdict};
    use crate::vocabulary::{ROWS, Role};

    fn policy(edition: Edition) -> Policy {
        Policy::new(Team {
            edition,
            ..Team::default()
        })
    }

    #[test]
    fn a_later_edition_refuses_what_an_earlier_one_does_not() {
        let (now, later) = (policy(Edition::E2026), policy(Edition::Later));
        for name in ["quux", "user_quux", "brand_new", "brandNew", "quux_value"] {
            assert_eq!(now.name(name), Verdict::Fit, "{name}");
            assert_ne!(later.name(name), Verdict::Fit, "{name}");
        }
        assert_eq!(now.subject_of("quuxify"), None);
        assert!(later.subject_of("quuxify").is_some());
        assert!(!now.is_vague("quuz") && later.is_vague("quuz"));
    }

    #[test]
    fn what_an_edition_refuses_the_next_one_refuses() {
        for name in ["password", "user_email", "api_key"] {
            assert_ne!(policy(Edition::E2026).name(name), Verdict::Fit, "{name}");
            assert_ne!(policy(Edition::Later).name(name), Verdict::Fit, "{name}");
        }
    }

    #[test]
    fn only_words_that_refuse_wait_for_an_edition() {
        for row in &ROWS {
            let refuses = matches!(
                row.role,
                Role::Anywhere(_)
                    | Role::Topic(_)
                    | Role::Tail(_)
                    | Role::TailSingular(_)
                    | Role::TailPlural(_)
                    | Role::Whole(_)
                    | Role::WholePlural(_)
                    | Role::Of(..)
                    | Role::Takes(_)
                    | Role::Makes(_)
                    | Role::Vague
                    | Role::Raw
                    | Role::RawUnder
                    | Role::Bulk
            );
            assert!(refuses || row.since == Edition::E2026, "{}", row.words);
        }
    }

    /// The file lists what was safe when the edition was released. Before the first release, `BLESS=1` writes it again.
    #[test]
    fn what_was_fit_in_an_edition_stays_fit() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/fit-2026.txt");
        let policy = policy(Edition::E2026);
        if std::env::var_os("BLESS").is_some() {
            let names = [
                include_str!("../tests/data/names.tsv"),
                include_str!("../tests/data/names-own.tsv"),
                include_str!("../tests/data/names-blind.tsv"),
                include_str!("../tests/data/names-tuned.tsv"),
            ];
            let mut fit: Vec<&str> = names
                .iter()
                .flat_map(|table| table.lines().skip(1))
                .filter_map(|line| line.split('\t').next())
                .filter(|name| policy.name(name) == Verdict::Fit)
                .collect();
            fit.sort_unstable();
            fit.dedup();
            std::fs::write(path, fit.join("\n") + "\n").expect("the list is written");
        }
        let fit = std::fs::read_to_string(path).expect("the list of fit names");
        let refused: Vec<&str> = fit
            .lines()
            .filter(|name| policy.name(name) != Verdict::Fit)
            .collect();
        assert!(
            fit.lines().count() > 1000 && refused.is_empty(),
            "give the word that refuses these the next edition: {refused:?}"
        );
    }

    #[test]
    fn the_changelog_lists_the_words_of_each_edition() {
        let changelog = include_str!("../../CHANGELOG.md");
        for edition in Edition::ALL {
            let heading = format!("**Edition {edition}**");
            assert!(changelog.contains(&heading), "{heading}");
        }
        for row in &ROWS {
            if row.since > Edition::E2026 && row.since <= Edition::NEWEST {
                for word in row.words.split(", ") {
                    assert!(changelog.contains(&format!("`{word}`")), "{word}");
                }
            }
        }
    }
}
