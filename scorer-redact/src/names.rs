//! The policy's verdicts on names. Each spelling is judged once.

use std::hash::{BuildHasher, Hasher};
use std::sync::{LazyLock, OnceLock};

use scorer_instrument_policy::{Class, Policy, Secret, Strength, Verdict, as_seen, composed};

use crate::hash::Seeded;
use crate::pair::Member;
use crate::{refusal, token};

/// How many spellings are remembered. Names in free text come from outside, so their number is limited.
const REMEMBERED: usize = 8192;

/// How many places are searched for a spelling.
const PROBES: usize = 4;

/// The longest name that is judged as a whole, in bytes. Of a longer name only the end is judged, because the head noun
/// is there.
const LONGEST: usize = 128;

/// Vendors' own names for credentials, with their sources. Some apply only in the query of a URL, others anywhere.
const VENDORS: &str = include_str!("vendor-names.tsv");

static VENDOR_NAMES: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    VENDORS
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut columns = line.split('\t');
            Some((columns.next()?, columns.next()?))
        })
        .collect()
});

/// Whether the name of a vendor consists of several words and ends in this one.
fn ends_vendor_phrase(word: &str) -> bool {
    VENDOR_NAMES
        .iter()
        .filter_map(|(name, _)| name.rsplit_once(' '))
        .any(|(_, last)| last.eq_ignore_ascii_case(word))
}

/// Whether the value of this name in a query gives access.
fn is_of_query(name: &str) -> bool {
    VENDOR_NAMES
        .iter()
        .any(|(own, _)| own.eq_ignore_ascii_case(name))
}

/// Why the values of a name are replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refused {
    /// What the name stands for.
    pub class: Class,
    /// Whether an integer under the name may be kept.
    pub strength: Strength,
}

impl Refused {
    /// Creates a verdict from its parts.
    pub fn new(class: Class, strength: Strength) -> Self {
        Self { class, strength }
    }

    /// Whether an integer under the name may be kept. In running text, a number next to `secret` is seldom one:
    /// `secret version 3`.
    pub fn keeps_integers(self) -> bool {
        self.strength != Strength::Hard
    }
}

/// The verdicts so far.
pub(crate) struct Names {
    policy: Policy,
    /// Written once and never moved, so that a lookup takes no lock and causes no contention for a cache line.
    spellings: Box<[OnceLock<Known>]>,
    seed: Seeded,
    /// The first two letters of tokens, including the team's own.
    first_letters: Vec<u8>,
}

/// A spelling and its verdict.
#[derive(Debug)]
struct Known {
    name: Box<str>,
    judged: Judged,
}

/// What is known of a name.
#[derive(Clone, Copy, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each answers a question of its own"
)]
pub(crate) struct Judged {
    /// Why its values are replaced.
    pub(crate) refused: Option<Refused>,
    /// What it means next to another member.
    pub(crate) member: Member,
    /// Whether the words before it can make it a refused name.
    pub(crate) ends_phrase: bool,
    /// Whether its value in a query gives access.
    pub(crate) is_of_query: bool,
    /// Why what a function of this name takes is replaced.
    pub(crate) takes: Option<Refused>,
    /// Whether text under this name is safe to record: an id, a count.
    pub(crate) is_safe: bool,
    /// Whether nothing refuses it, unless other words or signs stand around it.
    pub(crate) is_plain: bool,
}

impl Names {
    pub(crate) fn new(policy: Policy) -> Self {
        let first_letters = token::first_letters(&policy.team.secret);
        Self {
            policy,
            spellings: (0..REMEMBERED).map(|_| OnceLock::new()).collect(),
            seed: Seeded::new(),
            first_letters,
        }
    }

    /// Returns the first two letters of tokens, including the team's own.
    pub(crate) fn first_letters(&self) -> &[u8] {
        &self.first_letters
    }

    /// The forms of the team's own tokens.
    pub(crate) fn secrets(&self) -> &[Secret] {
        &self.policy.team.secret
    }

