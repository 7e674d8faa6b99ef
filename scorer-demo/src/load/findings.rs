//! What a table of percentiles tells, computed from what was recorded: the plan's four success metrics, each with its answer.

use std::collections::{BTreeMap, HashSet};
use std::time::Duration;

use super::observed::{Observed, Statement, Step};

/// From how many steps a list is cut.
const LISTED: usize = 3;

/// The four success metrics, answered.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// What the cold start waited for.
    pub cold_start: Option<ColdStart>,
    /// Which step makes the P95 of each route.
    pub routes: Vec<Route>,
    /// Which statements repeat.
    pub repeated: Vec<Repeated>,
    /// Which statements read a whole table.
    pub scans: Vec<Scan>,
    /// Which errors belong to which slow operation.
    pub errors: Vec<ErrorGroup>,
}

/// A part of some time.
#[derive(Clone, Debug, PartialEq)]
pub struct Share {
    /// The step whose own time it is.
    pub name: String,
    /// How long it took.
    pub took: Duration,
    /// Of what it is a part.
    pub of: Duration,
}

/// The start of the service, and the first request after it.
#[derive(Clone, Debug)]
pub struct ColdStart {
    /// How long the start took.
    pub took: Duration,
    /// What it waited for, the longest first.
    pub waited: Vec<Share>,
    /// The first request, where there were later ones of its route.
    pub first: Option<First>,
}

/// The first request beside those after it.
#[derive(Clone, Debug)]
pub struct First {
    /// Its route.
    pub route: String,
    /// How long it took.
    pub took: Duration,
    /// Half of the later ones took no longer.
    pub later: Duration,
    /// The step that took longer by most than its median in the later ones, and by how much.
    pub more: Option<(String, Duration)>,
}

/// Two percentiles.
#[derive(Clone, Copy, Debug)]
pub struct Quantiles {
    /// Half took no longer.
    pub p50: Duration,
    /// 95 of 100 took no longer.
    pub p95: Duration,
}

/// A route's P95, and what makes it.
#[derive(Clone, Debug)]
pub struct Route {
    /// Its name.
    pub name: String,
    /// How many requests.
    pub count: usize,
    /// As the table has them.
    pub quantiles: Quantiles,
    /// How many of them are the slowest 5 %.
    pub slow: usize,
    /// The step in which those spent most time.
    pub step: Share,
    /// The step in which all others spent most time.
    pub usual: Option<Share>,
}

/// A statement that ran again and again within one step.
#[derive(Clone, Debug, PartialEq)]
pub struct Repeated {
    /// Its name.
    pub statement: String,
    /// The step's.
    pub within: String,
    /// In how many requests.
    pub requests: usize,
    /// How often in one of them, at most.
    pub most: u32,
    /// How long in all of them.
    pub took: Duration,
    /// How long these requests took in all.
    pub of: Duration,
    /// The trace in which it ran most often.
    pub trace: String,
}

/// A statement for which the database reads every row of a table.
#[derive(Clone, Debug)]
pub struct Scan {
    /// The statement.
    pub statement: Statement,
    /// The database's own words.
    pub plan: String,
}

/// Requests that ended alike.
#[derive(Clone, Debug)]
pub struct ErrorGroup {
    /// The error, in its own words.
    pub error: String,
    /// Whose error it is.
    pub blame: Blame,
    /// The step in which they spent most of their time, on the whole.
    pub slowest: Share,
    /// How many of them are among the slow ones of their route.
    pub slow: usize,
    /// Their traces.
    pub traces: Vec<String>,
}

/// Whose an error is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Blame {
    /// The service's.
    Service,
    /// Nobody's: the client went away.
    Abandoned,
    /// The caller's.
    Caller,
}

/// Reads the findings out of what was recorded.
pub fn find(
    start: Option<&Observed>,
    requests: &[Observed],
    quantiles: &BTreeMap<String, Quantiles>,
    scans: Vec<Scan>,
) -> Findings {
    Findings {
        cold_start: start.map(|start| ColdStart {
            took: start.root.took,
            waited: shares([&start.root]),
            first: first(requests),
        }),
        routes: routes(requests, quantiles),
        repeated: repeated(requests),
        scans,
        errors: errors(requests),
    }
}

/// The own times of all steps by name, the longest first.
fn shares<'a>(roots: impl IntoIterator<Item = &'a Step>) -> Vec<Share> {
    let mut of = Duration::ZERO;
    let mut own: BTreeMap<&str, Duration> = BTreeMap::new();
    for root in roots {
        of += root.took;
        for step in root.all() {
            *own.entry(&step.name).or_default() += step.own();
        }
    }
    let mut shares: Vec<Share> = own
        .into_iter()
        .map(|(name, took)| Share {
            name: name.to_owned(),
            took,
            of,
        })
        .collect();
    // By name where they took the same, so that it does not depend on chance.
    shares.sort_by(|a, b| b.took.cmp(&a.took).then_with(|| a.name.cmp(&b.name)));
    shares.truncate(LISTED);
    shares
}

fn longest<'a>(roots: impl IntoIterator<Item = &'a Step>) -> Option<Share> {
    shares(roots).into_iter().next()
}

