//! What is wrong with an annotation, and the attribute that mends it.

use proc_macro2::Span;

use super::words;

/// One refusal: the smallest token at fault, what is wrong, and the way out.
#[derive(Clone, Debug)]
pub struct Fault {
    /// The smallest token at fault.
    pub span: Span,
    /// Names the thing and says why, in a few words; lower-case, no full stop.
    pub message: String,
    /// The way out: `write #[scorer_span(skip(pool))]`.
    pub help: Option<String>,
    /// Other ways out, one a line.
    pub notes: Vec<String>,
    /// What the shown attribute must change because of this fault.
    pub(super) edit: Edit,
}

/// A change to the attribute that mends a fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Edit {
    /// The attribute, as it was understood, is right already: a typo was read as meant, a repetition dropped.
    AsUnderstood,
    /// No attribute mends it.
    None,
    /// Skip the argument, as the draft does with every unfit one.
    Skip,
    /// Write a `skip` entry otherwise, by its place.
    SetSkip(usize, String),
    /// Leave a `skip` entry out, by its place.
    DropSkip(usize),
    /// Write an `include` entry otherwise, by its place.
    SetInclude(usize, String),
    /// Leave an `include` entry out, by its place.
    DropInclude(usize),
    /// List an argument in place of the field of this place.
    Include(usize, String),
    /// Leave a field out, by its place.
    DropField(usize),
    /// Write a field otherwise, by its place.
    SetField(usize, String),
    /// Leave `ret` out.
    DropRet,
    /// Leave `err` out.
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

    /// A syntax error of syn's, in the same form.
    pub(super) fn syntax(error: &syn::Error) -> Self {
        Self::new(error.span(), error.to_string(), Edit::AsUnderstood)
    }

    /// Message, notes and help as one text: what the compiler prints.
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
