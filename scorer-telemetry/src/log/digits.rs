//! Writes the digits that every line contains: decimal numbers and ids.

/// Two digits for each number below a hundred.
const PAIRS: [[u8; 2]; 100] = {
    let mut pairs = [[b'0'; 2]; 100];
    let (mut tens, mut units) = (0_u8, 0_u8);
    while tens < 10 {
        pairs[(tens * 10 + units) as usize] = [b'0' + tens, b'0' + units];
        units += 1;
        if units == 10 {
            (tens, units) = (tens + 1, 0);
        }
    }
    pairs
};

/// Two digits for each byte.
const HEX: [[u8; 2]; 256] = {
    let digits = b"0123456789abcdef";
    let mut pairs = [[0; 2]; 256];
    let mut byte = 0;
    while byte < 256 {
        pairs[byte] = [digits[byte >> 4], digits[byte & 15]];
        byte += 1;
    }
    pairs
};

/// Writes a number.
pub(super) fn push(line: &mut String, number: u64) {
    if number < 10 {
        line.push(char::from(pair(number)[1]));
        return;
    }
    let mut digits = [0; 20];
    let mut place = digits.len();
    let mut rest = number;
    while rest >= 10 {
        place -= 2;
        digits[place..place + 2].copy_from_slice(pair(rest % 100));
        rest /= 100;
    }
    // Writes the first digit if the number of digits is odd, or the only one.
    if rest > 0 || place == digits.len() {
        place -= 1;
        digits[place] = pair(rest)[1];
    }
    push_ascii(line, &digits[place..]);
}

/// A text of ASCII with places for digits, which is appended as a whole.
#[derive(Clone, Copy)]
pub(super) struct Template<const SIZE: usize>(pub(super) [u8; SIZE]);

impl<const SIZE: usize> Template<SIZE> {
    /// Writes the last digits of a number, with leading zeros. `digits` has to be even.
    pub(super) fn number(&mut self, at: usize, digits: usize, number: u64) {
        let mut rest = number;
        for place in self.0[at..at + digits].rchunks_exact_mut(2) {
            place.copy_from_slice(pair(rest % 100));
            rest /= 100;
        }
    }

    /// Writes bytes in hexadecimal.
    pub(super) fn hex(&mut self, at: usize, bytes: &[u8]) {
        for (place, byte) in self.0[at..].chunks_exact_mut(2).zip(bytes) {
            place.copy_from_slice(&HEX[usize::from(*byte)]);
        }
    }

    pub(super) fn push_to(&self, line: &mut String) {
        push_ascii(line, &self.0);
    }
}

fn pair(below_a_hundred: u64) -> &'static [u8; 2] {
    &PAIRS[usize::try_from(below_a_hundred).unwrap_or(0)]
}

fn push_ascii(line: &mut String, digits: &[u8]) {
    // The text is ASCII, so this check is fast and never fails.
    line.push_str(std::str::from_utf8(digits).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(write: impl FnOnce(&mut String)) -> String {
        let mut line = String::new();
        write(&mut line);
        line
    }

    proptest! {
        #[test]
        fn numbers_are_written_as_the_standard_library_writes_them(
            number in prop_oneof![any::<u64>(), 0..1_000_u64],
            bytes in proptest::collection::vec(any::<u8>(), 0..40),
        ) {
            prop_assert_eq!(of(|line| push(line, number)), number.to_string());
            let mut padded = Template(*b"<000000>");
            padded.number(1, 6, number);
            prop_assert_eq!(of(|line| padded.push_to(line)), format!("<{:06}>", number % 1_000_000));
            let mut id = Template([b'.'; 40]);
            id.hex(2, &bytes[..bytes.len().min(19)]);
            let hex: Vec<String> = bytes.iter().take(19).map(|it| format!("{it:02x}")).collect();
            let hex = hex.concat();
            prop_assert_eq!(of(|line| id.push_to(line)), format!("{:.<40}", format!("..{hex}")));
        }
    }
}
