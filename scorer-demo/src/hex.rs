//! Bytes as hexadecimal text and back, for signatures and keys in the sample files.

use std::fmt::Write as _;

/// The lower-case hexadecimal form of `bytes`.
pub fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// The `N` bytes that `text` stands for, or `None` when it has another length or another alphabet.
pub fn decode<const N: usize>(text: &str) -> Option<[u8; N]> {
    if text.len() != N * 2 {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(bytes)
}

fn digit(character: u8) -> Option<u8> {
    match character {
        b'0'..=b'9' => Some(character - b'0'),
        b'a'..=b'f' => Some(character - b'a' + 10),
        b'A'..=b'F' => Some(character - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{decode, encode};

    #[test]
    fn what_is_encoded_is_decoded() {
        let bytes = [0x00, 0x0f, 0xa0, 0xff];
        assert_eq!(encode(&bytes), "000fa0ff");
        assert_eq!(decode(&encode(&bytes)), Some(bytes));
        assert_eq!(decode("000FA0FF"), Some(bytes));
    }

    #[test]
    fn other_lengths_and_alphabets_are_refused() {
        assert_eq!(decode::<2>("00f"), None);
        assert_eq!(decode::<2>("00ff0"), None);
        assert_eq!(decode::<2>("00fg"), None);
        assert_eq!(decode::<2>("0é0"), None);
    }
}