    /// Returns the verdict on a name.
    pub(crate) fn of(&self, name: &str) -> Option<Refused> {
        self.known(name).refused
    }

    /// Returns everything that is known of a name.
    pub(crate) fn known(&self, name: &str) -> Judged {
        let name = end_of(name);
        let mut hasher = self.seed.build_hasher();
        hasher.write(name.as_bytes());
        let first = usize::try_from(hasher.finish() >> 16).unwrap_or_default();
        for probe in 0..PROBES {
            let place = &self.spellings[(first.wrapping_add(probe)) % REMEMBERED];
            match place.get() {
                Some(known) if *known.name == *name => return known.judged,
                Some(_) => {}
                None => {
                    let judged = self.all_of(name);
                    // Another thread may have put another name here first.
                    let _ = place.set(Known {
                        name: name.into(),
                        judged,
                    });
                    return judged;
                }
            }
        }
        self.all_of(name)
    }

    fn all_of(&self, name: &str) -> Judged {
        let refused = self.judged(name);
        let member = Member::of(name);
        let ends_phrase = self.policy.ends_phrase(name) || ends_vendor_phrase(name);
        let is_of_query = is_of_query(name);
        Judged {
            refused,
            member,
            ends_phrase,
            is_of_query,
            takes: self.policy.subject_of(name).map(|refusal| Refused {
                class: refusal.class,
                strength: refusal.strength,
            }),
            is_safe: self.policy.is_known(name),
            is_plain: refused.is_none() && !is_of_query && refusal::is_plain(name, member),
        }
    }

    /// Judges a name as it is written and as it looks.
    fn judged(&self, name: &str) -> Option<Refused> {
        // The nanoseconds of `Instant` and `SystemTime` in `Debug`, as POSIX names them, and not a key of Nostr:
        // <https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/time.h.html>.
        // `hmac-sha256:` stands before a hash in the audit log of Vault.
        if is_id(name) || is_token(name) || matches!(name, "tv_nsec" | "hmac-sha256") {
            return None;
        }
        let is_vendors =
            |(own, place): &&(&str, &str)| *place == "anywhere" && own.eq_ignore_ascii_case(name);
        if VENDOR_NAMES.iter().find(is_vendors).is_some() {
            return Some(Refused::new(Class::Credential, Strength::Hard));
        }
        let verdict = self.asked(name);
        if verdict.is_some() {
            return verdict;
        }
        if let Some(refused) = self.as_one_word(name) {
            return Some(refused);
        }
        if name.is_ascii() {
            return None;
        }
        self.asked(&composed(name))
            .or_else(|| self.asked(&as_seen(name)))
    }

    /// Judges names written as one word: `pass_word`, and names that end like a password, such as `bindpw` and
    /// `storepass`.
    fn as_one_word(&self, name: &str) -> Option<Refused> {
        const ENDS: [&str; 4] = ["pass", "passwd", "pw", "pwd"];
        const OTHERS: [&str; 7] = [
            "bypass",
            "compass",
            "encompass",
            "overpass",
            "underpass",
            "surpass",
            "trespass",
        ];
        if !name.is_ascii() || name.len() > 24 {
            return None;
        }
        let parts = name.split(['_', '-']).count();
        if parts == 2 {
            let joined = name.replace(['_', '-'], "");
            return self
                .asked(&joined)
                .filter(|it| it.class == Class::Credential);
        }
        let lower = name.to_ascii_lowercase();
        let is_closed = parts == 1
            && lower.bytes().all(|b| b.is_ascii_lowercase())
            && ENDS
                .iter()
                .any(|end| lower.len() >= end.len() + 4 && lower.ends_with(end))
            && !OTHERS.contains(&&*lower);
        (is_closed && !name.bytes().any(|b| b.is_ascii_uppercase()))
            .then(|| Refused::new(Class::Credential, Strength::Hard))
    }

