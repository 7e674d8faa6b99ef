//! International bank account numbers, by their form and check digits, <https://www.iso.org/standard/81090.html>.

use scorer_instrument_policy::Class;

use crate::bounds;

/// The class of an account number.
pub(crate) const CLASS: Class = Class::Financial;

/// The lengths that countries use.
const SHORTEST: usize = 15;
const LONGEST: usize = 34;

/// Returns the end of the number that begins at `at`: `DE89370400440532013000`, `DE89 3704 0044 0532 0130 00`.
pub(crate) fn end(bytes: &[u8], at: usize) -> Option<usize> {
    let [a, b, c, d] = *bytes.get(at..at + 4)? else {
        return None;
    };
    let is_head = a.is_ascii_uppercase()
        && b.is_ascii_uppercase()
        && c.is_ascii_digit()
        && d.is_ascii_digit();
    let before = at.checked_sub(1).map(|at| bytes[at]);
    let is_within = || {
        before.is_some_and(|b| b.is_ascii_alphanumeric()) && !bounds::is_behind_colour(bytes, at)
    };
    if !is_head || is_within() {
        return None;
    }
    let (mut letters, mut count) = ([0_u8; LONGEST], 0);
    let (mut to, mut best) = (at, None);
    loop {
        let from = to;
        while let Some(letter) = bytes
            .get(to)
            .filter(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
        {
            *letters.get_mut(count)? = *letter;
            count += 1;
            to += 1;
        }
        let is_over = !bytes.get(to).is_some_and(u8::is_ascii_alphanumeric);
        if is_over && count >= SHORTEST && is_valid(&letters[..count]) {
            best = Some(to);
        }
        // Groups of four.
        let is_group = to - from == 4
            && bytes.get(to) == Some(&b' ')
            && bytes
                .get(to + 1)
                .is_some_and(|b| b.is_ascii_digit() || b.is_ascii_uppercase());
        if !is_group {
            return best;
        }
        to += 1;
    }
}

/// Checks the remainder: the first four characters are moved to the end, letters count from ten on, and the number
/// modulo 97 must be 1.
fn is_valid(letters: &[u8]) -> bool {
    let (head, rest) = letters.split_at(4);
    let remainder = rest
        .iter()
        .chain(head)
        .fold(0_u32, |sum, letter| match letter {
            b'0'..=b'9' => (sum * 10 + u32::from(letter - b'0')) % 97,
            _ => (sum * 100 + u32::from(letter - b'A') + 10) % 97,
        });
    remainder == 1
}

#[cfg(test)]
mod tests {
    use super::end;

    #[test]
    fn the_check_digits_decide() {
        // The registry's own examples.
        for number in [
            "DE89370400440532013000",
            "GB29 NWBK 6016 1331 9268 19",
            "NO9386011117947",
        ] {
            assert_eq!(end(number.as_bytes(), 0), Some(number.len()), "{number}");
        }
        for number in [
            "DE88370400440532013000",
            "DE89370400440532013000a",
            "AB12",
            "SM2c02ac90673244618",
        ] {
            assert_eq!(end(number.as_bytes(), 0), None, "{number}");
        }
    }
}
