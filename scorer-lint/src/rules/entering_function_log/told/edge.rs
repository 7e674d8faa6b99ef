//! Events at the edges of a function, where an event knows no more than its span.

use crate::analysis::wording;
use crate::source::Argument;

use super::{Divided, Told};

impl Told<'_> {
    /// Whether an event stands where nothing is known yet but the arguments, or where nothing is left to be done, and prints no
    /// other value: whatever its words are, it can only tell that the function was called, or that it was left.
    pub(super) fn is_bare_edge(&self, divided: &Divided) -> bool {
        let Some(beside) = &self.beside else {
            return false;
        };
        let is_called_for_it = self.name_words.iter().any(|part| part.ends_with("ed"));
        if divided.news && !self.is_request_line()
            || self.event.level == Some("warn")
            || self.is_life_cycle()
            || is_called_for_it
        {
            return false;
        }
        let first = self
            .words
            .get(self.said.label())
            .copied()
            .unwrap_or_default();
        let begins = wording::begins(first) || divided.begins;
        let goes_on = first.ends_with("ing") && !wording::begins(first);
        let tells_of_the_end = divided.ends
            || divided.succeeds
            || self
                .words
                .iter()
                .any(|word| wording::is_past(word) && !wording::begins(word));
        let is_early = beside.begins_work(self.file, self.function);
        let is_first = beside.begins(self.file, self.function);
        if self.is_request_line() && (is_first || is_early) {
            return true;
        }
        // What is chosen by the function's state is told of the state.
        if beside.is_in_choice() && !goes_on {
            return false;
        }
        // Where nothing but the arguments is known, and the work is still to be done, it can only say what the function is for.
        if self.is_quiet()
            && (is_first || is_early)
            && beside.calls_behind(self.file)
            && (goes_on || begins || divided.covered > 0)
            && !tells_of_the_end
        {
            return !self.is_constructor();
        }
        let whole = divided.covered >= self.name_words.len() && self.name_words.len() > 1;
        if is_first && beside.calls_behind(self.file) {
            if self.is_quiet() && self.shows_an_argument() {
                return true;
            }
            if tells_of_the_end || divided.extra > 0 && self.is_constructor() {
                return false;
            }
            // At `info` each of its words is known: only the verb may be another than the name's.
            let asks = divided.covered > 0 && !self.has_values() && self.words.len() > 1;
            let verb = usize::from(!divided.verb && !divided.begins && (goes_on || asks));
            return divided.extra <= verb
                && (goes_on || begins || asks)
                && self.words.len() > 1
                && (divided.covered > 0
                    || self.has_values()
                    || divided.kind
                    || divided.extra == 1);
        }
        // "inserting the key into the cache" in `cache_insert_key`, directly before what does it.
        let waited = || {
            let mut before = self.function.body.clone().unwrap_or_default();
            before.end = before.end.min(self.event.name);
            before.into_iter().any(|at| self.file.is_word(at, "await"))
        };
        if whole
            && divided.goes_on
            && divided.extra == 0
            && beside.announces_work(self.file)
            && !waited()
        {
            return true;
        }
        self.is_quiet()
            && divided.says_verb
            && divided.extra == 0
            && !divided.begins
            && beside.ends(self.file, self.function)
            && !is_first
    }

    /// Whether it is one argument and no word: `trace!("{request}")`.
    fn shows_an_argument(&self) -> bool {
        let shown = match (
            self.said.captures.as_slice(),
            self.event.arguments.as_slice(),
        ) {
            ([capture], [Argument::Message { .. }]) => capture.as_str(),
            ([], [Argument::Message { .. }, Argument::Value { value, .. }]) if value.len() == 1 => {
                self.file.word(value.start)
            }
            _ => return false,
        };
        let is_argument = self.function.parameters(self.file).iter().any(|parameter| {
            parameter
                .pattern
                .clone()
                .any(|at| self.file.is_word(at, shown))
        });
        self.said.text == "{}" && is_argument
    }

    /// Whether the function makes a value of its type: what is set up is news, and is made once.
    pub(super) fn is_constructor(&self) -> bool {
        let gives_itself = self.function.output.clone();
        gives_itself.clone().any(|at| self.file.is_word(at, "Self"))
            && !self.function.parameters(self.file).iter().any(|parameter| {
                parameter
                    .pattern
                    .clone()
                    .any(|at| self.file.is_word(at, "self"))
            })
    }
}
