//! Durations that are kept for later: in a member, a collection, a static or a text.

use crate::source::{Call, CallKind, TokenKind, chain_start, split, top_level};

use super::names::{is_age, is_static};
use super::tokens::{is_assignment_or_more, is_struct_literal};
use super::{Bound, Class, LONGEST, Measured};

impl Measured<'_> {
    /// `x = start.elapsed()`, `stats.took += start.elapsed()`.
    pub(super) fn assigned(&mut self, at: u32, until: u32) {
        let file = self.file;
        if !is_assignment_or_more(file, at) {
            return;
        }
        let adds = at > 0 && matches!(file.token(at - 1).byte, b'+' | b'-' | b'*' | b'/');
        let mut last = if adds {
            at.saturating_sub(2)
        } else {
            at.saturating_sub(1)
        };
        // `total[0] += ..`, `*map.entry(..).or_default() += ..`
        while file.token(last).kind == TokenKind::Close
            && file.mate(last) > 0
            && file.mate(last) < last
        {
            last = file.mate(last) - 1;
        }
        if file.token(last).kind != TokenKind::Ident {
            return;
        }
        let end = top_level(file, &(at + 1..until))
            .take(LONGEST)
            .find(|at| matches!(file.token(*at).byte, b';' | b','))
            .unwrap_or(until);
        let value = at + 1..end;
        let class = self.class(&value);
        let is_member = last > 0 && file.is(last - 1, b'.');
        let name = file.word(last);
        if is_member {
            if class == Some(Class::Duration) && !is_age(name) {
                self.members.entry(name).or_insert(last);
                self.hold(chain_start(file, last - 1), end, until);
            }
        } else if class.is_some() && !is_age(name)
            || !adds && class.is_none() && self.local(name, at).is_some() && !self.is_let(at)
        {
            self.bound.push(Bound {
                name,
                from: end,
                until,
                class,
            });
        }
    }

    /// Whether an `=` is that of a `let`, which is bound by itself.
    fn is_let(&self, equals: u32) -> bool {
        (equals.saturating_sub(24)..equals)
            .rev()
            .take_while(|at| !matches!(self.file.token(*at).byte, b';' | b'{' | b'}'))
            .any(|at| self.file.is_word(at, "let"))
    }

    /// From here on a local holds a duration.
    fn hold(&mut self, name: u32, from: u32, until: u32) {
        let text = self.file.word(name);
        if self.file.token(name).kind == TokenKind::Ident && text != "self" {
            self.bound.push(Bound {
                name: text,
                from,
                until,
                class: Some(Class::Duration),
            });
        }
    }

    /// `write!(out, "{took:?}")`.
    pub(super) fn written(&mut self, name: u32, until: u32) {
        let Some(call) = Call::at(self.file, name).filter(|call| call.kind == CallKind::Macro)
        else {
            return;
        };
        let parts = call.each(self.file);
        let Some((target, values)) = parts.split_first() else {
            return;
        };
        let local = target
            .clone()
            .rev()
            .find(|at| self.file.token(*at).kind == TokenKind::Ident);
        if let Some(local) = local
            && self.prints(values)
        {
            self.hold(local, call.whole.end, until);
        }
    }

    /// `timings.push(start.elapsed())`, `Report { took, .. }`, `Report { took: start.elapsed() }`.
    pub(super) fn stored(&mut self, at: u32, open: Option<u32>, until: u32) {
        const FILLERS: &[&str] = &[
            "push",
            "push_str",
            "push_back",
            "insert",
            "extend",
            "append",
            "entry",
        ];
        let file = self.file;
        if file.is(at + 1, b'(')
            && at > 0
            && file.is(at - 1, b'.')
            && FILLERS.contains(&file.word(at))
        {
            let inside = file.inside(at + 1);
            let end = inside.end;
            if split(file, inside, b',')
                .iter()
                .any(|part| self.is_duration(part))
            {
                let start = chain_start(file, at - 1);
                let is_static = is_static(file.word(start));
                if is_static {
                    self.statics.entry(file.word(start)).or_insert(at);
                } else if at >= 3
                    && file.is(at - 3, b'.')
                    && file.token(at - 2).kind == TokenKind::Ident
                {
                    self.members.entry(file.word(at - 2)).or_insert(at - 2);
                } else {
                    self.hold(start, end, until);
                }
            }
            return;
        }
        let Some(open) = open.filter(|open| file.is(*open, b'{') && is_struct_literal(file, *open))
        else {
            return;
        };
        if !(at == open + 1 || file.is(at - 1, b',')) {
            return;
        }
        let name = file.word(at);
        let holds = if file.is(at + 1, b':') && !file.is_path_separator(at + 1) {
            let end = top_level(file, &(at + 2..file.mate(open)))
                .take(LONGEST)
                .find(|at| file.is(*at, b','))
                .unwrap_or(file.mate(open));
            self.is_duration(&(at + 2..end))
        } else {
            matches!(file.token(at + 1).byte, b',' | b'}') && self.is_duration_name(name, at)
        };
        if holds && !is_age(name) {
            self.members.entry(name).or_insert(at);
        }
    }
}
