//! The verdict on a name or a written type as a line of columns, which the commands' `names` and `types` print.

use std::borrow::Cow;
use std::fmt;

use proc_macro2::TokenStream;

use crate::{depth, types};
use scorer_instrument_policy::{Policy, TypeVerdict, Verdict};

/// The content of a line of input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The name of a field or an argument.
    Name,
    /// A type as written in a signature.
    Type,
}

/// A verdict, by column.
#[derive(Debug)]
pub struct Answer {
    /// Whether it is not safe to record.
    pub refused: bool,
    /// What it stands for.
    pub class: &'static str,
    /// Why.
    pub reason: Cow<'static, str>,
}

impl Answer {
    fn fit(class: &'static str, reason: impl Into<Cow<'static, str>>) -> Self {
        Self {
            refused: false,
            class,
            reason: reason.into(),
        }
    }

    fn refused(class: &'static str, reason: impl Into<Cow<'static, str>>) -> Self {
        Self {
            refused: true,
            class,
            reason: reason.into(),
        }
    }
}

/// `fit|refused`, the class and the reason, with tabs between.
impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = if self.refused { "refused" } else { "fit" };
        write!(f, "{verdict}\t{}\t{}", self.class, self.reason)
    }
}

impl Subject {
    /// Returns the verdict on what is written.
    pub fn judge(self, policy: &Policy, written: &str) -> Answer {
        match self {
            Self::Name => name(policy, written),
            Self::Type => ty(policy, written),
        }
    }

    /// Returns the answer to a line of input: what is written, and the columns of the verdict. Returns `None` for an
    /// empty line.
    ///
    /// # Errors
    ///
    /// Returns an error if the line is not UTF-8.
    pub fn line(self, policy: &Policy, line: &[u8]) -> Result<Option<String>, std::str::Utf8Error> {
        let written = std::str::from_utf8(line)?;
        let written = written.trim_start_matches('\u{feff}').trim();
        if written.is_empty() {
            return Ok(None);
        }
        let answer = self.judge(policy, written);
        // A tab within the name would begin the next column.
        Ok(Some(format!("{}\t{answer}", written.replace('\t', " "))))
    }
}

/// A name alone does not decide about text that could be anything: `key: u64` is recorded and `key: &str` is not.
const OF_A_VAGUE_NAME: &str = "fit for a number, a flag, an id or a time; text under this name could be anything, and is refused";

fn name(policy: &Policy, written: &str) -> Answer {
    match policy.name(written) {
        Verdict::Fit if policy.is_vague(written) => Answer::fit("none", OF_A_VAGUE_NAME),
        Verdict::Fit => Answer::fit("none", "fit"),
        Verdict::Refused(refusal) => Answer::refused(refusal.class.as_str(), refusal.reason),
    }
}

fn ty(policy: &Policy, written: &str) -> Answer {
    let ty = match parsed(written) {
        Ok(ty) => ty,
        Err(why) => return Answer::fit("unproven", format!("not a type: {why}")),
    };
    match types::judge(policy, &ty, &syn::Generics::default()) {
        TypeVerdict::Fit => Answer::fit("benign", "fit"),
        TypeVerdict::Unknown => {
            Answer::fit("unproven", "not known: rustc proves it through Recordable")
        }
        TypeVerdict::Refused { class, name } => {
            Answer::refused(class.as_str(), format!("{} (`{name}`)", class.noun()))
        }
    }
}

fn parsed(written: &str) -> Result<syn::Type, String> {
    let tokens: TokenStream = written.parse().map_err(|_| "not Rust tokens".to_owned())?;
    if depth::too_deep(&tokens).is_some() {
        return Err("nested too deeply".to_owned());
    }
    syn::parse2(tokens).map_err(|error| error.to_string())
}