fn first(requests: &[Observed]) -> Option<First> {
    let (first, later) = requests.split_first()?;
    let alike = |it: &&Observed| it.root.name == first.root.name;
    let later: Vec<&Step> = later.iter().filter(alike).map(|it| &it.root).collect();
    let times = |of: &dyn Fn(&Step) -> Option<Duration>| {
        let mut times: Vec<Duration> = later.iter().filter_map(|it| of(it)).collect();
        times.sort_unstable();
        times.get(times.len() / 2).copied()
    };
    let mut more: Vec<(String, Duration)> = Vec::new();
    for share in shares_of(&first.root) {
        let usual = times(&|root| {
            let own = shares_of(root).into_iter().find(|it| it.0 == share.0);
            own.map(|it| it.1)
        });
        let over = share.1.saturating_sub(usual.unwrap_or_default());
        more.push((share.0, over));
    }
    more.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    Some(First {
        route: first.root.name.clone(),
        took: first.root.took,
        later: times(&|root| Some(root.took))?,
        more: more.into_iter().next().filter(|it| !it.1.is_zero()),
    })
}

/// The own time of each step of one request, by name.
fn shares_of(root: &Step) -> Vec<(String, Duration)> {
    let mut own: BTreeMap<&str, Duration> = BTreeMap::new();
    for step in root.all() {
        *own.entry(&step.name).or_default() += step.own();
    }
    own.into_iter()
        .map(|(name, it)| (name.to_owned(), it))
        .collect()
}

/// The traces of the slowest 5 % of each route, of one request at least.
fn slowest(requests: &[Observed]) -> HashSet<&str> {
    let mut by_route: BTreeMap<&str, Vec<&Observed>> = BTreeMap::new();
    for request in requests {
        let route = by_route.entry(&request.root.name).or_default();
        route.push(request);
    }
    let mut slowest = HashSet::new();
    for mut route in by_route.into_values() {
        // By trace where they took the same, so that there are no more than that.
        route.sort_by(|a, b| {
            let by_time = b.root.took.cmp(&a.root.took);
            by_time.then_with(|| a.trace.cmp(&b.trace))
        });
        let count = route.len().div_ceil(20);
        slowest.extend(route.into_iter().take(count).map(|it| it.trace.as_str()));
    }
    slowest
}

fn routes(requests: &[Observed], quantiles: &BTreeMap<String, Quantiles>) -> Vec<Route> {
    let slowest = slowest(requests);
    let mut by_route: BTreeMap<&str, Vec<&Observed>> = BTreeMap::new();
    for request in requests {
        let route = by_route.entry(&request.root.name).or_default();
        route.push(request);
    }
    let mut routes: Vec<Route> = by_route
        .into_iter()
        .filter_map(|(name, route)| {
            let of_route = *quantiles.get(name)?;
            let (slow, others): (Vec<&Observed>, Vec<&Observed>) = route
                .iter()
                .partition(|it| slowest.contains(it.trace.as_str()));
            Some(Route {
                name: name.to_owned(),
                count: route.len(),
                quantiles: of_route,
                slow: slow.len(),
                step: longest(slow.into_iter().map(|it| &it.root))?,
                usual: longest(others.into_iter().map(|it| &it.root)),
            })
        })
        .collect();
    routes.sort_by(|a, b| {
        let by_time = b.quantiles.p95.cmp(&a.quantiles.p95);
        by_time.then_with(|| a.name.cmp(&b.name))
    });
    routes
}

fn repeated(requests: &[Observed]) -> Vec<Repeated> {
    let mut all: BTreeMap<(String, String), Repeated> = BTreeMap::new();
    for request in requests {
        for within in request.root.all() {
            for step in within.children.iter().filter(|it| it.times > 1) {
                let key = (step.name.clone(), within.name.clone());
                let known = all.entry(key).or_insert_with(|| Repeated {
                    statement: step.name.clone(),
                    within: within.name.clone(),
                    requests: 0,
                    most: 0,
                    took: Duration::ZERO,
                    of: Duration::ZERO,
                    trace: String::new(),
                });
                known.requests += 1;
                known.took += step.took;
                known.of += request.root.took;
                if step.times > known.most {
                    known.most = step.times;
                    known.trace.clone_from(&request.trace);
                }
            }
        }
    }
    let mut all: Vec<Repeated> = all.into_values().collect();
    all.sort_by_key(|it| std::cmp::Reverse(it.took));
    all
}

/// What went wrong in a request, if anything did.
fn error_of(root: &Step) -> Option<(Blame, String)> {
    let all = root.all();
    // The innermost says it first; the others hand it on.
    let said = all.iter().rev().find_map(|it| it.said.first());
    let blame = if root.failed {
        Blame::Service
    } else if root.cancelled {
        Blame::Abandoned
    } else if said.is_some() {
        Blame::Caller
    } else {
        return None;
    };
    let error = match (said, blame) {
        (_, Blame::Abandoned) => "the client went away",
        (Some(said), _) => said,
        (None, _) => "an error that no span says",
    };
    Some((blame, error.to_owned()))
}

fn errors(requests: &[Observed]) -> Vec<ErrorGroup> {
    let slowest = slowest(requests);
    let mut groups: BTreeMap<(Blame, String), Vec<&Observed>> = BTreeMap::new();
    for request in requests {
        if let Some(key) = error_of(&request.root) {
            groups.entry(key).or_default().push(request);
        }
    }
    let mut groups: Vec<ErrorGroup> = groups
        .into_iter()
        .filter_map(|((blame, error), mut requests)| {
            // The slowest first: those are the traces to look at.
            requests.sort_by_key(|it| std::cmp::Reverse(it.root.took));
            let slow = requests
                .iter()
                .filter(|it| slowest.contains(it.trace.as_str()));
            Some(ErrorGroup {
                error,
                blame,
                slowest: longest(requests.iter().map(|it| &it.root))?,
                slow: slow.count(),
                traces: requests.iter().map(|it| it.trace.clone()).collect(),
            })
        })
        .collect();
    groups.sort_by(|a, b| a.blame.cmp(&b.blame).then_with(|| b.slow.cmp(&a.slow)));
    groups
}

#[cfg(test)]
mod tests;
