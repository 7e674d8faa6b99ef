//! The lines that go with what is taken out, so that rustfmt has nothing to do afterwards.

use std::ops::Range;

/// A statement or an item with its lines, when it has them to itself, and with the blank lines that would be one too many.
pub(crate) fn of(text: &str, bytes: Range<usize>) -> Range<usize> {
    let (Some(head), Some(tail)) = (text.get(..bytes.start), text.get(bytes.end..)) else {
        return bytes;
    };
    let line = head.rfind('\n').map_or(0, |newline| newline + 1);
    let rest = tail.find('\n').map_or(tail, |newline| &tail[..newline]);
    let begins = head[line..].trim().is_empty();
    if !begins && rest.trim().is_empty() {
        return head.trim_end_matches([' ', '\t']).len()..bytes.end;
    }
    if !begins || !rest.trim().is_empty() {
        let spaces = rest.len() - rest.trim_start().len();
        return bytes.start..bytes.end + spaces;
    }
    let end = (bytes.end + rest.len() + 1).min(text.len());
    let above = head[..line].lines().next_back();
    let is_blank = above.is_some_and(|above| above.trim().is_empty());
    let opens = above.is_none_or(|above| above.trim_end().ends_with('{'));
    let behind = &text[end..];
    let next = behind.len() - behind.trim_start().len();
    let blank = behind[..next].rfind('\n').map_or(0, |newline| newline + 1);
    let closes = behind[next..].starts_with('}') || behind[next..].is_empty();
    let end = if is_blank || opens { end + blank } else { end };
    let start = if is_blank && closes {
        let above = head[..line].trim_end();
        let newline = head[above.len()..].find('\n');
        above.len() + newline.map_or(0, |newline| newline + 1)
    } else {
        line
    };
    start..end
}
