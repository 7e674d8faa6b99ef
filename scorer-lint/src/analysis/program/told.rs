//! What a file tells of its functions: who they are, and what they call.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::path::PathBuf;
use std::sync::Arc;

/// A name, as a number: names are compared by the thousand and never shown.
pub(super) type Name = u64;

pub(super) fn name(text: &str) -> Name {
    let mut hasher = Fnv::default();
    hasher.write(text.as_bytes());
    hasher.finish()
}

/// FNV-1a.
pub(super) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xCBF2_9CE4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x100_0000_01B3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

pub(super) type Names<T> = HashMap<Name, T, BuildHasherDefault<Fnv>>;

/// What a package's functions call.
#[derive(Default)]
pub(crate) struct Calls {
    pub(super) functions: Vec<Told>,
    /// The types that a command line is read into.
    pub(super) parsers: Vec<Name>,
    /// The functions that hand a closure of theirs to a thread that may be blocked.
    pub(super) wrappers: Vec<Name>,
}

impl Calls {
    /// Adds what another file tells.
    pub(crate) fn extend(&mut self, other: Self) {
        self.functions.extend(other.functions);
        self.parsers.extend(other.parsers);
        self.wrappers.extend(other.wrappers);
    }
}

/// What one function calls.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(super) struct Told {
    pub(super) path: Arc<PathBuf>,
    /// Where its body stands, in bytes.
    pub(super) body: std::ops::Range<usize>,
    pub(super) name: Name,
    /// Its file's own name, or that of its folder: the module.
    pub(super) module: Name,
    /// The type that it belongs to.
    pub(super) owner: Option<Name>,
    pub(super) is_main: bool,
    pub(super) calls: Vec<CallTold>,
    pub(super) arms: Vec<Arm>,
    /// Whether it answers requests itself, outside of its arms.
    pub(super) serves: bool,
    /// Whether it goes on for ever, or as long as something is asked for.
    pub(super) loops: bool,
    /// Where it first does so.
    pub(super) loops_from: Option<usize>,
    /// Whether it goes on for ever, and nothing but the end of the process ends it.
    pub(super) is_endless: bool,
    /// Whether it sets a subscriber up itself.
    pub(super) subscribes: bool,
}

/// A call.
pub(super) struct CallTold {
    pub(super) name: Name,
    /// The segment of its path before the name.
    pub(super) module: Option<Name>,
    pub(super) is_method: bool,
    /// The arm that it stands in, the last of those that do.
    pub(super) arm: Option<usize>,
    /// Whether it is work that is started and not waited for.
    pub(super) spawned: bool,
}

/// A way through a function that the command line chooses.
pub(super) struct Arm {
    pub(super) bytes: std::ops::Range<usize>,
    /// The type that is matched on, where it is not known from the function that a command line was read into it.
    pub(super) ty: Option<Name>,
    pub(super) serves: bool,
}
