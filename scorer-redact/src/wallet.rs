//! The private keys of wallets in base58, and the checksum of a recovery phrase. The feature `wallets` verifies them.
//! Without it only the form decides, so more is replaced, never less.

/// The lengths of a private key that wallets export, and of an extended key.
const SHORT: std::ops::RangeInclusive<usize> = 51..=52;
const EXTENDED: usize = 111;

/// Whether a word is the private key of a wallet: an exported one, or an extended key.
pub(crate) fn is_key(word: &[u8]) -> bool {
    if SHORT.contains(&word.len()) {
        let first = (word[0], word.len());
        // For the main network uncompressed and compressed, and for test networks.
        return matches!(first, (b'5' | b'9', 51) | (b'K' | b'L' | b'c', 52))
            && is_base58(word)
            && checksum::holds(word);
    }
    word.len() == EXTENDED
        && matches!(word[0], b'x' | b'y' | b'z' | b't' | b'u' | b'v')
        && word[1..].starts_with(b"prv")
        && is_base58(word)
}

/// Returns the end of a list of 64 bytes, the form in which Solana's programs write a key pair:
/// <https://docs.solana.com/cli/wallets/file-system>.
pub(crate) fn key_of_numbers(bytes: &[u8], at: usize) -> Option<usize> {
    const BYTES: usize = 64;
    const LONGEST: usize = BYTES * 5;
    let (mut count, mut number, mut digits) = (0, 0_u32, 0);
    for (place, byte) in bytes[at + 1..].iter().take(LONGEST).enumerate() {
        match byte {
            b'0'..=b'9' => {
                number = number * 10 + u32::from(byte - b'0');
                digits += 1;
                if digits > 3 || number > 255 {
                    return None;
                }
            }
            b',' | b']' if digits > 0 => {
                count += 1;
                (number, digits) = (0, 0);
                if *byte == b']' {
                    return (count == BYTES).then_some(at + 1 + place + 1);
                }
            }
            b' ' | b'\n' => {}
            _ => return None,
        }
    }
    None
}

fn is_base58(word: &[u8]) -> bool {
    word.iter().all(|b| digit(*b).is_some())
}

/// The value of a base58 digit: letters and digits, without the four that look alike.
fn digit(letter: u8) -> Option<u8> {
    Some(match letter {
        b'1'..=b'9' => letter - b'1',
        b'A'..=b'H' => letter - b'A' + 9,
        b'J'..=b'N' => letter - b'J' + 17,
        b'P'..=b'Z' => letter - b'P' + 22,
        b'a'..=b'k' => letter - b'a' + 33,
        b'm'..=b'z' => letter - b'm' + 44,
        _ => return None,
    })
}

/// Whether the last bits of a phrase are the checksum of the others. `places` are the positions of its words in the
/// list.
pub(crate) fn is_phrase(places: &[u16]) -> bool {
    checksum::of_phrase(places)
}

#[cfg(feature = "wallets")]
mod checksum {
    use sha2::{Digest, Sha256};

    use super::digit;

    /// How many digits are processed at once, so that the number is traversed once for all of them.
    const AT_ONCE: usize = 5;

    /// The size of the longest key in base58 with its checksum, in words of four bytes.
    const WORDS: usize = 10;

    /// Whether the last four bytes are the beginning of the hash of the others.
    pub(super) fn holds(word: &[u8]) -> bool {
        let mut number = [0_u32; WORDS];
        for digits in word.chunks(AT_ONCE) {
            let (mut scale, mut value) = (1_u64, 0_u64);
            for letter in digits {
                scale *= 58;
                value = value * 58 + u64::from(digit(*letter).unwrap_or(0));
            }
            let mut carry = value;
            for limb in number.iter_mut().rev() {
                let sum = u64::from(*limb) * scale + carry;
                *limb = (sum & 0xffff_ffff) as u32;
                carry = sum >> 32;
            }
        }
        let mut bytes = [0_u8; WORDS * 4];
        for (out, limb) in bytes.chunks_mut(4).zip(number) {
            out.copy_from_slice(&limb.to_be_bytes());
        }
        let first = bytes.iter().position(|b| *b != 0).unwrap_or(bytes.len());
        let Some((key, sum)) = bytes[first..].split_last_chunk::<4>() else {
            return false;
        };
        Sha256::digest(Sha256::digest(key)).starts_with(sum)
    }

    pub(super) fn of_phrase(places: &[u16]) -> bool {
        let mut bytes = [0_u8; 33];
        for (index, place) in places.iter().enumerate() {
            for bit in 0..11 {
                if place >> (10 - bit) & 1 == 1 {
                    let at = index * 11 + bit;
                    let Some(byte) = bytes.get_mut(at / 8) else {
                        return false;
                    };
                    *byte |= 0x80 >> (at % 8);
                }
            }
        }
        let entropy = places.len() * 11 / 33 * 4;
        let bits = entropy / 4;
        let sum = Sha256::digest(&bytes[..entropy])[0];
        let mask = !(u8::MAX
            .checked_shr(u32::try_from(bits).unwrap_or(8))
            .unwrap_or(0));
        sum & mask == bytes[entropy] & mask
    }
}

#[cfg(not(feature = "wallets"))]
mod checksum {
    pub(super) fn holds(_: &[u8]) -> bool {
        true
    }

    pub(super) fn of_phrase(_: &[u16]) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::is_key;

    #[test]
    fn keys_are_known_by_their_form() {
        // From Bitcoin's wiki: <https://en.bitcoin.it/wiki/Wallet_import_format>.
        assert!(is_key(
            b"5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ"
        ));
        assert!(!is_key(b"1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2"));
        assert_eq!(
            is_key(b"5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTK"),
            cfg!(not(feature = "wallets"))
        );
    }
}
