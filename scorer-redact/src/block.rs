//! The lines below a name that are indented more than it: a block of YAML, or a header that was folded.

use scorer_instrument_policy::Class;

use crate::pair::Member;
use crate::scan::Scan;
use crate::text::marker_at;
use crate::value::Context;
use crate::{random, stays};

/// What stands on the lines below a name.
pub(crate) enum Block {
    /// Its value.
    Value(usize, usize),
    /// Nothing that is its value, or one that may stay.
    Nothing,
}

/// The lines below a name that are indented more than it: a block of YAML, or a header that was folded. None when the
/// value stands on its own line.
pub(crate) fn below(scan: &Scan<'_>, from: usize, given: &Context<'_>) -> Option<Block> {
    if !given.is_colon {
        return None;
    }
    let bytes = scan.bytes;
    let line = from + head(&bytes[from..]);
    if bytes.get(line) != Some(&b'\n') && !bytes.get(line..)?.starts_with(b"\r\n") {
        return None;
    }
    let begin = bytes[..given.indent]
        .iter()
        .rposition(|b| *b == b'\n')
        .map_or(0, |at| at + 1);
    // Of a name within its line nobody knows how deep it stands.
    let is_first = bytes[begin..given.indent]
        .iter()
        .all(|b| b.is_ascii_whitespace() || matches!(b, b'-' | b'"' | b'\''));
    let own = if is_first { spaces(&bytes[begin..]) } else { 0 };
    let first = line + usize::from(bytes[line] == b'\r') + 1;
    let mut end = first;
    let mut least = own + 1;
    while let Some(rest) = bytes.get(end..).filter(|rest| !rest.is_empty()) {
        let length = rest
            .iter()
            .position(|b| *b == b'\n')
            .map_or(rest.len(), |at| at + 1);
        let is_blank = rest[..length].iter().all(u8::is_ascii_whitespace);
        // The entries of a list may stand no deeper than its name.
        let deep = spaces(rest);
        let is_entry = deep == own && rest[deep..].starts_with(b"- ");
        if !is_blank && deep < least && !is_entry {
            break;
        }
        if end == first && !is_first {
            least = deep;
        }
        end += length;
    }
    let text = scan.text.get(first..end)?;
    let start = first + (text.len() - text.trim_start().len());
    let end = first + text.trim_end().len();
    if start >= end {
        // Nothing is indented below it; what stands there is no value.
        return Some(Block::Nothing);
    }
    let text = &scan.text[start..end];
    let is_nothing = marker_at(bytes, start).is_some()
        || stays::says_nothing(text)
        || is_map(scan, &scan.text[first..end])
        || is_list_of_names(scan, text);
    Some(if is_nothing {
        Block::Nothing
    } else {
        Block::Value(start, end)
    })
}

/// Whether the lines of a block are members that are judged by their own names: each either only says where something is,
/// or has a name that is safe to record or refused. What is indented more than a refused member belongs to it.
fn is_map(scan: &Scan<'_>, block: &str) -> bool {
    let mut refused_at = None;
    block.lines().all(|line| {
        let depth = spaces(line.as_bytes());
        if line.trim().is_empty() || refused_at.is_some_and(|at| depth > at) {
            return true;
        }
        let member = line.trim().trim_start_matches("- ");
        let name = member
            .split_once(": ")
            .map(|(name, _)| name)
            .or_else(|| member.strip_suffix(':'))
            .filter(|name| {
                !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
            });
        let known = name.map(|name| scan.names.known(name));
        let is_refused =
            known.is_some_and(|it| it.refused.is_some_and(|it| it.class != Class::Vague));
        refused_at = is_refused.then_some(depth);
        is_refused || known.is_some_and(|it| it.is_safe) || is_named(scan, line)
    })
}

/// Whether a block is a list of names that the policy refuses, such as those of secrets that a container gets:
/// `secrets:` with `- db_password` below it.
fn is_list_of_names(scan: &Scan<'_>, block: &str) -> bool {
    block.lines().all(|line| {
        line.trim().strip_prefix("- ").is_some_and(|item| {
            item.contains(['_', '-'])
                && item
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || matches!(b, b'_' | b'-'))
                && scan.names.of(item).is_some()
        })
    })
}

/// Whether a line of a block is a member that only says where something is, and is judged by its own name: `name: db`,
/// `key: password`, `path: token`, `optional: true`, or the name of another block. A long or random word is none of these.
fn is_named(scan: &Scan<'_>, line: &str) -> bool {
    let line = line.trim().trim_start_matches("- ");
    let Some((name, value)) = line.split_once(':') else {
        return false;
    };
    let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric());
    let value = value.trim();
    let is_number = value.bytes().all(|b| b.is_ascii_digit()) && value.len() <= 6;
    let is_word = value.bytes().all(|b| {
        b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_' | b'.' | b'/')
    }) && !random::is_random(value.as_bytes());
    let known = scan.names.known(name);
    let says_where = matches!(known.member, Member::Label | Member::Path);
    is_name
        && (value.is_empty()
            || matches!(value, "true" | "false")
            || says_where && is_word
            || known.refused.is_none() && is_number)
}

/// The length of what may stand behind the name of a block: spaces, and how its lines are joined, as in `|2-`.
fn head(rest: &[u8]) -> usize {
    let before = spaces(rest);
    let Some(b'|' | b'>') = rest.get(before) else {
        return before;
    };
    let signs = rest[before + 1..]
        .iter()
        .take(2)
        .take_while(|b| matches!(b, b'-' | b'+' | b'1'..=b'9'))
        .count();
    let end = before + 1 + signs;
    end + spaces(&rest[end..])
}

fn spaces(line: &[u8]) -> usize {
    line.iter()
        .take_while(|b| matches!(b, b' ' | b'\t'))
        .count()
}
