//! A call that holds up a thread, and how it is read.

use crate::source::path::path_end;
use crate::source::{Call, File, Tokens};

use super::what::What;

/// A call that holds up its thread.
pub(crate) struct Blocking {
    /// The name with its path.
    pub(crate) at: Tokens,
    pub(crate) what: What,
}

/// The path behind a segment, up to a call: its tokens and the call.
pub(super) fn path_through(file: &File, segment: u32) -> Option<Call> {
    let last = path_end(file, segment);
    (last > segment).then(|| Call::at(file, last)).flatten()
}

pub(super) fn is_awaited(file: &File, call: &Call) -> bool {
    file.is(call.whole.end, b'.') && file.word(call.whole.end + 1) == "await"
}

/// The methods that are called on a call's result, one after the other.
pub(super) fn chain<'a>(file: &'a File, call: &Call) -> impl Iterator<Item = Call> + 'a {
    let mut end = call.whole.end;
    std::iter::from_fn(move || {
        while file.is(end, b'?') {
            end += 1;
        }
        if !file.is(end, b'.') {
            return None;
        }
        let method = Call::at(file, end + 1)?;
        end = method.whole.end;
        Some(method)
    })
    .take(64)
}
