//! Whether a word is random: no word of a language, no number, no id, no path and no identifier.

/// The least length of a word of letters and digits.
const SHORTEST: usize = 6;

/// The least length of a run of letters that is too long for a word.
pub(crate) const SHORTEST_LETTERS: usize = 20;

/// How much of a word is counted.
const COUNTED: usize = u16::MAX as usize;

/// How many letters, capitals and digits a byte is, each in 16 bits of their own, so that one addition counts all three.
static COUNTS: [u64; 256] = {
    let mut table = [0; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        table[byte as usize] = (byte.is_ascii_alphabetic() as u64)
            | (byte.is_ascii_uppercase() as u64) << 16
            | (byte.is_ascii_digit() as u64) << 32;
        byte += 1;
    }
    table
};

/// The kind of a byte: none of the others, a lowercase letter, a capital or a digit.
static KIND: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        table[byte as usize] = match byte {
            b'a'..=b'z' => 1,
            b'A'..=b'Z' => 2,
            b'0'..=b'9' => 3,
            _ => 0,
        };
        byte += 1;
    }
    table
};

/// The pairs of kinds at which a word turns, as bits: any two, but not a capital before a lowercase letter.
const TURNS: u16 = 1 << (1 << 2 | 2)
    | 1 << (1 << 2 | 3)
    | 1 << (2 << 2 | 3)
    | 1 << (3 << 2 | 1)
    | 1 << (3 << 2 | 2);

fn dashes(word: &[u8]) -> usize {
    word.split(|b| *b == b'-').count() - 1
}

/// Whether this is a UUID.
pub(crate) fn is_uuid(word: &[u8]) -> bool {
    const LENGTH: usize = 36;
    word.len() == LENGTH
        && dashes(word) == 4
        && word.iter().all(|b| b.is_ascii_hexdigit() || *b == b'-')
}

/// Whether this cannot be a word, a number, an id, a path or an identifier.
pub(crate) fn is_random(word: &[u8]) -> bool {
    if word.len() < SHORTEST {
        return false;
    }
    let (mut counts, mut turns, mut before) = (0_u64, 0_usize, 0_u8);
    let (mut has_slash, mut has_equals) = (false, false);
    for byte in word.iter().take(COUNTED) {
        let kind = KIND[usize::from(*byte)];
        counts += COUNTS[usize::from(*byte)];
        turns += usize::from(TURNS >> (before << 2 | kind) & 1);
        has_slash |= *byte == b'/';
        has_equals |= *byte == b'=';
        before = kind;
    }
    let count = |place: u32| usize::try_from(counts >> place & 0xffff).unwrap_or(COUNTED);
    let (letters, upper, digits) = (count(0), count(16), count(32));
    if has_equals {
        let padded = word.iter().rev().take_while(|b| **b == b'=').count();
        if word[..word.len() - padded].contains(&b'=') {
            return false;
        }
    }
    let last = if has_slash {
        word.rsplit(|b| *b == b'/').next().unwrap_or(word)
    } else {
        word
    };
    let is_uuid = is_uuid(word) || last.len() == 36 && dashes(last) == 4;
    let is_version = word[0].is_ascii_digit() && letters <= 2;
    if is_uuid || is_version || has_slash && digits < 4 {
        return false;
    }
    if digits == 0 {
        return word.len() >= SHORTEST_LETTERS && upper >= 4 && turns >= 5 && letters == word.len();
    }
    // `sha256`, `k8s`, `step-2`, `v1.2`.
    letters >= 2 && (turns >= 2 || digits >= 3) && word.len() >= 8 || turns >= 3
}
