//! Fields as JSON, written as they are visited.

use std::fmt::Write as _;

use crate::escape::is_hidden;
use crate::trace::attributes::cut;
use crate::values::{Printed, Values};

/// A list of fields, `"name":value` with commas between; of an event, its message apart.
pub(super) struct Fields {
    text: String,
    message: Option<String>,
    takes_message: bool,
    /// Whether they stand beside a span's own name.
    of_a_span: bool,
    replaces: bool,
    value_bytes: usize,
}

/// What a span's field is called that would stand in the place of the span's name.
const FIELD_NAME: &str = "field.name";

impl Fields {
    pub(super) fn of_a_span(value_bytes: usize) -> Self {
        Self {
            text: String::new(),
            message: None,
            takes_message: false,
            of_a_span: true,
            replaces: false,
            value_bytes,
        }
    }

    pub(super) fn of_event(value_bytes: usize) -> Self {
        Self {
            takes_message: true,
            of_a_span: false,
            ..Self::of_a_span(value_bytes)
        }
    }

    pub(super) fn after(text: String, value_bytes: usize) -> Self {
        Self {
            text,
            replaces: true,
            ..Self::of_a_span(value_bytes)
        }
    }

    pub(super) fn finish(self) -> String {
        self.text
    }

    /// The message as JSON, and the rest.
    pub(super) fn message_and_rest(self) -> (Option<String>, String) {
        (self.message, self.text)
    }

    /// Takes all of these. Of several of one name the last one holds: readers of JSON keep one of them, and not all the
    /// same, or refuse the line.
    pub(super) fn with(mut self, values: &Values) -> Self {
        for (at, (name, value)) in values.iter().enumerate() {
            let mut later = values.iter().skip(at + 1);
            if !later.any(|(other, _)| other == name) {
                self.take(name, value);
            }
        }
        self
    }

    fn take(&mut self, name: &'static str, value: Printed<'_>) {
        match value {
            Printed::Bool(value) => self.put(name, value),
            Printed::I64(value) => self.put(name, value),
            Printed::U64(value) => self.put(name, value),
            Printed::I128(value) => self.put(name, value),
            Printed::U128(value) => self.put(name, value),
            Printed::F64(value) => {
                self.key(name);
                push_float(&mut self.text, value);
            }
            Printed::Text(value) => self.put_text(name, cut(value, self.value_bytes)),
        }
    }

    fn put(&mut self, name: &str, value: impl std::fmt::Display) {
        self.key(name);
        // Writing to a String cannot fail.
        let _ = write!(self.text, "{value}");
    }

    fn key(&mut self, name: &str) {
        let name = match name {
            "name" if self.of_a_span => FIELD_NAME,
            name => name,
        };
        if self.replaces {
            remove(&mut self.text, name);
        }
        if !self.text.is_empty() {
            self.text.push(',');
        }
        push_text(&mut self.text, name);
        self.text.push(':');
    }

    fn put_text(&mut self, name: &str, value: &str) {
        if self.takes_message && name == "message" {
            let mut message = String::with_capacity(value.len() + 2);
            push_text(&mut message, value);
            self.message = Some(message);
        } else {
            self.key(name);
            push_text(&mut self.text, value);
        }
    }
}

/// `,"key":`
pub(super) fn push_key(line: &mut String, key: &str) {
    line.push(',');
    push_text(line, key);
    line.push(':');
}

/// A float; JSON has no word for one that is none.
pub(super) fn push_float(line: &mut String, value: f64) {
    if value.is_finite() {
        let _ = write!(line, "{value:?}");
    } else {
        line.push_str("null");
    }
}

/// Text in quotes, with what JSON does not take in them escaped.
pub(super) fn push_text(line: &mut String, text: &str) {
    line.push('"');
    let mut rest = 0;
    for (at, byte) in text.bytes().enumerate() {
        if !SUSPECT[usize::from(byte)] {
            continue;
        }
        // Bytes that only continue a character are never suspect, so `at` is between two characters.
        let Some(c) = text[at..].chars().next() else {
            break;
        };
        if !is_hidden(c) && !matches!(c, '"' | '\\') {
            continue;
        }
        line.push_str(&text[rest..at]);
        rest = at + c.len_utf8();
        match c {
            '"' => line.push_str("\\\""),
            '\\' => line.push_str("\\\\"),
            '\n' => line.push_str("\\n"),
            '\r' => line.push_str("\\r"),
            '\t' => line.push_str("\\t"),
            // None of them is beyond the first plane, where JSON needs two of these.
            c => {
                let _ = write!(line, "\\u{:04x}", u32::from(c));
            }
        }
    }
    line.push_str(&text[rest..]);
    line.push('"');
}

/// Bytes that begin what may have to be escaped: most text has none, and is looked at once.
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
    // C1, the Arabic letter mark, and the block that the other marks of direction stand in.
    suspect[0xc2] = true;
    suspect[0xd8] = true;
    suspect[0xe2] = true;
    suspect
};

/// Takes a field out of a list. Quotes inside of values are escaped, so what looks like a key is one.
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

    use super::{is_hidden, push_float, push_text, remove};

    proptest! {
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
            // serde_json reads floats to within one unit of the last place; what is written is exact.
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
