//! Fields as JSON, written as they are visited.

use std::fmt::Write as _;

use crate::trace::attributes::cut;
use crate::values::{Printed, Values};

/// A list of fields, `"name":value` with commas between; of an event, its message apart.
pub(super) struct Fields {
    text: String,
    message: Option<String>,
    takes_message: bool,
    replaces: bool,
    value_bytes: usize,
}

impl Fields {
    pub(super) fn new(value_bytes: usize) -> Self {
        Self {
            text: String::new(),
            message: None,
            takes_message: false,
            replaces: false,
            value_bytes,
        }
    }

    pub(super) fn of_event(value_bytes: usize) -> Self {
        Self {
            takes_message: true,
            ..Self::new(value_bytes)
        }
    }

    pub(super) fn after(text: String, value_bytes: usize) -> Self {
        Self {
            text,
            replaces: true,
            ..Self::new(value_bytes)
        }
    }

    pub(super) fn finish(self) -> String {
        self.text
    }

    /// The message as JSON, and the rest.
    pub(super) fn message_and_rest(self) -> (Option<String>, String) {
        (self.message, self.text)
    }

    /// Takes all of these.
    pub(super) fn with(mut self, values: &Values) -> Self {
        for (name, value) in values.iter() {
            self.take(name, value);
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
        // Nothing outside ASCII is escaped, so `at` is always between two characters.
        if byte >= b' ' && byte != b'"' && byte != b'\\' {
            continue;
        }
        line.push_str(&text[rest..at]);
        rest = at + 1;
        match byte {
            b'"' => line.push_str("\\\""),
            b'\\' => line.push_str("\\\\"),
            b'\n' => line.push_str("\\n"),
            b'\r' => line.push_str("\\r"),
            b'\t' => line.push_str("\\t"),
            byte => {
                let _ = write!(line, "\\u{byte:04x}");
            }
        }
    }
    line.push_str(&text[rest..]);
    line.push('"');
}

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

    use super::{push_float, push_text, remove};

    proptest! {
        #[test]
        fn any_text_is_read_back(text in any::<String>()) {
            let mut line = String::new();
            push_text(&mut line, &text);
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
