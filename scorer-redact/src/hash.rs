//! Hashers for tables that are used for each span. The keys are addresses, or names that may come from outside.

use std::hash::{BuildHasher, Hasher, RandomState};

/// Hashes callsites by their address. One multiplication spreads addresses well enough.
#[derive(Default)]
pub struct PointerHasher(u64);

impl Hasher for PointerHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_usize(usize::from(*byte));
        }
    }

    fn write_usize(&mut self, word: usize) {
        self.0 = mixed(self.0 ^ word as u64);
    }
}

/// Hashes names, eight bytes at a time, with a seed that nobody outside can know.
#[derive(Clone)]
pub struct Seeded(u64);

impl Seeded {
    /// Creates a hasher with a random seed of its own.
    pub fn new() -> Self {
        Self(RandomState::new().hash_one(0))
    }
}

impl Default for Seeded {
    fn default() -> Self {
        Self::new()
    }
}

impl BuildHasher for Seeded {
    type Hasher = NameHasher;

    fn build_hasher(&self) -> NameHasher {
        NameHasher(self.0)
    }
}

pub struct NameHasher(u64);

impl Hasher for NameHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.0 = mixed(self.0 ^ u64::from_le_bytes(word));
        }
        self.0 = mixed(self.0 ^ bytes.len() as u64);
    }
}

/// Mixes a word: the two halves of a wide product, in which each bit depends on all lower bits.
fn mixed(word: u64) -> u64 {
    let wide = u128::from(word ^ 0x9e37_79b9_7f4a_7c15) * 0xf39c_c060_5ced_c835;
    #[expect(clippy::cast_possible_truncation, reason = "the halves are folded")]
    let folded = (wide as u64) ^ (wide >> 64) as u64;
    folded
}