    fn asked(&self, name: &str) -> Option<Refused> {
        match self.policy.name(name) {
            Verdict::Fit => None,
            Verdict::Refused(refusal) => Some(Refused {
                class: refusal.class,
                strength: refusal.strength,
            }),
        }
    }
}

/// Whether this is an id or a hash, which can spell a name by chance: a UUID, 128 bits in hexadecimal, or alternating
/// hexadecimal letters and digits.
pub(crate) fn is_id(name: &str) -> bool {
    const HASH: usize = 32;
    const SHORTEST: usize = 8;
    const TURNS: usize = 3;
    if name.len() < SHORTEST || !name.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-') {
        return false;
    }
    let turns = name
        .as_bytes()
        .windows(2)
        .filter(|two| two[0].is_ascii_digit() != two[1].is_ascii_digit())
        .count();
    name.len() >= HASH && !name.contains('-')
        || turns >= TURNS
        || name.split('-').map(str::len).eq([8, 4, 4, 4, 12])
}

/// Whether this is a token, which can spell a name by chance: letters of both cases and digits that change more often than
/// the words of an identifier begin.
fn is_token(name: &str) -> bool {
    const SHORTEST: usize = 24;
    let bytes = name.as_bytes();
    let kind = |b: u8| {
        (
            b.is_ascii_lowercase(),
            b.is_ascii_uppercase(),
            b.is_ascii_digit(),
        )
    };
    let turns = || {
        bytes
            .windows(2)
            .filter(|two| {
                let is_begun = two[0].is_ascii_uppercase() && two[1].is_ascii_lowercase();
                kind(two[0]) != kind(two[1]) && !is_begun
            })
            .count()
    };
    bytes.len() >= SHORTEST
        && bytes.iter().any(u8::is_ascii_digit)
        && bytes.iter().any(u8::is_ascii_lowercase)
        && bytes.iter().any(u8::is_ascii_uppercase)
        && turns() * 3 >= bytes.len()
}

/// Returns the last bytes of a name, from a character boundary on.
fn end_of(name: &str) -> &str {
    let mut from = name.len().saturating_sub(LONGEST);
    while !name.is_char_boundary(from) {
        from += 1;
    }
    &name[from..]
}

#[cfg(test)]
mod tests {
    use scorer_instrument_policy::{Allow, Class, Policy, Refuse, Team};

    use super::{LONGEST, Names, REMEMBERED};

    #[test]
    fn the_teams_words_count() {
        let names = Names::new(Policy::new(Team {
            allow: vec![Allow {
                name: "passport_id".to_owned(),
                reason: "a row's id".to_owned(),
            }],
            refuse: vec![Refuse {
                name: "nullifier".to_owned(),
                instead: None,
                reason: None,
            }],
            ..Team::default()
        }));
        for _ in 0..2 {
            assert_eq!(names.of("passport_id"), None);
            let refused = names.of("nullifier").map(|refused| refused.class);
            assert_eq!(refused, Some(Class::Team));
        }
    }

    #[test]
    fn what_is_remembered_has_a_bound() {
        let names = Names::new(Policy::default());
        for number in 0..2 * REMEMBERED {
            names.of(&format!("n{number}x"));
        }
        assert_eq!(names.spellings.len(), REMEMBERED);
        assert!(names.of(&"a_".repeat(LONGEST)).is_none());
        let long = format!("{}_api_key", "é".repeat(LONGEST));
        assert_eq!(names.of(&long).map(|it| it.class), Some(Class::Credential));
    }

    #[test]
    fn a_name_is_judged_by_what_it_looks_like() {
        let names = Names::new(Policy::default());
        for name in [
            "p\u{200b}assword",
            "раѕѕwоrd",
            "contrasen\u{303}a",
            "ハ\u{309a}スワート\u{3099}",
        ] {
            assert_eq!(
                names.of(name).map(|it| it.class),
                Some(Class::Credential),
                "{name}"
            );
        }
        assert_eq!(names.of("été"), None);
    }
}
