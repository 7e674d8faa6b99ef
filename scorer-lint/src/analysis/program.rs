//! Who runs a function: the part of a program that serves, a command, or what `main` does before anything is served.
//!
//! Each file tells what its functions call; when the package is read, what `main` reaches by calls alone is start-up, and
//! what it reaches through an arm of its command line that serves nothing is a command. A handler is handed over by
//! name, not called, and so is neither.

mod arms;
mod graph;
mod reading;
mod told;

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use crate::package::manifest::Manifest;

use graph::Graph;
use told::{CallTold, Names, Told, name};

pub(crate) use reading::{WORDS, read};
pub(crate) use told::Calls;

/// The packages that answer requests or take messages.
pub(super) const SERVERS: &[&str] = &[
    "axum",
    "actix-web",
    "hyper",
    "tonic",
    "warp",
    "rocket",
    "poem",
    "salvo",
    "lambda_runtime",
    "lambda_http",
    "tide",
    "ntex",
    "tower-http",
    "rdkafka",
    "lapin",
    "async-nats",
];

/// Who runs what in a package, as far as its calls tell.
pub(crate) struct Program<'a> {
    told: &'a Calls,
    /// By path, each function's place in the list.
    by_path: HashMap<&'a PathBuf, Vec<usize>>,
    /// Those that `main` runs once, before or instead of serving.
    once: HashSet<usize>,
    /// Those whose choices by the command line are made once, so that an arm of them is a command.
    chooses: HashSet<usize>,
    /// Those that run in a command alone.
    commands: HashSet<usize>,
    /// Whether each arm reaches a server.
    serving_arms: HashSet<(usize, usize)>,
    /// Whether the package is a program that neither serves nor goes on for ever, nor could.
    is_all_command: bool,
}

impl<'a> Program<'a> {
    /// Reads what a package's files told.
    pub(crate) fn new(told: &'a Calls, manifest: Option<&Manifest>) -> Self {
        let package = manifest.and_then(|manifest| manifest.package.as_deref());
        let may_serve = manifest.is_none_or(|manifest| {
            !manifest.lists_dependencies
                || manifest.depends_on_any(|package| SERVERS.contains(&package))
        });
        let mut by_name: Names<Vec<usize>> = Names::default();
        let mut by_path: HashMap<&PathBuf, Vec<usize>> = HashMap::new();
        for (at, function) in told.functions.iter().enumerate() {
            by_name.entry(function.name).or_default().push(at);
            by_path.entry(&function.path).or_default().push(at);
        }
        let own = package.map(|package| name(&package.replace('-', "_")));
        let graph = Graph {
            told,
            by_name,
            own,
            library: name("lib"),
        };
        let edges: Vec<Vec<(usize, &CallTold)>> = (0..told.functions.len())
            .map(|at| graph.callees(at))
            .collect();
        let reaches = |from: Vec<usize>| {
            let mut seen: HashSet<usize> = HashSet::new();
            let mut work = from;
            while let Some(at) = work.pop() {
                if seen.insert(at) {
                    work.extend(edges[at].iter().map(|(callee, _)| *callee));
                }
            }
            seen
        };
        let serves_at = |at: &usize| {
            let function = &told.functions[*at];
            function.serves || function.arms.iter().any(|arm| arm.serves)
        };
        let subscribed = told.functions.iter().any(|function| function.subscribes);
        let lasts = |at: &usize| serves_at(at) || subscribed && told.functions[*at].loops;
        let mut serving_arms = HashSet::new();
        for (at, function) in told.functions.iter().enumerate() {
            for (number, arm) in function.arms.iter().enumerate() {
                let from = edges[at]
                    .iter()
                    .filter(|(_, call)| call.arm == Some(number))
                    .map(|(callee, _)| *callee)
                    .collect();
                let known = arm.ty.is_none_or(|ty| told.parsers.contains(&ty));
                let stays = |at: &usize| serves_at(at) || told.functions[*at].is_endless;
                if arm.serves || !known || reaches(from).iter().any(stays) {
                    serving_arms.insert((at, number));
                }
            }
        }
        let mut callers: HashMap<usize, Vec<(usize, &CallTold)>> = HashMap::new();
        for (caller, callees) in edges.iter().enumerate() {
            for (callee, call) in callees {
                if *callee != caller {
                    callers.entry(*callee).or_default().push((caller, call));
                }
            }
        }
        let mains: Vec<usize> = (0..told.functions.len())
            .filter(|at| told.functions[*at].is_main)
            .collect();
        let once = closure(&mains, &callers, |caller, call| {
            !call.spawned && !told.functions[caller].loops
        });
        let idle: Vec<usize> = mains
            .iter()
            .copied()
            .filter(|main| !reaches(vec![*main]).iter().any(lasts))
            .collect();
        // Where something else calls a function again and again, its choices by the command line are no commands: they are settings.
        let chooses: HashSet<usize> = if mains.is_empty() {
            (0..told.functions.len()).collect()
        } else {
            once.clone()
        };
        let is_command_arm = |caller: usize, call: &CallTold| {
            call.arm.is_some_and(|arm| {
                chooses.contains(&caller) && !serving_arms.contains(&(caller, arm))
            })
        };
        let commands = commands(idle, &callers, &is_command_arm);
        let serves = (0..told.functions.len()).any(|at| lasts(&at));
        Self {
            told,
            by_path,
            once,
            commands,
            chooses,
            serving_arms,
            is_all_command: !mains.is_empty() && !serves && !may_serve,
        }
    }

