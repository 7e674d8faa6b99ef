//! Events at the edges of a function, where an event knows no more than its span.

use crate::analysis::set_up;
use crate::analysis::wording::{self, same};
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
                .skip(usize::from(divided.kind && self.tells_of_arrival()))
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

    /// "Persisted tokens" in `save_tokens`, in the arm `Ok(())` of the `match` on the call that the function is named for.
    pub(super) fn is_done_in_arm(&self) -> bool {
        let Some((first, others)) = self.words.split_first() else {
            return false;
        };
        let says_the_name = wording::is_past(first)
            && !others.is_empty()
            && others.iter().all(|word| {
                wording::is_joint(word) || self.name_words.iter().any(|part| same(word, part))
            });
        if !self.is_quiet() || self.has_values() || !says_the_name {
            return false;
        }
        let file = self.file;
        let start = self.event.whole.start;
        let mut opens = set_up::around(file, start);
        let Some(open) = opens.next().filter(|open| file.is(*open, b'{')) else {
            return false;
        };
        let is_arrow = |at: u32| at > 6 && file.is(at - 1, b'>') && file.is(at - 2, b'=');
        let (arrow, arms) = if is_arrow(start) {
            (start - 2, Some(open))
        } else if is_arrow(open) && start == open + 1 && self.is_alone_in(open) {
            (open - 2, opens.next())
        } else {
            return false;
        };
        // `Ok(())` and `Ok(_)`: nothing came of it that could be told.
        let close = arrow - 1;
        let ok = file.mate(close);
        let is_ok = file.is(close, b')')
            && ok > 0
            && file.is_word(ok - 1, "Ok")
            && (file.is_word(ok + 1, "_") || file.is(ok + 1, b'('));
        is_ok && arms.is_some_and(|arms| self.chooses_by_the_name(arms))
    }

    fn is_alone_in(&self, open: u32) -> bool {
        let behind = self.event.whole.end..self.file.mate(open);
        behind.clone().all(|at| self.file.is(at, b';'))
    }

    /// Whether what a `match` chooses by is a call of the function's own name.
    fn chooses_by_the_name(&self, arms: u32) -> bool {
        let file = self.file;
        let from = arms.saturating_sub(400);
        let Some(keyword) = (from..arms).rev().find(|at| file.is_word(*at, "match")) else {
            return false;
        };
        let name = wording::parts(self.name);
        (keyword..arms).any(|at| file.is(at + 1, b'(') && wording::parts(file.word(at)) == name)
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
