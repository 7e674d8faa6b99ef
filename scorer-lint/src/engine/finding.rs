//! What a rule says: where, what, and what to write instead.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use crate::engine::asked::{Ask, Asked};
use crate::engine::dropped::Dropped;
use crate::engine::message::Message;
use crate::rule::{Level, Rule};
use crate::source::Place;

/// One finding.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// Its level, as settings make it.
    pub level: Level,
    /// The file, as the user named it.
    pub path: Arc<PathBuf>,
    /// The bytes at fault.
    pub bytes: Range<usize>,
    /// Where they begin.
    pub start: Place,
    /// Where they end: the place behind the last character.
    pub end: Place,
    /// Names the thing and says why; lower-case, no full stop. Never quotes a secret's value.
    pub message: Message,
    /// The names that the message quotes of a file that is no Rust source, by which a baseline knows the finding there.
    pub names: Vec<String>,
    /// More of the why, one a line.
    pub notes: Vec<Message>,
    /// The code to write.
    pub help: Option<Message>,
    /// The same as edits of the file.
    pub fix: Option<Fix>,
    /// What it asks of the attribute that opens its function's span: the help and the fix answer all findings on it.
    pub asked: Option<Asked>,
    /// Where a finding of group records-too-much takes this one's place.
    pub yields_in: Option<Range<usize>>,
    /// The level that it does not go beyond, whatever settings say of its rule.
    pub at_most: Level,
    /// What becomes of it where its place does not run for each request.
    pub seldom: Option<Seldom>,
    /// The functions that are called with a closure in which it stands: one that runs its closure on a thread of its own makes
    /// it none.
    pub handed_to: Vec<String>,
    /// What else of its file makes it a finding, beyond what is around it.
    pub depends: Vec<Range<usize>>,
    /// What of other files does.
    pub elsewhere: Vec<Elsewhere>,
}

/// What becomes of a finding whose place does not run for each request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seldom {
    /// None in a command: what it says is true of what serves.
    FitInCommand,
    /// None in a command, nor in what `main` does once.
    FitOnce,
}

/// Something of another file that makes a finding one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Elsewhere {
    /// What a type of the package shows: its name, and the member, `login.secret` for one of a member's type.
    Type(String, String),
    /// A place where this word is written: a function's name in a router.
    Word(String),
    /// A file as a whole.
    File(PathBuf),
}

/// Edits that mend a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What to replace, by place; the ranges do not overlap.
    pub edits: Vec<Edit>,
    /// Whether the program is known to mean the same afterwards, what is recorded aside.
    pub safe: bool,
    /// What the package's Cargo.toml must name for the edits to compile.
    pub dependencies: Vec<Dependency>,
    /// What is no longer recorded afterwards, each by itself.
    pub drops: Vec<Dropped>,
    /// What of it is safe, where the whole is not.
    pub part: Option<Box<Self>>,
}

impl Fix {
    /// What of it is made: all where it is safe or what is unsafe is wanted too, else its safe part.
    pub fn made(&self, unsafe_too: bool) -> Option<&Self> {
        if self.safe || unsafe_too {
            Some(self)
        } else {
            self.part.as_deref()
        }
    }
}

/// A crate of this project that fixed code names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Dependency {
    /// The package: `scorer-instrument`.
    pub package: &'static str,
    /// The feature that is used of it.
    pub feature: Option<&'static str>,
}

/// One replacement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The bytes to replace.
    pub bytes: Range<usize>,
    /// What to put there.
    pub text: String,
}

impl Finding {
    /// A finding without help; its level and its place in lines are filled in when it is reported.
    pub fn new(
        rule: &'static Rule,
        path: &Arc<PathBuf>,
        bytes: Range<usize>,
        message: impl Into<Message>,
    ) -> Self {
        let nowhere = Place { line: 1, column: 1 };
        Self {
            rule,
            level: rule.level,
            path: Arc::clone(path),
            bytes,
            start: nowhere,
            end: nowhere,
            message: message.into(),
            names: Vec::new(),
            notes: Vec::new(),
            help: None,
            fix: None,
            asked: None,
            yields_in: None,
            at_most: Level::Deny,
            seldom: None,
            handed_to: Vec::new(),
            depends: Vec::new(),
            elsewhere: Vec::new(),
        }
    }

    /// The same, known by these names where it stands in a file that is no Rust source.
    #[must_use]
    pub fn names<N: Into<String>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        self.names = names.into_iter().map(Into::into).collect();
        self
    }

    /// The same with the code to write.
    #[must_use]
    pub fn help(mut self, help: impl Into<Message>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same with more of the why.
    #[must_use]
    pub fn note(mut self, note: impl Into<Message>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// The same, silent where a finding of group records-too-much stands in these bytes.
    #[must_use]
    pub fn yields_in(mut self, bytes: Range<usize>) -> Self {
        self.yields_in = Some(bytes);
        self
    }

    /// The same at this level at most.
    #[must_use]
    pub fn at_most(mut self, level: Level) -> Self {
        self.at_most = level;
        self
    }

    /// The same, which is less or nothing where its place does not run for each request.
    #[must_use]
    pub fn seldom(mut self, seldom: Seldom) -> Self {
        self.seldom = Some(seldom);
        self
    }

    /// The same, in a closure that these functions are handed.
    #[must_use]
    pub fn handed_to(mut self, callees: Vec<String>) -> Self {
        self.handed_to = callees;
        self
    }

    /// The same, which something of another file makes a finding.
    #[must_use]
    pub fn elsewhere(mut self, elsewhere: Elsewhere) -> Self {
        self.elsewhere.push(elsewhere);
        self
    }

    /// The same with an edit that mends it.
    #[must_use]
    pub fn fix(mut self, bytes: Range<usize>, text: impl Into<String>, safe: bool) -> Self {
        let edit = Edit {
            bytes,
            text: text.into(),
        };
        match &mut self.fix {
            Some(fix) => {
                fix.edits.push(edit);
                fix.safe &= safe;
            }
            None => {
                self.fix = Some(Fix {
                    edits: vec![edit],
                    safe,
                    dependencies: Vec::new(),
                    drops: Vec::new(),
                    part: None,
                });
            }
        }
        self
    }

    /// The same, whose edits leave these unrecorded.
    #[must_use]
    pub fn drops(mut self, dropped: impl IntoIterator<Item = Dropped>) -> Self {
        if let Some(fix) = &mut self.fix {
            fix.drops.extend(dropped);
        }
        self
    }

    /// The same, which asks this of an attribute.
    #[must_use]
    pub fn asks(mut self, attribute: Range<usize>, asks: impl IntoIterator<Item = Ask>) -> Self {
        let asks = asks.into_iter().collect();
        self.asked = Some(Asked { attribute, asks });
        self
    }

    /// The same, whose edits need a crate.
    #[must_use]
    pub fn needs(mut self, package: &'static str, feature: Option<&'static str>) -> Self {
        if let Some(fix) = &mut self.fix {
            fix.dependencies.push(Dependency { package, feature });
        }
        self
    }
}
