//! The lines that a finding depends on in its own file: the attribute and the signature of its function, the statement it
//! stands in, and the statements by which its value came.

use std::ops::Range;
use std::path::Path;

use scorer_instrument_policy::Policy;

use crate::analysis::flow::Flow;
use crate::engine::finding::Finding;
use crate::package::unit::Unit;
use crate::rule::Reach;
use crate::source::{File, Function, TokenKind, Tokens, captured};

/// A file that findings stand in.
pub(super) struct Depends {
    file: File,
    is_rust: bool,
    lines: Vec<usize>,
}

/// How many tokens of a statement are looked at.
const LONGEST: u32 = 2000;

/// Where each line begins.
pub(super) fn line_starts(text: &str) -> Vec<usize> {
    let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
    std::iter::once(0)
        .chain(newlines.map(|(at, _)| at + 1))
        .collect()
}

/// The lines of some bytes, counted from one, the last one included.
pub(super) fn lines_of(starts: &[usize], bytes: &Range<usize>) -> (usize, usize) {
    let line = |byte: usize| starts.partition_point(|start| *start <= byte);
    let last = bytes.end.saturating_sub(1).max(bytes.start);
    (line(bytes.start), line(last))
}

impl Depends {
    pub(super) fn new(path: &Path, text: String) -> Self {
        let lines = line_starts(&text);
        Self {
            file: File::new(path, text),
            is_rust: path.extension().is_some_and(|extension| extension == "rs"),
            lines,
        }
    }

    /// The lines that a finding depends on.
    pub(super) fn lines(&self, finding: &Finding, unit: Option<&Unit>) -> Vec<(usize, usize)> {
        let mut bytes = finding.depends.clone();
        bytes.push(finding.bytes.clone());
        if self.is_rust {
            let default = Policy::default();
            let policy = unit.map_or(&default, |unit| &unit.policy);
            self.in_source(finding, policy, &mut bytes);
        }
        bytes
            .iter()
            .map(|bytes| lines_of(&self.lines, bytes))
            .collect()
    }

    fn in_source(&self, finding: &Finding, policy: &Policy, bytes: &mut Vec<Range<usize>>) {
        let file = &self.file;
        let reach = finding.rule.reach;
        let at = file.token_at(finding.bytes.start);
        if let Some(function) = self.headed(at) {
            bytes.push(file.bytes_of(&head(file, function)));
            if reach == Reach::Function {
                bytes.push(file.bytes_of(&function.whole(file)));
            }
            return;
        }
        let statement = statement(file, at);
        bytes.push(file.bytes_of(&statement));
        let Some(function) = file.function_at(at) else {
            return;
        };
        // Whether a span is entered or code polled, the signature says, and whatever else runs in between.
        if reach >= Reach::Head {
            bytes.push(file.bytes_of(&head(file, function)));
            let mut contexts = file.contexts().iter();
            let around = contexts.rfind(|context| context.body.contains(&at));
            if let Some(open) = around.and_then(|context| context.body.start.checked_sub(1)) {
                bytes.push(file.bytes_of(&self::statement(file, open)));
            }
        }
        if reach == Reach::Scope && file.is_word(statement.start, "let") {
            bytes.push(file.bytes_of(&(statement.start..block_end(file, statement.end))));
        }
        if reach == Reach::Function {
            bytes.push(file.bytes_of(&function.whole(file)));
        }
        let flow = Flow::new(file, policy, Some(function));
        let names = match reach {
            // What is at fault is a name, or holds one.
            Reach::Value => names_in(file, &self.tokens(&finding.bytes), &finding.bytes),
            _ => names_in(file, &statement, &file.bytes_of(&statement)),
        };
        for step in flow.steps(names, at) {
            let first = file.token_at(step.start);
            bytes.push(step);
            if function
                .body
                .as_ref()
                .is_some_and(|body| body.contains(&first))
            {
                bytes.push(file.bytes_of(&self::statement(file, first)));
            }
        }
    }

    fn tokens(&self, bytes: &Range<usize>) -> Tokens {
        let first = self.file.token_at(bytes.start);
        let last = self.file.token_at(bytes.end.saturating_sub(1));
        first..last.saturating_add(1).min(self.file.len()).max(first)
    }

    /// The function in whose attributes or signature a token stands.
    fn headed(&self, at: u32) -> Option<&Function> {
        let functions = self.file.functions();
        let behind = functions.partition_point(|function| function.keyword <= at);
        let of = |index: usize| {
            functions.get(index).filter(|function| {
                let head = head(&self.file, function);
                head.contains(&at)
            })
        };
        of(behind).or_else(|| of(behind.checked_sub(1)?))
    }
}

/// From a function's first attribute to its body.
fn head(file: &File, function: &Function) -> Tokens {
    let end = match &function.body {
        Some(body) => body.start,
        None => function.whole(file).end,
    };
    function.start..end.max(function.start)
}

/// The names in some tokens, as far as they stand in some bytes: identifiers, and what format strings capture.
pub(super) fn names_in(file: &File, tokens: &Tokens, bytes: &Range<usize>) -> Vec<String> {
    let mut names = Vec::new();
    for at in tokens.clone() {
        match file.token(at).kind {
            TokenKind::Ident => names.push(file.word(at).to_owned()),
            TokenKind::Str => {
                names.extend(captured(file, at, bytes).iter().map(ToString::to_string));
            }
            _ => {}
        }
    }
    names
}

/// The statement that a token stands in, brackets around it left behind, what stands in its own braces with it.
fn statement(file: &File, at: u32) -> Tokens {
    let mut start = at;
    let floor = at.saturating_sub(LONGEST);
    while start > floor {
        let before = start - 1;
        let token = file.token(before);
        if matches!(token.byte, b';' | b'{' | b'}') {
            break;
        }
        start = match token.kind {
            TokenKind::Close => file.mate(before).min(before),
            _ => before,
        };
    }
    let mut end = at;
    let ceiling = at.saturating_add(LONGEST).min(file.len());
    while end < ceiling {
        let token = file.token(end);
        if matches!(token.byte, b';' | b'}') && token.kind != TokenKind::Open {
            break;
        }
        if file.is(end, b'{') {
            break;
        }
        end = crate::source::next(file, end);
    }
    start..end.min(file.len()).max(start + 1)
}

/// The closing brace of the block around a token.
fn block_end(file: &File, at: u32) -> u32 {
    let mut end = at;
    while end < file.len() && !file.is(end, b'}') {
        end = crate::source::next(file, end);
    }
    end.min(file.len())
}
