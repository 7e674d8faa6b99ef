//! What the files of a package tell of its types, as plain data.

use std::collections::HashMap;

use crate::analysis::recorders::Recorder;

/// What the files of a package tell of its types.
#[derive(Debug, Default)]
pub struct TypeFacts {
    /// Types that can be printed.
    pub(super) types: Vec<TypeFact>,
    /// What hand-written `Debug`s and `Display`s print.
    pub(super) printed: Vec<Printed>,
    /// What functions return: both by the hash of a name.
    pub(super) returns: Vec<(u64, u64)>,
    /// Constants by the hash of a name, and whether each is a name itself.
    pub(super) constants: Vec<(u64, bool)>,
    /// Functions by the hash of a name, and which of their arguments an error's text of theirs prints.
    pub(super) tells: Vec<(u64, u32)>,
    /// The types that functions return, by the hash of a name: other crates' too.
    pub(super) returned: HashMap<u64, Box<str>>,
    /// Functions that record in a span under a name that they are handed.
    pub(super) recorders: Vec<Recorder>,
    /// Types by another name, and what each is: `type SessionId = Uuid`.
    pub(super) aliases: Vec<(Box<str>, Box<str>)>,
    /// The same of types with arguments: `type Loaded<T> = Result<T, LoadError>`.
    pub(super) generic_aliases: Vec<(Box<str>, Box<str>)>,
}

impl TypeFacts {
    /// Adds another file's.
    pub(crate) fn extend(&mut self, other: Self) {
        self.types.extend(other.types);
        self.printed.extend(other.printed);
        self.returns.extend(other.returns);
        self.returned.extend(other.returned);
        self.constants.extend(other.constants);
        self.tells.extend(other.tells);
        self.recorders.extend(other.recorders);
        self.aliases.extend(other.aliases);
        self.generic_aliases.extend(other.generic_aliases);
    }
}

/// A struct or an enum that can be printed.
#[derive(Debug)]
pub(super) struct TypeFact {
    pub(super) name: Box<str>,
    pub(super) derives_debug: bool,
    /// Whether it is an error: what its variants are called is what went wrong.
    pub(super) is_error: bool,
    pub(super) members: Vec<MemberFact>,
}

/// A member as written: a package may have a hundred thousand, and ask of none.
#[derive(Debug)]
pub(super) struct MemberFact {
    pub(super) name: Box<str>,
    /// The variant that it is the one unnamed member of.
    pub(super) variant: Option<Box<str>>,
    pub(super) written: Box<str>,
    /// Whether the derived `Debug` leaves it out.
    pub(super) hidden: bool,
}

/// What a hand-written `Debug` or `Display` prints.
#[derive(Debug)]
pub(super) struct Printed {
    pub(super) ty: String,
    pub(super) debug: bool,
    pub(super) members: Vec<String>,
    /// Whether it prints the value by its other form: `Debug` by `Display`, or the reverse.
    pub(super) by_other: bool,
}

/// What a function is known by: its name with that of the type that it belongs to.
pub(super) fn told_by(owner: &str, function: &str) -> u64 {
    hash(&format!("{owner}::{function}"))
}

/// FNV-1a: names are short and many, and nobody chooses them to collide.
pub(crate) fn hash(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
