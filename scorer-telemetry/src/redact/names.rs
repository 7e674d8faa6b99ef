//! The redactor's verdicts on the fields of a callsite. Each verdict is computed once.

use std::sync::atomic::{AtomicU8, Ordering};

use scorer_redact::{Redactor, Refused};
use tracing::callsite::Identifier;
use tracing::field::Field;

use crate::callsites::Callsites;

/// How many fields of a callsite have a place in its table. Further fields are looked up by name.
const PLACES: usize = 32;

/// The verdicts computed so far.
pub(super) struct Names {
    text: Redactor,
    callsites: Callsites<Callsite>,
}

/// The verdicts on the fields of one callsite, by index. A field has `UNKNOWN` before its first value.
#[derive(Debug, Default)]
pub(super) struct Callsite([AtomicU8; PLACES]);

impl Names {
    pub(super) fn new(text: Redactor) -> Self {
        Self {
            text,
            callsites: Callsites::default(),
        }
    }

    /// Returns the redactor for text.
    pub(super) fn text(&self) -> &Redactor {
        &self.text
    }

    /// Returns the verdict on a field.
    pub(super) fn of_field(&self, field: &Field) -> Option<Refused> {
        self.at(self.callsite(&field.callsite()), field)
    }

    /// Returns the table of a callsite. Keep it while its fields are visited.
    pub(super) fn callsite(&self, id: &Identifier) -> Option<&Callsite> {
        self.callsites.of(id, Callsite::default)
    }

    /// Returns the verdict on a field of this callsite.
    pub(super) fn at(&self, callsite: Option<&Callsite>, field: &Field) -> Option<Refused> {
        let Some(place) = callsite.and_then(|it| it.0.get(field.index())) else {
            return self.of(field.name());
        };
        match place.load(Ordering::Relaxed) {
            code::UNKNOWN => {
                let verdict = self.of(field.name());
                place.store(code::of(verdict), Ordering::Relaxed);
                verdict
            }
            known => code::verdict(known),
        }
    }

    /// Returns the verdict on a name.
    pub(super) fn of(&self, name: &str) -> Option<Refused> {
        self.text.name(name)
    }
}

/// A verdict in one byte, so that a callsite's table is written without a lock.
mod code {
    use scorer_instrument_policy::Class;
    use scorer_instrument_policy::Strength;
    use scorer_redact::Refused;

    pub(super) const UNKNOWN: u8 = 0;
    const FIT: u8 = 1;
    const FIRST: u8 = 2;
    const STRENGTHS: u8 = 3;

    pub(super) fn of(verdict: Option<Refused>) -> u8 {
        let Some(refused) = verdict else { return FIT };
        let mut code = FIRST;
        for class in Class::ALL {
            if class == refused.class {
                break;
            }
            code += STRENGTHS;
        }
        code + match refused.strength {
            Strength::Soft => 0,
            Strength::Firm => 1,
            Strength::Hard => 2,
        }
    }

    pub(super) fn verdict(code: u8) -> Option<Refused> {
        let code = code.checked_sub(FIRST)?;
        let strength = match code % STRENGTHS {
            0 => Strength::Soft,
            1 => Strength::Firm,
            _ => Strength::Hard,
        };
        Some(Refused::new(
            *Class::ALL.get(usize::from(code / STRENGTHS))?,
            strength,
        ))
    }

    #[cfg(test)]
    mod tests {
        use super::{FIT, Refused, Strength, of, verdict};
        use scorer_instrument_policy::Class;

        #[test]
        fn a_verdict_comes_back() {
            assert_eq!(verdict(of(None)), None);
            assert_eq!(of(None), FIT);
            for class in Class::ALL {
                for strength in [Strength::Soft, Strength::Firm, Strength::Hard] {
                    let refused = Refused::new(class, strength);
                    assert_eq!(verdict(of(Some(refused))), Some(refused));
                }
            }
        }
    }
}
