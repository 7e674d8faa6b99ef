//! Whether a duration within a value is what the value shows, rather than what it is compared with or taken off.

use crate::source::{TokenKind, Tokens, chain_start, next, top_level};

use super::Measured;
use super::tokens::{enclosing, is_struct_literal};

impl Measured<'_> {
    /// Whether a duration within a value is what the value shows: not one that is compared, waited for, or taken off a timeout.
    pub(super) fn survives(&self, value: &Tokens, source: &Tokens) -> bool {
        let file = self.file;
        let mut part = source.clone();
        let opens = enclosing(file, value, source.start);
        for open in opens.iter().rev().copied() {
            let level = file.inside(open);
            if !self.shows(&level, &mut part) {
                return false;
            }
            let before = open.saturating_sub(1);
            let is_fit = match file.token(open).byte {
                b'{' => {
                    is_struct_literal(file, open)
                        || !top_level(file, &(part.end..level.end.max(part.end)))
                            .any(|at| file.is(at, b';'))
                }
                b'[' => !(open > value.start && file.token(before).kind == TokenKind::Ident),
                _ if open == value.start => true,
                _ if file.token(before).kind == TokenKind::Ident => makes_text(file.word(before)),
                _ if file.is(before, b'!') => makes_text(file.word(before.saturating_sub(1))),
                _ => !file.is(before, b'>'),
            };
            if !is_fit {
                return false;
            }
            let start = if file.is(open, b'(')
                && open > value.start
                && file.is(open.saturating_sub(1), b'!')
            {
                open.saturating_sub(2)
            } else {
                open
            };
            let start = if start > value.start
                && file.token(start - 1).kind == TokenKind::Ident
                && !file.is(open, b'{')
            {
                chain_start(file, start).max(value.start)
            } else {
                start
            };
            part = start..file.mate(open) + 1;
        }
        self.shows(value, &mut part)
    }

    /// Whether a part is shown by the expression around it, in the same brackets; the part grows by what follows it.
    fn shows(&self, level: &Tokens, part: &mut Tokens) -> bool {
        const OTHERS: &[&str] = &[
            "cmp",
            "partial_cmp",
            "gt",
            "lt",
            "ge",
            "le",
            "eq",
            "ne",
            "is_zero",
            "await",
            "is_some_and",
            "is_ok_and",
            "is_some",
            "is_none",
            "is_ok",
            "is_err",
            "len",
            "is_empty",
            "contains",
        ];
        let file = self.file;
        while part.end < level.end {
            let at = part.end;
            if file.is(at, b'.') && !file.is(at + 1, b'.') {
                if OTHERS.contains(&file.word(at + 1)) {
                    return false;
                }
                part.end = at + 2;
            } else if file.is(at, b'?')
                || file.is_word(at, "as")
                || file.is(at, b'(') && file.token(at - 1).kind == TokenKind::Ident
            {
                part.end = next(file, at);
            } else if file.token(at).kind == TokenKind::Ident && file.is_word(at - 1, "as") {
                part.end = at + 1;
            } else {
                break;
            }
        }
        let joined = |at: u32| file.token(at).end == file.token(at + 1).start;
        if part.end < level.end {
            let byte = file.token(part.end).byte;
            let is_comparison = matches!(byte, b'<' | b'>' | b'{')
                || matches!(byte, b'=' | b'!') && file.is(part.end + 1, b'=') && joined(part.end);
            if is_comparison {
                return false;
            }
        }
        if part.start > level.start {
            let before = part.start - 1;
            let is_arrow = before > level.start
                && file.is(before, b'>')
                && matches!(file.token(before - 1).byte, b'=' | b'-');
            let byte = file.token(before).byte;
            let is_operand = matches!(byte, b'-' | b'/' | b'%' | b'<' | b'>') && !is_arrow
                || byte == b'='
                    && before > level.start
                    && matches!(file.token(before - 1).byte, b'=' | b'<' | b'>' | b'!')
                    && joined(before - 1);
            if is_operand || matches!(file.word(before), "if" | "while" | "match") {
                return false;
            }
        }
        true
    }
}

/// Whether a call's result shows the duration that it is given.
fn makes_text(name: &str) -> bool {
    const PARTS: &[&str] = &[
        "dur",
        "duration",
        "ms",
        "millis",
        "milli",
        "millisecond",
        "milliseconds",
        "sec",
        "secs",
        "second",
        "seconds",
        "micros",
        "nanos",
        "human",
        "humanize",
        "pretty",
        "fmt",
        "format",
        "elapsed",
        "round",
        "float",
        "latency",
        "took",
        "time",
        "timing",
        "f64",
        "u64",
    ];
    matches!(
        name,
        "Some"
            | "Ok"
            | "from"
            | "try_from"
            | "into"
            | "json"
            | "vec"
            | "display"
            | "debug"
            | "format_args"
            | "min"
            | "max"
            | "as"
    ) || name.starts_with(char::is_uppercase)
        || name.split('_').any(|part| PARTS.contains(&part))
}
