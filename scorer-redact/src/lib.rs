//! Takes secrets and personal data out of text before it is written.
//!
//! A value is replaced by `[redacted:<class>]` when a name that the policy refuses stands before it, or when it has the
//! shape of a secret. The rest of the text stays as it is.
//!
//! ```
//! use scorer_instrument_policy::Policy;
//! use scorer_redact::Redactor;
//!
//! let redactor = Redactor::new(Policy::default());
//! assert_eq!(
//!     redactor.text("login failed: password=hunter2 for team=sample"),
//!     "login failed: password=[redacted:credential] for team=sample"
//! );
//! ```

mod block;
mod bounds;
mod call;
mod card;
mod code;
mod database;
mod diagnostic;
mod directive;
mod display;
#[cfg(feature = "fingerprint")]
mod fingerprint;
mod fold;
mod form;
mod global;
#[doc(hidden)]
pub mod hash;
mod host;
mod iban;
#[cfg(feature = "json")]
mod json;
mod mail;
mod markup;
mod mask;
mod name;
mod named;
mod names;
mod option;
mod pair;
mod phrase;
mod protocol;
mod redis;
mod scan;
mod secrets;
mod spoken;
mod stays;
mod subject;
#[cfg(feature = "subscriber")]
pub mod subscriber;
mod table;
mod text;
mod token;
mod told;
mod url;
mod value;
mod variant;
mod view;
mod wallet;
mod watch;
mod words;

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use scorer_instrument_policy::{Class, Policy};

pub use display::{Debugged, Redacted};
#[cfg(feature = "fingerprint")]
pub use fingerprint::{Fingerprint, fingerprint};
pub use global::{install, installed};
pub use names::Refused;
pub use text::{marker, marker_at};
pub use watch::{replaced, watched};

#[doc(hidden)]
pub use text::upto;

use names::Names;

/// The bound on a string, in bytes, unless another is set.
pub const DEFAULT_LIMIT: usize = 1024;

/// The variable that holds the key of `fingerprint`.
pub const FINGERPRINT_KEY: &str = "TELEMETRY_FINGERPRINT_KEY";

/// The shortest key that it uses, in bytes.
pub const SHORTEST_FINGERPRINT_KEY: usize = 16;

/// The least bound: a marker has to fit.
const LEAST_LIMIT: usize = 64;

/// Why a value was replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Cause {
    /// The policy refuses the name that it was recorded under, or that stands before it in a text.
    Name,
    /// The value has the shape of a secret.
    Shape,
}

impl Cause {
    /// The word used in counts.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Shape => "shape",
        }
    }
}

/// Replaces secrets and personal data in text by `[redacted:<class>]`, and cuts long strings.
///
/// A value is replaced when it has the shape of a secret: a JWT, bearer or basic credentials, a URL or connection
/// string with a password, a private key, an AWS key, an e-mail address, a payment card's number. A refused name that
/// is followed by a value counts too: `password=..`, `"api_key": ".."`, `Login { token: ".." }`.
///
/// Cheap to clone; clones share what they know of names.
#[derive(Clone)]
pub struct Redactor(Arc<Inner>);

struct Inner {
    names: Names,
    limit: usize,
    is_off: bool,
}

impl Redactor {
    /// A redactor that asks this policy, the team's words included.
    pub fn new(policy: Policy) -> Self {
        Self::with_limit(policy, DEFAULT_LIMIT)
    }

    /// The same with another bound on strings, in bytes; at least 64.
    pub fn with_limit(policy: Policy, limit: usize) -> Self {
        Self(Arc::new(Inner {
            names: Names::new(policy),
            limit: limit.max(LEAST_LIMIT),
            is_off: false,
        }))
    }

    /// One that replaces nothing: what the bench compares with.
    #[cfg(feature = "__unredacted")]
    #[doc(hidden)]
    pub fn none(limit: usize) -> Self {
        Self(Arc::new(Inner {
            names: Names::new(Policy::default()),
            limit,
            is_off: true,
        }))
    }

    /// Free text: a message, an error, a statement. What is found in it is replaced, and the rest is kept.
    pub fn text<'a>(&self, text: &'a str) -> Cow<'a, str> {
        self.text_with(text, |_, _| {})
    }

    /// The same, and says of each value that was replaced what it was and how it was found.
    pub fn text_with<'a>(&self, text: &'a str, replaced: impl FnMut(Class, Cause)) -> Cow<'a, str> {
        text::redacted(&self.0, text, self.0.limit, replaced)
    }

    /// The same of a text of any length, without a bound on what is written.
    pub fn whole<'a>(&self, text: &'a str) -> Cow<'a, str> {
        text::redacted(&self.0, text, usize::MAX, |_, _| {})
    }

    /// Why the values of this name are replaced; `None` when they may stay.
    pub fn name(&self, name: &str) -> Option<Refused> {
        self.0.names.of(name)
    }

    /// The text of a named value: [`marker`] in its place when its name is refused, and its redacted text otherwise.
    pub fn value<'a>(&self, name: &str, text: &'a str) -> Cow<'a, str> {
        match self.name(name) {
            Some(refused) => Cow::Borrowed(marker(refused.class)),
            None => self.text(text),
        }
    }

    /// What an integer is, when its digits have the shape of a secret: a payment card's number.
    pub fn integer(&self, magnitude: u128) -> Option<Class> {
        card::is_card_number(magnitude).then_some(card::CLASS)
    }

    /// How many bytes of a text are read at most: what stands behind them is not written, whatever it is.
    pub fn read_at_most(&self) -> usize {
        text::read_at_most(&self.0)
    }

    /// The bound on strings, in bytes.
    pub fn limit(&self) -> usize {
        self.0.limit
    }

    /// Always false outside the bench.
    #[doc(hidden)]
    #[inline]
    pub fn is_off(&self) -> bool {
        self.0.is_off()
    }
}

impl fmt::Debug for Redactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redactor")
            .field("limit", &self.0.limit)
            .finish_non_exhaustive()
    }
}

impl Inner {
    #[inline]
    fn is_off(&self) -> bool {
        cfg!(feature = "__unredacted") && self.is_off
    }
}
