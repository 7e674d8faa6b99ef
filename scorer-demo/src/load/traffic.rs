//! The requests of `load`: all kinds in a fixed order, each with a trace id of its own, so that two runs send the same.

use axum::http::Method;
use serde_json::{Value, json};

use crate::credentials::Credential;
use crate::generate::{
    COMMUNITY, FAR_AWAY, KEY_PREFIX, LONG_AGO, address, credential, derived, key_secret,
};

/// What a request is to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    /// The first one after the start.
    First,
    /// Three signed credentials.
    Good,
    /// A key whose stored hash is another.
    WrongKey,
    /// A key that nobody stored.
    UnknownKey,
    /// No key.
    NoKey,
    /// A credential whose words were changed after it was signed.
    Forged,
    /// A credential whose time is over.
    Expired,
    /// A credential for an account that another address claimed first.
    Clash,
    /// A body that ends in its middle.
    Malformed,
    /// A community that does not exist.
    UnknownCommunity,
    /// A query for each row of another.
    QueryInLoop,
    /// A statement that reads a whole table.
    SlowStatement,
    /// A handler with a bug.
    Panics,
    /// A pool whose connections are all in use, for a while.
    Waits,
    /// The same, for too long.
    TimesOut,
    /// A client that does not wait for the answer.
    Leaves,
}

/// Twenty requests as they come in, most of them good.
const ROUND: [Kind; 20] = [
    Kind::Good,
    Kind::SlowStatement,
    Kind::Good,
    Kind::Forged,
    Kind::QueryInLoop,
    Kind::Good,
    Kind::WrongKey,
    Kind::Expired,
    Kind::Good,
    Kind::Clash,
    Kind::SlowStatement,
    Kind::Good,
    Kind::Malformed,
    Kind::Good,
    Kind::UnknownKey,
    Kind::QueryInLoop,
    Kind::Good,
    Kind::NoKey,
    Kind::Good,
    Kind::UnknownCommunity,
];

/// One of so many rounds ends with a panic.
const ROUNDS_TO_A_PANIC: usize = 5;

/// How many people take turns.
const PEOPLE: usize = 40;

/// A request that will be sent.
#[derive(Clone, Debug)]
pub(crate) struct Planned {
    /// What it is to show.
    pub kind: Kind,
    /// Its trace, as 32 hexadecimal digits.
    pub trace: String,
    /// Its method.
    pub method: Method,
    /// Its path and query.
    pub path: String,
    /// Its API key, which is public sample material.
    pub key: Option<String>,
    /// Its body.
    pub body: String,
    /// Whether it says so, as part of the trace of its caller; without, the service decides of its trace.
    pub names_trace: bool,
}

impl Planned {
    /// Its trace as a header: its parent is the client, whose spans nobody records, and `01` is the client's word that
    /// the trace is sampled (<https://www.w3.org/TR/trace-context/#traceparent-header>).
    pub(crate) fn traceparent(&self) -> String {
        format!("00-{}-{}-01", self.trace, &self.trace[..16])
    }

    /// The same request of a caller that traces nothing.
    pub(crate) fn without_parent(self) -> Self {
        Self {
            names_trace: false,
            ..self
        }
    }
}

impl Kind {
    /// What is said of it above its tree.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::First => "The first request after the start",
            Self::Good => "A good request, the slowest of them",
            Self::WrongKey => "A wrong API key",
            Self::UnknownKey => "An unknown API key",
            Self::NoKey => "A request without an API key",
            Self::Forged => "A forged credential",
            Self::Expired => "An expired credential",
            Self::Clash => "A clash: another address claimed the account first",
            Self::Malformed => "A body that was cut",
            Self::UnknownCommunity => "A community that does not exist",
            Self::QueryInLoop => "A query in a loop (N+1)",
            Self::SlowStatement => "A slow statement",
            Self::Panics => "A panic",
            Self::Waits => "A pool that is too small: a wait for its connection",
            Self::TimesOut => "The same pool: no connection in time",
            Self::Leaves => "A client that went away",
        }
    }
}

/// So many requests, in the order in which they are sent.
pub(crate) fn plan(count: usize) -> Vec<Planned> {
    (0..count)
        .map(|index| {
            let round = index / ROUND.len();
            let kind = match index % ROUND.len() {
                13 if round.is_multiple_of(ROUNDS_TO_A_PANIC) => Kind::Panics,
                place => ROUND[place],
            };
            planned(kind, index)
        })
        .collect()
}

/// The request of a kind, by its number.
pub(crate) fn planned(kind: Kind, index: usize) -> Planned {
    let person = format!("load {}", index % PEOPLE);
    let right = format!("{KEY_PREFIX}.{}", key_secret());
    let community = if kind == Kind::UnknownCommunity {
        COMMUNITY + 1
    } else {
        COMMUNITY
    };
    let key = match kind {
        Kind::WrongKey => Some(format!("{KEY_PREFIX}.{}", "0".repeat(32))),
        Kind::UnknownKey => Some(format!("nobody.{}", "0".repeat(32))),
        Kind::NoKey => None,
        _ => Some(right),
    };
    let (method, path) = match kind {
        Kind::QueryInLoop => (
            Method::GET,
            format!("/v1/communities/{community}/leaderboard"),
        ),
        Kind::Panics => (
            Method::GET,
            format!("/v1/communities/{community}/leaderboard?page_size=0"),
        ),
        _ => (
            if kind == Kind::SlowStatement {
                Method::GET
            } else {
                Method::POST
            },
            format!("/v1/communities/{community}/scores/{}", address(&person)),
        ),
    };
    let mut body = if method == Method::POST {
        json!({ "credentials": credentials(kind, &person) }).to_string()
    } else {
        String::new()
    };
    if kind == Kind::Malformed {
        body.truncate(body.len() / 2);
    }
    Planned {
        kind,
        trace: hex::encode(&derived(&format!("trace of {kind:?} {index}"))[..16]),
        method,
        path,
        key,
        body,
        names_trace: true,
    }
}

fn credentials(kind: Kind, person: &str) -> Vec<Value> {
    let of = |provider: &str, account: &str, until| credential(provider, account, person, until);
    let mut all: Vec<Credential> = vec![
        of("github-account", person, FAR_AWAY),
        of("ens-name", person, FAR_AWAY),
        of("stake-large", person, FAR_AWAY),
    ];
    match kind {
        Kind::Forged => {
            let mut forged = of("stake-small", person, FAR_AWAY);
            "stake-large".clone_into(&mut forged.provider);
            all[2] = forged;
        }
        Kind::Expired => all[2] = of("stake-large", person, LONG_AGO),
        // It is erin's by the seed.
        Kind::Clash => all[0] = of("github-account", "erin", FAR_AWAY),
        _ => {}
    }
    all.into_iter().map(|it| json!(it)).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{Kind, plan};

    #[test]
    fn a_round_has_every_kind_and_each_request_its_own_trace() {
        let all = plan(100);
        let kinds: HashSet<Kind> = all[..20].iter().map(|it| it.kind).collect();
        // Without the four of the small pool, and the first.
        assert_eq!(kinds.len(), 12, "{kinds:?}");
        let traces: HashSet<&str> = all.iter().map(|it| &*it.trace).collect();
        assert_eq!(traces.len(), all.len());
        let panics = all.iter().filter(|it| it.kind == Kind::Panics);
        assert_eq!(panics.count(), 1);
    }
}
