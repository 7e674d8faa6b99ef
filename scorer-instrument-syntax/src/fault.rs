//! A mistake in an annotation, and the attribute that fixes it.

use proc_macro2::Span;

use super::words;

/// One fault: the smallest token that causes it, what is wrong, and how to fix it.
#[derive(Clone, Debug)]
pub struct Fault {
    /// The smallest token that causes the fault.
    pub span: Span,
    /// What is wrong and why, in a few words, in lower case and without a full stop.
    pub message: String,
    /// How to fix it: `write #[scorer_span(skip(pool))]`.
    pub help: Option<String>,
    /// Other ways to fix it, one per line.
    pub notes: Vec<String>,
    /// What the shown attribute must change because of this fault.
    pub(super) edit: Edit,
}

/// A change to the attribute that fixes a fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Edit {
    /// The attribute is already right as it was understood: a typo was read as intended, or a repetition was dropped.
    AsUnderstood,
    /// No attribute fixes it.
    None,
    /// Skip the argument, as the draft does with every argument that must not be recorded.
    Skip,
    /// Replace a `skip` entry, by its position.
    SetSkip(usize, String),
    /// Remove a `skip` entry, by its position.
    DropSkip(usize),
    /// Replace an `include` entry, by its position.
    SetInclude(usize, String),
    /// Remove an `include` entry, by its position.
    DropInclude(usize),
    /// List an argument instead of the field at this position.
    Include(usize, String),
    /// Remove a field, by its position.
    DropField(usize),
    /// Replace a field, by its position.
    SetField(usize, String),
    /// Remove `ret`.
    DropRet,
    /// Remove `err`.
    DropErr,
}

impl Fault {
    pub(super) fn new(span: Span, message: impl Into<String>, edit: Edit) -> Self {
        Self {
            span,
            message: words::sentence(message),
            help: None,
            notes: Vec::new(),
            edit,
        }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(words::sentence(help));
        self
    }

    pub(super) fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(words::sentence(note));
        self
    }

    /// Converts a syntax error of syn.
    pub(super) fn syntax(error: &syn::Error) -> Self {
        Self::new(error.span(), error.to_string(), Edit::AsUnderstood)
    }

    /// Returns the message, the notes and the help as one text, which the compiler prints.
    pub fn text(&self) -> String {
        let mut text = self.message.clone();
        for note in &self.notes {
            text.push_str("\nnote: ");
            text.push_str(note);
        }
        if let Some(help) = &self.help {
            text.push_str("\nhelp: ");
            text.push_str(help);
        }
        text
    }
}
