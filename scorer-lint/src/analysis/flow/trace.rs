//! The statements by which a value came: where each name was bound, from what, and what was written into it since.

use std::collections::HashSet;
use std::ops::Range;

use crate::source::{TokenKind, Tokens, captured};

use super::{Flow, Origin};

/// How many names are followed from one place.
const MOST: usize = 200;

impl Flow<'_> {
    /// The bytes of the bindings, the writes and the arguments that some names stand for at a place, and those that they came from.
    pub fn steps(&self, names: Vec<String>, at: u32) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut seen = HashSet::new();
        let mut work: Vec<(String, u32)> = names.into_iter().map(|name| (name, at)).collect();
        while let Some((name, at)) = work.pop() {
            if seen.len() > MOST {
                break;
            }
            let Some(index) = self.local(&name, at) else {
                let parameters = self.parameters().iter();
                found.extend(
                    parameters
                        .filter(|parameter| parameter.name == name)
                        .map(|parameter| parameter.bytes.clone()),
                );
                continue;
            };
            if !seen.insert(index) {
                continue;
            }
            let local = &self.locals()[index];
            found.push(self.file.bytes_of(&(local.name..local.name + 1)));
            if let Origin::Value(value) | Origin::Element(value) | Origin::Error(value) =
                &local.origin
            {
                found.push(self.file.bytes_of(value));
                work.extend(self.names_of(value));
            }
            for written in &self.bound().1 {
                if written.at < at
                    && self.file.word(written.name) == name
                    && self.local(&name, written.at) == Some(index)
                {
                    found.push(self.file.bytes_of(&(written.at..written.value.end)));
                    work.extend(self.names_of(&written.value));
                }
            }
        }
        found
    }

    /// The names that an expression reads, each with the place that it is read at.
    fn names_of(&self, tokens: &Tokens) -> Vec<(String, u32)> {
        let mut names = Vec::new();
        for at in tokens.clone() {
            let token = self.file.token(at);
            match token.kind {
                TokenKind::Ident => names.push((self.file.word(at).to_owned(), tokens.start)),
                TokenKind::Str => {
                    let bytes = token.start as usize..token.end as usize;
                    let captures = captured(self.file, at, &bytes);
                    names.extend(
                        captures
                            .iter()
                            .map(|name| ((*name).to_owned(), tokens.start)),
                    );
                }
                _ => {}
            }
        }
        names
    }
}
