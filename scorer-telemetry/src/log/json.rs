//! Writes fields as JSON while they are visited.

use std::fmt::Write as _;

use crate::escape::is_hidden;
use crate::trace::attributes::cut;
use crate::values::{Printed, Values};

use super::digits;

/// A list of fields, `"name":value` with commas between them, which is appended to a text.
pub(super) struct Fields<'a> {
    text: &'a mut String,
    /// Whether none was added yet.
    is_first: bool,
    owner: Owner,
    replaces: bool,
    value_bytes: usize,
}

/// What the fields belong to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Owner {
    /// A span. Its fields appear next to the span's own name.
    Span,
    /// An event. Its message appears elsewhere in the line.
    Event,
}

/// The name of a span's field that would otherwise collide with the name of the span.
const FIELD_NAME: &str = "field.name";

/// The field that is the text of an event.
const MESSAGE: &str = "message";

/// How many bytes are reserved at first; most lists need no more.
const ROOM: usize = 96;

impl<'a> Fields<'a> {
    /// The fields of a span, for a text of their own.
    pub(super) fn of_a_span(text: &'a mut String, value_bytes: usize) -> Self {
        Self {
            is_first: text.is_empty(),
            text,
            owner: Owner::Span,
            replaces: false,
            value_bytes,
        }
    }

    /// Fields of a span that are recorded later, for the text of the earlier ones. Of two fields with the same name,
    /// the last one wins.
    pub(super) fn after(text: &'a mut String, value_bytes: usize) -> Self {
        Self {
            replaces: true,
            ..Self::of_a_span(text, value_bytes)
        }
    }

    /// The fields of an event, without its message.
    pub(super) fn of_event(text: &'a mut String, value_bytes: usize) -> Self {
        Self {
            is_first: true,
            owner: Owner::Event,
            ..Self::of_a_span(text, value_bytes)
        }
    }

    /// Adds all of these fields. Returns whether there was one. Of several fields with the same name only the last is
    /// written: readers of JSON differ in which one they keep, and some reject the line.
    pub(super) fn add(mut self, values: &Values) -> bool {
        for (at, (name, value)) in values.iter().enumerate() {
            let mut later = values.iter().skip(at + 1);
            if !later.any(|(other, _)| other == name) {
                self.take(name, value);
            }
        }
        !self.is_first
    }

    fn take(&mut self, name: &'static str, value: Printed<'_>) {
        match value {
            Printed::Bool(value) => {
                self.key(name);
                self.text.push_str(if value { "true" } else { "false" });
            }
            Printed::I64(value) => self.integer(name, value < 0, value.unsigned_abs()),
            Printed::U64(value) => self.integer(name, false, value),
            Printed::I128(value) => self.put(name, value),
            Printed::U128(value) => self.put(name, value),
            Printed::F64(value) => {
                self.key(name);
                push_float(self.text, value);
            }
            Printed::Text(_) if self.owner == Owner::Event && name == MESSAGE => {}
            Printed::Text(value) => {
                self.key(name);
                push_text(self.text, cut(value, self.value_bytes));
            }
        }
    }

    fn put(&mut self, name: &str, value: impl std::fmt::Display) {
        self.key(name);
        // Writing to a `String` cannot fail.
        let _ = write!(self.text, "{value}");
    }

    fn integer(&mut self, name: &str, is_negative: bool, magnitude: u64) {
        self.key(name);
        if is_negative {
            self.text.push('-');
        }
        digits::push(self.text, magnitude);
    }

    fn key(&mut self, name: &str) {
        let name = match name {
            "name" if self.owner == Owner::Span => FIELD_NAME,
            name => name,
        };
        if self.replaces {
            remove(self.text, name);
            self.is_first = self.text.is_empty();
        }
        if self.is_first {
            self.text.reserve(ROOM);
        } else {
            self.text.push(',');
        }
        self.is_first = false;
        push_text(self.text, name);
        self.text.push(':');
    }
}

