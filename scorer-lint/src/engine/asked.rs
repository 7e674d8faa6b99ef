//! What findings ask of the attribute that opens a function's span.

use std::ops::Range;

/// What one finding asks of an attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The attribute's bytes, from `#` to the closing bracket.
    pub attribute: Range<usize>,
    /// What it asks.
    pub asks: Vec<Ask>,
}

/// One thing that is asked of an attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// The attribute that the compiler judges.
    Guard,
    /// That an argument is not recorded.
    Skip(String),
    /// The same of one that a field records, too.
    SkipCopy(String),
    /// That errors are recorded.
    Err {
        /// The argument to write.
        text: String,
        /// Whether its error is known to be one.
        compiles: bool,
    },
    /// That a field goes which nothing fills.
    DropEmpty(String),
    /// That an empty field goes which hides the argument of its name, and that nothing unfit shows in its place.
    Unhide(String),
    /// That a field goes which another records, too.
    DropCopy(String),
    /// That a field's value goes: the field too, unless a fact about the value takes its place.
    DropValue(String),
    /// That a field is written so.
    SetField(String, String),
    /// That what is returned is not recorded.
    DropRet,
    /// That the attribute goes, with these bytes.
    Remove(Range<usize>),
}

impl Ask {
    /// Whether the safe part of an answer does it.
    pub(super) fn is_in_part(&self) -> bool {
        matches!(self, Self::Guard | Self::Skip(_))
    }

    /// Whether the answer's fix does it: what may not compile is shown and not written.
    pub(crate) fn is_in_fix(&self) -> bool {
        !matches!(
            self,
            Self::Err {
                compiles: false,
                ..
            }
        )
    }
}
