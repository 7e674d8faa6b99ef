//! Payment cards: the lengths and first digits that issuers have, and Luhn's check digit.

use scorer_instrument_policy::Class;

use crate::bounds;

/// The class of a card number.
pub(crate) const CLASS: Class = Class::Financial;

/// The longest number.
const LONGEST: usize = 19;

/// The groupings in which numbers are written.
const GROUPINGS: [&[usize]; 8] = [
    &[4, 4, 4, 4],
    &[4, 6, 5],
    &[4, 6, 4],
    &[4, 4, 5],
    &[6, 13],
    &[4, 4, 4, 4, 1],
    &[4, 4, 4, 4, 2],
    &[4, 4, 4, 4, 3],
];

/// Whether a number, or its first group, can have this many digits.
pub(crate) fn may_begin(digits: usize) -> bool {
    matches!(digits, 4 | 6 | 13..=LONGEST)
}

/// Returns the end of the card number that begins at `at`, which is a digit.
pub(crate) fn end(bytes: &[u8], at: usize) -> Option<usize> {
    if !begins(bytes, at) {
        return None;
    }
    let (mut digits, mut count) = ([0_u8; LONGEST], 0);
    let (mut groups, mut group) = ([0_usize; 5], 0);
    let mut separator = None;
    let mut best = None;
    let mut to = at;
    loop {
        let from = to;
        while let Some(digit) = bytes.get(to).filter(|b| b.is_ascii_digit()) {
            if count == LONGEST {
                return best;
            }
            digits[count] = digit - b'0';
            count += 1;
            to += 1;
        }
        groups[group] = to - from;
        group += 1;
        let written = &groups[..group];
        let usual = group == 1 || GROUPINGS.contains(&written);
        if usual && ends(bytes, to) && is_card(&digits[..count]) {
            best = Some(to);
        }
        let next = bytes.get(to).copied();
        let goes_on = matches!(next, Some(b' ' | b'-'))
            && (separator.is_none() || separator == next)
            && bytes.get(to + 1).is_some_and(u8::is_ascii_digit);
        if !goes_on || group == groups.len() {
            return best;
        }
        separator = next;
        to += 1;
    }
}

/// Whether an integer is a card number. Only the usual lengths count, because longer integers are ids.
pub(crate) fn is_card_number(number: u128) -> bool {
    if !(10_u128.pow(13)..10_u128.pow(16)).contains(&number) {
        return false;
    }
    let (mut digits, mut from, mut rest) = ([0_u8; 16], 16, number);
    while rest > 0 {
        from -= 1;
        digits[from] = (rest % 10) as u8;
        rest /= 10;
    }
    is_card(&digits[from..])
}

/// Whether a number is on its own, and not part of a word, a hash or a fraction.
fn begins(bytes: &[u8], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|at| bytes[at]) else {
        return true;
    };
    let is_fraction = before == b'.' && at > 1 && bytes[at - 2].is_ascii_digit();
    (!before.is_ascii_alphanumeric() || bounds::is_behind_colour(bytes, at)) && !is_fraction
}

fn ends(bytes: &[u8], at: usize) -> bool {
    match bytes.get(at) {
        Some(b'.') => !bytes.get(at + 1).is_some_and(u8::is_ascii_digit),
        Some(after) => !after.is_ascii_alphanumeric(),
        None => true,
    }
}

fn is_card(digits: &[u8]) -> bool {
    is_issued(digits) && luhn(digits)
}

/// Whether issuers use numbers with this beginning and this length.
fn is_issued(digits: &[u8]) -> bool {
    let length = digits.len();
    if length < 13 {
        return false;
    }
    let first = |count: usize| {
        digits
            .iter()
            .take(count)
            .fold(0_u32, |number, digit| number * 10 + u32::from(*digit))
    };
    match (first(2), first(4)) {
        // Visa.
        (40..=49, _) => length == 13 || length == 16,
        // Mastercard.
        (51..=55, _) | (_, 2221..=2720) => length == 16,
        // American Express.
        (34 | 37, _) => length == 15,
        // Diners Club.
        (36 | 38 | 39, _) | (_, 3000..=3059) => length == 14 || length == 16,
        // JCB, Discover and RuPay, Mir.
        (60 | 64 | 65 | 81 | 82, _) | (_, 3528..=3589 | 2200..=2204) => length == 16,
        // UnionPay.
        (62, _) => length >= 16,
        // Maestro.
        (_, 5018 | 5019 | 5020 | 5038 | 5893 | 6304 | 6759 | 6761..=6763) => true,
        _ => false,
    }
}

/// Luhn's sum: every second digit from the right is doubled, and the digits of all are added.
fn luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            let digit = u32::from(*digit);
            match (place % 2, digit) {
                (0, digit) => digit,
                (_, 0..=4) => digit * 2,
                _ => digit * 2 - 9,
            }
        })
        .sum();
    sum % 10 == 0
}