    /// Whether a place runs in a command alone: nothing that it belongs to serves.
    pub(crate) fn is_command(&self, path: &PathBuf, byte: usize) -> bool {
        if self.is_all_command {
            return true;
        }
        let Some((at, function)) = self.at(path, byte) else {
            return false;
        };
        let arm = function
            .arms
            .iter()
            .rposition(|arm| arm.bytes.contains(&byte));
        self.commands.contains(&at)
            || arm.is_some_and(|arm| {
                self.chooses.contains(&at) && !self.serving_arms.contains(&(at, arm))
            })
    }

    /// Whether a place runs once: in a command, or before anything is served.
    pub(crate) fn runs_once(&self, path: &PathBuf, byte: usize) -> bool {
        self.at(path, byte).is_some_and(|(at, function)| {
            let is_before = function.loops_from.is_none_or(|from| byte < from);
            self.commands.contains(&at) || self.once.contains(&at) && is_before
        }) || self.is_command(path, byte)
    }

    /// Whether a function of this name hands its closure to a thread that may be blocked.
    pub(crate) fn runs_on_a_thread(&self, callee: &str) -> bool {
        self.told.wrappers.contains(&name(callee))
    }

    fn at(&self, path: &PathBuf, byte: usize) -> Option<(usize, &'a Told)> {
        let of_file = self.by_path.get(path)?;
        of_file
            .iter()
            .map(|at| (*at, &self.told.functions[*at]))
            .filter(|(_, function)| function.body.contains(&byte))
            .min_by_key(|(_, function)| function.body.len())
    }
}

/// These functions, and those that nothing calls but one of them or an arm of a command.
fn commands(
    idle: Vec<usize>,
    callers: &HashMap<usize, Vec<(usize, &CallTold)>>,
    is_command_arm: &dyn Fn(usize, &CallTold) -> bool,
) -> HashSet<usize> {
    let mut commands: HashSet<usize> = idle.into_iter().collect();
    loop {
        let before = commands.len();
        for (callee, of) in callers {
            let is_of_command = |(caller, call): &(usize, &CallTold)| {
                commands.contains(caller) || is_command_arm(*caller, call)
            };
            if of.iter().all(is_of_command) {
                commands.insert(*callee);
            }
        }
        if commands.len() == before {
            return commands;
        }
    }
}

/// What is called from these alone, by calls of which something holds, and by nothing else.
fn closure(
    roots: &[usize],
    callers: &HashMap<usize, Vec<(usize, &CallTold)>>,
    holds: impl Fn(usize, &CallTold) -> bool,
) -> HashSet<usize> {
    let mut found: HashSet<usize> = roots.iter().copied().collect();
    loop {
        let before = found.len();
        for (callee, of) in callers {
            if of
                .iter()
                .all(|(caller, call)| found.contains(caller) && holds(*caller, call))
            {
                found.insert(*callee);
            }
        }
        if found.len() == before {
            return found;
        }
    }
}
