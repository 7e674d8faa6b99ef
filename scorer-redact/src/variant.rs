//! Values that are judged by the name of the variant or call around them: `InvalidApiKey("..")`, `Keypair([..])`,
//! `PASSWORD('..')`.

use scorer_instrument_policy::Class;

use crate::bounds;
use crate::names::Refused;
use crate::scan::Scan;
use crate::text::{Found, marker_at};
use crate::value::{self, Context};
use crate::{Cause, stays};

/// The longest name.
const LONGEST: usize = 64;

/// Handles a number that is the secret: `verify_otp(541177, ..)`.
fn number(scan: &Scan<'_>, at: usize, refused: Refused) -> Option<Found> {
    let digits = scan.bytes[at + 1..]
        .iter()
        .take_while(|b| b.is_ascii_digit())
        .count();
    (digits >= 4 && !refused.keeps_integers()).then_some(Found {
        start: at + 1,
        end: at + 1 + digits,
        class: refused.class,
        cause: Cause::Name,
    })
}

/// Returns the value in the bracket at `at`, if the name directly before it is refused.
pub(crate) fn at(scan: &Scan<'_>, at: usize) -> Option<Found> {
    let floor = scan.floor.max(at.saturating_sub(LONGEST));
    let length = scan.bytes[floor..at]
        .iter()
        .rev()
        .take_while(|b| b.is_ascii_alphanumeric() || **b == b'_')
        .count();
    let start = at - length;
    let first = scan.bytes[start];
    let inner = *scan.bytes.get(at + 1)?;
    let is_string =
        matches!(inner, b'"' | b'\'') || inner == b'b' && scan.bytes.get(at + 2) == Some(&b'"');
    // A function takes any value; only a string in its brackets was written out.
    let is_number = inner.is_ascii_digit();
    if length < 3 || !(first.is_ascii_uppercase() || is_string || is_number) {
        return None;
    }
    let name = &scan.text[start..at];
    // In `verify_otp(..)`, the OTP is what is verified.
    let object = name.split_once('_').map_or(name, |(_, object)| object);
    let of_object = || scan.names.of(object).filter(|_| first.is_ascii_lowercase());
    let refused: Refused = scan.names.of(name).or_else(of_object).filter(|it| {
        matches!(
            it.class,
            Class::Credential | Class::Secret | Class::Pii | Class::Financial | Class::Team
        )
    })?;
    if is_number && !first.is_ascii_uppercase() {
        return number(scan, at, refused);
    }
    let from = at + 1;
    if marker_at(scan.bytes, from).is_some() {
        return None;
    }
    let context = Context {
        refused,
        name,
        is_colon: true,
        is_typed: true,
        indent: start,
    };
    let (from, end) = if is_string {
        value::of(scan, from, &context)?
    } else {
        let group = bounds::group_end(scan.bytes, at);
        let closed = group > from && scan.bytes[group - 1] == b')';
        let end = if closed { group - 1 } else { group };
        let text = scan.text.get(from..end)?;
        let is_members = text.contains(['=', ':']) && !text.contains('"');
        // `Debug` prints strings in quotes, so a word without quotes is a variant: `Auth(Unauthorized)`.
        let is_variant = text.starts_with(|c: char| c.is_ascii_uppercase())
            && text.bytes().all(|b| b.is_ascii_alphabetic())
            && text.bytes().any(|b| b.is_ascii_lowercase());
        if is_members
            || is_variant
            || stays::may_stay(text, name, refused, true)
            || text.bytes().all(|b| b.is_ascii_alphabetic()) && scan.names.of(text).is_some()
        {
            return None;
        }
        (from, end)
    };
    Some(Found {
        start: from,
        end,
        class: refused.class,
        cause: Cause::Name,
    })
}
