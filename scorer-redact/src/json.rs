//! JSON values, redacted member by member.

use scorer_instrument_policy::{Class, Strength};
use serde_json::{Map, Number, Value};

use crate::names::Refused;
use crate::pair::Member;
use crate::{Redactor, marker, marker_at};

/// How deep values are searched. Values nested deeper are replaced as a whole.
const DEEPEST: usize = 128;

impl Redactor {
    /// Replaces the values in a JSON value whose name is refused or that have the shape of a secret. Keys of maps are
    /// redacted as text.
    ///
    /// A `bool` and `null` are kept under any name. An integer is kept if its name is refused only for text.
    ///
    /// ```
    /// use scorer_instrument_policy::Policy;
    /// use scorer_redact::Redactor;
    /// use serde_json::json;
    ///
    /// let redactor = Redactor::new(Policy::default());
    /// let mut value = json!({"user": 5, "api_key": "x", "env": [{"name": "SMTP_PASS", "value": "y"}]});
    /// redactor.json(&mut value);
    /// assert_eq!(
    ///     value,
    ///     json!({
    ///         "user": 5,
    ///         "api_key": "[redacted:credential]",
    ///         "env": [{"name": "SMTP_PASS", "value": "[redacted:credential]"}]
    ///     })
    /// );
    /// ```
    pub fn json(&self, value: &mut Value) {
        self.value_at(value, 0);
    }

    fn value_at(&self, value: &mut Value, depth: usize) {
        match value {
            Value::Null | Value::Bool(_) => {}
            Value::Number(number) => {
                if let Some(class) = magnitude(number).and_then(|it| self.integer(it)) {
                    *value = replaced(class);
                }
            }
            Value::String(text) => {
                if let std::borrow::Cow::Owned(redacted) = self.text(text) {
                    *text = redacted;
                }
            }
            Value::Array(_) | Value::Object(_) if depth >= DEEPEST => {
                *value = replaced(Class::Vague);
            }
            Value::Array(values) => {
                for value in values {
                    self.value_at(value, depth + 1);
                }
            }
            Value::Object(members) => self.members(members, depth),
        }
    }

    fn members(&self, members: &mut Map<String, Value>, depth: usize) {
        let labelled = members
            .iter()
            .filter(|(key, _)| Member::of(key) == Member::Label)
            .filter_map(|(_, value)| self.name(value.as_str()?))
            .find(|refused| refused.class != Class::Vague);
        for (key, value) in members.iter_mut() {
            let own = self.name(key).or_else(|| self.plural(key, value));
            let refused = own.filter(|it| it.class != Class::Vague).or_else(|| {
                labelled
                    .filter(|_| Member::of(key) == Member::Value)
                    .map(|it| Refused::new(it.class, Strength::Hard))
            });
            match refused {
                Some(refused) => replace(value, refused),
                None => self.value_at(value, depth + 1),
            }
        }
        // A key comes from the code, unless a map was filled with outside data.
        let is_text = |key: &String| matches!(self.text(key), std::borrow::Cow::Owned(_));
        if members.keys().any(is_text) {
            let taken = std::mem::take(members);
            for (key, value) in taken {
                members.insert(self.text(&key).into_owned(), value);
            }
        }
    }

    /// Under a plural, a list such as `"tokens": ["a", "b"]` holds values, while `"tokens": 3` is a count.
    fn plural(&self, key: &str, value: &Value) -> Option<Refused> {
        let is_list = match value {
            Value::Array(values) => values.iter().any(Value::is_string),
            Value::Object(_) => true,
            _ => false,
        };
        self.name(key.strip_suffix(['s', 'S']).filter(|_| is_list)?)
    }
}

fn replace(value: &mut Value, refused: Refused) {
    let stays = match value {
        Value::Null | Value::Bool(_) => true,
        Value::Number(number) => refused.keeps_integers() && !number.is_f64(),
        Value::String(text) => text.is_empty() || marker_at(text.as_bytes(), 0) == Some(text.len()),
        Value::Array(_) | Value::Object(_) => false,
    };
    if !stays {
        *value = replaced(refused.class);
    }
}

fn replaced(class: Class) -> Value {
    Value::String(marker(class).to_owned())
}

fn magnitude(number: &Number) -> Option<u128> {
    number
        .as_u64()
        .map(u128::from)
        .or_else(|| number.as_i64().map(|it| it.unsigned_abs().into()))
}