/// Returns the message of an event, if it is text.
pub(super) fn message(values: &Values) -> Option<&str> {
    let last = values.iter().filter(|(name, _)| *name == MESSAGE).last()?;
    match last.1 {
        Printed::Text(message) => Some(message),
        _ => None,
    }
}

/// Writes `,"key":`. The key is one of the runtime's own and has nothing to escape.
pub(super) fn push_key(line: &mut String, key: &'static str) {
    line.push_str(",\"");
    line.push_str(key);
    line.push_str("\":");
}

/// Writes a float. JSON has no form for infinity and NaN.
pub(super) fn push_float(line: &mut String, value: f64) {
    if value.is_finite() {
        let _ = write!(line, "{value:?}");
    } else {
        line.push_str("null");
    }
}

/// Writes text in quotes, and escapes what JSON does not allow in them.
pub(super) fn push_text(line: &mut String, text: &str) {
    line.reserve(text.len() + 2);
    line.push('"');
    match next_suspect(text.as_bytes(), 0) {
        None => line.push_str(text),
        Some(first) => push_escaped(line, text, first),
    }
    line.push('"');
}

/// Writes text whose first suspect byte is `first`.
fn push_escaped(line: &mut String, text: &str, first: usize) {
    let mut rest = 0;
    let mut suspect = Some(first);
    while let Some(at) = suspect {
        // A continuation byte of a character is never suspect, so `at` is between two characters.
        let Some(c) = text[at..].chars().next() else {
            break;
        };
        let from = at + c.len_utf8();
        suspect = next_suspect(text.as_bytes(), from);
        if !is_hidden(c) && !matches!(c, '"' | '\\') {
            continue;
        }
        line.push_str(&text[rest..at]);
        rest = from;
        match c {
            '"' => line.push_str("\\\""),
            '\\' => line.push_str("\\\\"),
            '\n' => line.push_str("\\n"),
            '\r' => line.push_str("\\r"),
            '\t' => line.push_str("\\t"),
            // All of these are in the first Unicode plane; beyond it, JSON would need two escapes.
            c => {
                let _ = write!(line, "\\u{:04x}", u32::from(c));
            }
        }
    }
    line.push_str(&text[rest..]);
}

/// Finds the next suspect byte. Most text has none, so eight bytes are checked together.
fn next_suspect(text: &[u8], mut from: usize) -> Option<usize> {
    while let Some(eight) = text.get(from..).and_then(|it| it.first_chunk()) {
        if !is_plain(u64::from_le_bytes(*eight)) {
            let found = eight.iter().position(|byte| SUSPECT[usize::from(*byte)]);
            if let Some(place) = found {
                return Some(from + place);
            }
        }
        from += eight.len();
    }
    let rest = text.get(from..).filter(|rest| !rest.is_empty())?;
    if is_plain_at_end(text) {
        return None;
    }
    let found = rest.iter().position(|byte| SUSPECT[usize::from(*byte)]);
    found.map(|place| from + place)
}

/// Whether the last bytes, eight of them if there are so many, need no closer look. Some of them are checked twice.
fn is_plain_at_end(text: &[u8]) -> bool {
    if let Some(eight) = text.last_chunk() {
        return is_plain(u64::from_le_bytes(*eight));
    }
    let (Some(first), Some(last)) = (text.first_chunk(), text.last_chunk()) else {
        return false;
    };
    let [first, last] = [first, last].map(|four| u64::from(u32::from_le_bytes(*four)));
    is_plain(first << 32 | last)
}

/// Whether eight bytes are ASCII without a control character, a quote or a backslash. The answer may be `false`
/// although they are.
fn is_plain(eight: u64) -> bool {
    const ONES: u64 = u64::MAX / 255;
    const HIGH: u64 = ONES * 0x80;
    // A byte that is less than the other one borrows, which shows in its highest bit: "Hacker's Delight", 6-1.
    let has_zero = |word: u64| word.wrapping_sub(ONES) & !word;
    let controls = eight.wrapping_sub(ONES * 0x20);
    let delete = eight.wrapping_add(ONES);
    let quote = has_zero(eight ^ (ONES * u64::from(b'"')));
    let backslash = has_zero(eight ^ (ONES * u64::from(b'\\')));
    (eight | controls | delete | quote | backslash) & HIGH == 0
}

