//! One name or one written type, asked of the policy.

use std::borrow::Cow;

use proc_macro2::TokenStream;
use scorer_instrument_policy::syntax::{depth, types};
use scorer_instrument_policy::{Policy, TypeVerdict, Verdict};

/// What a line holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    Name,
    Type,
}

/// A verdict as its columns.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) refused: bool,
    pub(crate) class: &'static str,
    pub(crate) reason: Cow<'static, str>,
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

impl Subject {
    pub(crate) fn judge(self, policy: &Policy, written: &str) -> Answer {
        match self {
            Self::Name => name(policy, written),
            Self::Type => ty(policy, written),
        }
    }
}

fn name(policy: &Policy, written: &str) -> Answer {
    match policy.name(written) {
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
    let tokens: TokenStream = written.parse().map_err(|_| "no Rust tokens".to_owned())?;
    if depth::too_deep(&tokens).is_some() {
        return Err("nested too deep".to_owned());
    }
    syn::parse2(tokens).map_err(|error| error.to_string())
}
