//! Removes secrets and personal data from text before it is written.
//!
//! A value is replaced by `[redacted:<class>]` if it follows a name that the policy refuses, or if it has the shape of
//! a secret. The rest of the text stays as it is.
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

mod account;
mod address;
mod block;
mod bounds;
mod call;
mod card;
mod code;
mod database;
mod diagnostic;
mod directive;
mod display;
mod echo;
mod findings;
#[cfg(feature = "fingerprint")]
mod fingerprint;
mod form;
mod global;
mod group;
#[doc(hidden)]
pub mod hash;
mod heads;
mod host;
mod iban;
mod instead;
#[cfg(feature = "json")]
mod json;
mod mail;
mod markup;
mod mask;
mod message;
mod name;
mod named;
mod names;
mod option;
mod pair;
mod person;
mod phrase;
mod places;
mod protocol;
mod random;
mod redis;
mod refusal;
mod scan;
mod secrets;
mod sentence;
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

/// The limit on the length of a string, in bytes, unless another one is set with [`Redactor::with_limit`].
pub const DEFAULT_LIMIT: usize = 1024;

/// The environment variable with the key of `fingerprint`.
pub const FINGERPRINT_KEY: &str = "TELEMETRY_FINGERPRINT_KEY";

/// The length of the shortest key that `fingerprint` accepts, in bytes.
pub const SHORTEST_FINGERPRINT_KEY: usize = 16;

/// The smallest limit. A marker has to fit into it.
const LEAST_LIMIT: usize = 64;

/// Why a value was replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Cause {
    /// The policy refuses the name that the value was recorded under, or the name before it in a text.
    Name,
    /// The value has the shape of a secret.
    Shape,
}

impl Cause {
    /// Returns the word that is used in counts.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Shape => "shape",
        }
    }
}

/// Replaces secrets and personal data in text by `[redacted:<class>]`, and cuts long strings.
///
/// A value is replaced if it has the shape of a secret: a JWT, bearer or basic credentials, a URL or connection string
/// with a password, a private key, an AWS key, an e-mail address, or the number of a payment card. It is also replaced
/// if it follows a refused name: `password=..`, `"api_key": ".."`, `Login { token: ".." }`.
///
/// It is cheap to clone; clones share their cache of names.
#[derive(Clone)]
pub struct Redactor(Arc<Inner>);

struct Inner {
    names: Names,
    limit: usize,
    is_off: bool,
}

impl Redactor {
    /// Creates a redactor that follows this policy, including the team's words.
    pub fn new(policy: Policy) -> Self {
        Self::with_limit(policy, DEFAULT_LIMIT)
    }

    /// Creates a redactor with another limit on the length of strings, in bytes. The minimum is 64, the default is
    /// [`DEFAULT_LIMIT`].
    pub fn with_limit(policy: Policy, limit: usize) -> Self {
        Self(Arc::new(Inner {
            names: Names::new(policy),
            limit: limit.max(LEAST_LIMIT),
            is_off: false,
        }))
    }

    /// Creates a redactor that replaces nothing, so that the benchmark has something to compare with.
    #[cfg(feature = "__unredacted")]
    #[doc(hidden)]
    pub fn none(limit: usize) -> Self {
        Self(Arc::new(Inner {
            names: Names::new(Policy::default()),
            limit,
            is_off: true,
        }))
    }

    /// Redacts free text, such as a message, an error or a statement. It replaces what it finds, keeps the rest, and
    /// cuts the text at the limit.
    pub fn text<'a>(&self, text: &'a str) -> Cow<'a, str> {
        self.text_with(text, |_, _| {})
    }

    /// Does the same as [`text`](Self::text), and calls `replaced` for each value with its class and how it was found.
    pub fn text_with<'a>(&self, text: &'a str, replaced: impl FnMut(Class, Cause)) -> Cow<'a, str> {
        text::redacted(&self.0, text, self.0.limit, replaced)
    }

    /// Redacts a text of any length, without cutting it.
    pub fn whole<'a>(&self, text: &'a str) -> Cow<'a, str> {
        text::redacted(&self.0, text, usize::MAX, |_, _| {})
    }

    /// Returns why values under this name are replaced, or `None` if they may be written.
    pub fn name(&self, name: &str) -> Option<Refused> {
        self.0.names.of(name)
    }

    /// Returns the text of a named value: its [`marker`] if the name is refused, and its redacted text otherwise.
    pub fn value<'a>(&self, name: &str, text: &'a str) -> Cow<'a, str> {
        match self.name(name) {
            Some(refused) => Cow::Borrowed(marker(refused.class)),
            None => self.text(text),
        }
    }

    /// Returns the class of an integer whose digits have the shape of a secret, such as the number of a payment card.
    pub fn integer(&self, magnitude: u128) -> Option<Class> {
        card::is_card_number(magnitude).then_some(card::CLASS)
    }

    /// Returns how many bytes of a text are read at most. Whatever follows them is not written.
    pub fn read_at_most(&self) -> usize {
        text::read_at_most(&self.0)
    }

    /// Returns the limit on the length of strings, in bytes.
    pub fn limit(&self) -> usize {
        self.0.limit
    }

    /// Always false outside the benchmark.
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