/// Bytes that may begin something to escape. Most text has none and is checked once.
const SUSPECT: [bool; 256] = {
    let mut suspect = [false; 256];
    let mut byte = 0;
    while byte < 0x20 {
        suspect[byte] = true;
        byte += 1;
    }
    suspect[b'"' as usize] = true;
    suspect[b'\\' as usize] = true;
    suspect[0x7f] = true;
    // C1, the Arabic letter mark, and the block of the other direction marks.
    suspect[0xc2] = true;
    suspect[0xd8] = true;
    suspect[0xe2] = true;
    suspect
};

/// Removes a field from a list. Quotes within values are escaped, so whatever looks like a key is one.
fn remove(list: &mut String, name: &str) {
    let mut key = String::new();
    push_text(&mut key, name);
    key.push(':');
    let mut from = 0;
    while let Some(found) = list[from..].find(&key).map(|at| at + from) {
        let starts = found == 0 || list[..found].ends_with(',');
        if !starts {
            from = found + key.len();
            continue;
        }
        let value = found + key.len();
        let end = value + value_length(&list[value..]);
        let (start, end) = match (found, end == list.len()) {
            (0, true) => (0, end),
            (0, false) => (0, end + 1),
            _ => (found - 1, end),
        };
        list.replace_range(start..end, "");
        return;
    }
}

/// The length of the value that the text begins with.
fn value_length(text: &str) -> usize {
    if !text.starts_with('"') {
        return text.find(',').unwrap_or(text.len());
    }
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{SUSPECT, is_hidden, next_suspect, push_float, push_text, remove};

    proptest! {
        #[test]
        fn eight_bytes_at_once_find_what_one_by_one_does(
            bytes in proptest::collection::vec(prop_oneof![any::<u8>(), Just(b'a')], 0..40),
            from in 0..40_usize,
        ) {
            let one_by_one = (from..bytes.len()).find(|at| SUSPECT[usize::from(bytes[*at])]);
            prop_assert_eq!(next_suspect(&bytes, from), one_by_one);
        }

        #[test]
        fn any_text_is_read_back_and_hides_nothing(
            text in prop_oneof![any::<String>(), "[a\u{0}-\u{1f}\u{7f}-\u{a0}\u{61c}\u{200b}-\u{2070}\u{e9}]*"],
        ) {
            let mut line = String::new();
            push_text(&mut line, &text);
            prop_assert!(!line.chars().any(is_hidden), "{}", line);
            let back: String = serde_json::from_str(&line).expect("JSON");
            prop_assert_eq!(back, text);
        }

        #[test]
        fn any_float_is_json(value in any::<f64>()) {
            let mut line = String::new();
            push_float(&mut line, value);
            let json: serde_json::Value = serde_json::from_str(&line).expect("JSON");
            prop_assert_eq!(json.is_number(), value.is_finite());
            // serde_json may be off by one unit in the last place when it reads floats; the text itself is exact.
            let exact: Option<f64> = line.parse().ok();
            prop_assert_eq!(exact, value.is_finite().then_some(value));
        }

        #[test]
        fn a_field_is_taken_out_and_no_other(
            values in proptest::collection::vec(any::<String>(), 3),
            place in 0..3_usize,
        ) {
            let names = ["a", "b", "c"];
            let list = |left_out: Option<usize>| {
                let mut list = String::new();
                for (at, value) in values.iter().enumerate().filter(|(at, _)| Some(*at) != left_out) {
                    if !list.is_empty() {
                        list.push(',');
                    }
                    push_text(&mut list, names[at]);
                    list.push(':');
                    push_text(&mut list, value);
                }
                list
            };
            let mut text = list(None);
            remove(&mut text, names[place]);
            prop_assert_eq!(text, list(Some(place)));
        }
    }
}
