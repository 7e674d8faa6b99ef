//! Who runs a function: the part of a program that serves, a command, or what `main` does before anything is served.
//!
//! Each file tells what its functions call; when the package is read, what `main` reaches by calls alone is start-up, and
//! what it reaches through an arm of its command line that serves nothing is a command. A handler is handed over by
//! name, not called, and so is neither.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::path::PathBuf;
use std::sync::Arc;

use crate::analysis::code::Code;
use crate::package::manifest::Manifest;
use crate::source::path::path_start;
use crate::source::{File, Function, TokenKind, Tokens, chain_start, next, path_text, top_level};

/// The words that are looked for.
pub(crate) const WORDS: &[&[&str]] = &[
    PARSES,
    PARSERS,
    SERVES,
    SUBSCRIBES,
    HANDS_TO_THREADS,
    &["loop", "while", "spawn"],
];

/// What reads a command line.
const PARSES: &[&str] = &[
    "parse",
    "try_parse",
    "parse_from",
    "args",
    "args_os",
    "get_matches",
    "try_get_matches",
    "from_args",
];

/// What is derived for a command line's type, by the crates that do so.
const PARSERS: &[&str] = &[
    "Parser",
    "Subcommand",
    "Args",
    "StructOpt",
    "FromArgs",
    "Bpaf",
];

/// What answers requests or takes messages, by the libraries' own names.
const SERVES: &[&str] = &[
    "serve",
    "serve_connection",
    "serve_with_shutdown",
    "serve_with_incoming",
    "serve_with_incoming_shutdown",
    "HttpServer",
    "TcpListener",
    "UnixListener",
    "launch",
    "lambda_runtime",
    "lambda_http",
    "StreamConsumer",
    "basic_consume",
    "service_fn",
];

/// What sets a subscriber up, by the libraries' own names; a package's own function does so through one of these.
const SUBSCRIBES: &[&str] = &[
    "set_global_default",
    "tracing_subscriber",
    "telemetry",
    "env_logger",
    "simple_logger",
    "fern",
    "log4rs",
    "flexi_logger",
    "SubscriberInitExt",
];

/// What runs a closure on a thread that may be blocked.
const HANDS_TO_THREADS: &[&str] = &["spawn_blocking", "block_in_place", "asyncify", "unblock"];

/// The packages that answer requests or take messages.
const SERVERS: &[&str] = &[
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

/// A name, as a number: names are compared by the thousand and never shown.
type Name = u64;

fn name(text: &str) -> Name {
    let mut hasher = Fnv::default();
    hasher.write(text.as_bytes());
    hasher.finish()
}

/// FNV-1a.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xCBF2_9CE4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x100_0000_01B3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

type Names<T> = HashMap<Name, T, BuildHasherDefault<Fnv>>;

/// What a package's functions call.
#[derive(Default)]
pub(crate) struct Calls {
    functions: Vec<Told>,
    /// The types that a command line is read into.
    parsers: Vec<Name>,
    /// The functions that hand a closure of theirs to a thread that may be blocked.
    wrappers: Vec<Name>,
}

impl Calls {
    /// Adds what another file tells.
    pub(crate) fn extend(&mut self, other: Self) {
        self.functions.extend(other.functions);
        self.parsers.extend(other.parsers);
        self.wrappers.extend(other.wrappers);
    }
}

/// What one function calls.
struct Told {
    path: Arc<PathBuf>,
    /// Where its body stands, in bytes.
    body: std::ops::Range<usize>,
    name: Name,
    /// Its file's own name, or that of its folder: the module.
    module: Name,
    /// The type that it belongs to.
    owner: Option<Name>,
    is_main: bool,
    calls: Vec<CallTold>,
    arms: Vec<Arm>,
    /// Whether it answers requests itself, outside of its arms.
    serves: bool,
    /// Whether it goes on for ever, or as long as something is asked for.
    loops: bool,
    /// Whether it goes on for ever, and nothing but the end of the process ends it.
    is_endless: bool,
    /// Whether it sets a subscriber up itself.
    subscribes: bool,
}

/// A call.
struct CallTold {
    name: Name,
    /// The segment of its path before the name.
    module: Option<Name>,
    is_method: bool,
    /// The arm that it stands in, the last of those that do.
    arm: Option<usize>,
    /// Whether it is work that is started and not waited for.
    spawned: bool,
}

/// A way through a function that the command line chooses.
struct Arm {
    bytes: std::ops::Range<usize>,
    /// The type that is matched on, where it is not known from the function that a command line was read into it.
    ty: Option<Name>,
    serves: bool,
}

/// Reads what a file's functions call.
pub(crate) fn read(code: &Code<'_>, path: &Arc<PathBuf>) -> Calls {
    let file = code.file;
    let mut found = Calls {
        functions: Vec::new(),
        parsers: parsers(file),
        wrappers: Vec::new(),
    };
    let threads = file.hits_of(HANDS_TO_THREADS);
    let stem = module_of(&file.path);
    let serves = file.hits_of(SERVES);
    let subscribes = file.hits_of(SUBSCRIBES);
    let loops = file.hits_of(&["loop", "while"]);
    let parses = file.hits_of(PARSES);
    let mut spawns = spawned(file);
    // What a server calls, it calls for each request.
    spawns.extend(
        serves
            .iter()
            .filter(|at| file.is(**at + 1, b'('))
            .map(|at| file.inside(at + 1)),
    );
    for function in file.functions() {
        let Some(body) = &function.body else { continue };
        if code.is_test(function.keyword) {
            continue;
        }
        if hands_on_a_closure(file, function, body, &threads, &spawns) {
            found.wrappers.push(name(file.word(function.name)));
        }
        let arms = arms(file, function, body, &parses);
        let arm_of = |at: u32| arms.iter().rposition(|(tokens, _)| tokens.contains(&at));
        let among = |places: &[u32]| -> Vec<u32> {
            let from = places.partition_point(|at| *at < body.start);
            let to = places.partition_point(|at| *at < body.end);
            places[from..to].to_vec()
        };
        let serving = among(&serves);
        let looping: Vec<Goes> = among(&loops)
            .into_iter()
            .flat_map(|at| goes_on(file, at))
            .collect();
        let owner = file
            .impl_at(function.keyword)
            .map(|block| name(file.word(block.ty)));
        found.functions.push(Told {
            path: Arc::clone(path),
            body: file.bytes_of(body),
            name: name(file.word(function.name)),
            module: name(&stem),
            owner,
            is_main: file.is_word(function.name, "main") && owner.is_none(),
            calls: calls(file, body, &arm_of, &spawns),
            serves: serving.iter().any(|at| arm_of(*at).is_none()),
            loops: looping.contains(&Goes::On),
            is_endless: looping.contains(&Goes::ForEver),
            subscribes: !among(&subscribes).is_empty(),
            arms: arms
                .iter()
                .map(|(tokens, ty)| Arm {
                    bytes: file.bytes_of(tokens),
                    ty: *ty,
                    serves: serving.iter().any(|at| tokens.contains(at)),
                })
                .collect(),
        });
    }
    found
}

/// `score` of `src/score.rs` and of `src/score/mod.rs`.
fn module_of(path: &std::path::Path) -> String {
    let text = |part: Option<&std::ffi::OsStr>| {
        part.map(|part| part.to_string_lossy().into_owned())
            .unwrap_or_default()
    };
    let stem = text(path.file_stem());
    if stem == "mod" {
        return text(path.parent().and_then(|parent| parent.file_name()));
    }
    stem
}

/// How a loop goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Goes {
    /// It waits for its next turn, or nothing leaves it.
    On,
    /// Nothing leaves it.
    ForEver,
}

fn goes_on(file: &File, keyword: u32) -> Vec<Goes> {
    let mut at = keyword + 1;
    while at < file.len() && !file.is(at, b'{') && !file.is(at, b';') && !file.is(at, b'}') {
        at = next(file, at);
    }
    if !file.is(at, b'{') {
        return Vec::new();
    }
    let (mut waits, mut turns, mut leaves) = (false, false, false);
    for at in file.inside(at) {
        match file.word(at) {
            "await" => waits = true,
            "select" | "recv" | "tick" | "accept" | "changed" | "notified" => turns = true,
            "break" | "return" => leaves = true,
            _ => {}
        }
    }
    let for_ever = waits && file.is_word(keyword, "loop") && !leaves;
    let on = waits && turns || for_ever;
    let found = [on.then_some(Goes::On), for_ever.then_some(Goes::ForEver)];
    found.into_iter().flatten().collect()
}

/// Whether a function hands something that it is given, and that can be called, to a thread: `spawn_blocking(move || span.in_scope(f))`.
fn hands_on_a_closure(
    file: &File,
    function: &Function,
    body: &Tokens,
    threads: &[u32],
    spawns: &[Tokens],
) -> bool {
    let from = threads.partition_point(|at| *at < body.start);
    let handed = threads[from..]
        .iter()
        .take_while(|at| **at < body.end)
        .filter(|at| file.is(**at + 1, b'('))
        .map(|at| file.inside(at + 1));
    let on_threads = spawns.iter().filter(|inside| {
        let at = inside.start.saturating_sub(2);
        body.contains(&at) && file.word(at.saturating_sub(3)) == "thread"
    });
    let handed: Vec<Tokens> = handed.chain(on_threads.cloned()).collect();
    if handed.is_empty() {
        return false;
    }
    let head = function.open..body.start;
    let takes_closure =
        (function.name..body.start).any(|at| matches!(file.word(at), "FnOnce" | "Fn" | "FnMut"));
    takes_closure
        && function.parameters(file).iter().any(|parameter| {
            let local = file.word(parameter.pattern.end.saturating_sub(1));
            head.contains(&parameter.pattern.start)
                && handed
                    .iter()
                    .any(|inside| inside.clone().any(|at| file.is_word(at, local)))
        })
}

/// What `spawn` and its like are handed.
fn spawned(file: &File) -> Vec<Tokens> {
    file.hits("spawn")
        .filter(|at| file.is(*at + 1, b'('))
        .map(|at| file.inside(at + 1))
        .collect()
}

/// The types that a command line is read into, by what is derived for them.
fn parsers(file: &File) -> Vec<Name> {
    let mut found = Vec::new();
    for at in file.hits_of(PARSERS) {
        let derives = file.word(at.saturating_sub(2)) == "derive"
            || (at.saturating_sub(40)..at)
                .any(|before| file.is_word(before, "derive") && file.mate(before + 1) > at);
        if !derives {
            continue;
        }
        let keyword = (at..at.saturating_add(120)).find(|at| {
            matches!(file.word(*at), "struct" | "enum") && file.token(*at).kind == TokenKind::Ident
        });
        if let Some(keyword) = keyword {
            found.push(name(file.word(keyword + 1)));
        }
    }
    found
}

fn calls(
    file: &File,
    body: &Tokens,
    arm_of: &dyn Fn(u32) -> Option<usize>,
    spawns: &[Tokens],
) -> Vec<CallTold> {
    let mut found = Vec::new();
    for open in body.clone() {
        if !file.is(open, b'(') || open == body.start {
            continue;
        }
        let mut at = open - 1;
        // `read::<T>(..)`
        if file.is(at, b'>') {
            let Some(before) = (at.saturating_sub(24)..at)
                .rev()
                .find(|before| file.is_path_separator(*before) && file.is(before + 2, b'<'))
            else {
                continue;
            };
            at = before.saturating_sub(1);
        }
        if file.token(at).kind != TokenKind::Ident {
            continue;
        }
        let is_method = at > 0 && file.is(at - 1, b'.');
        let text = file.word(at);
        if !is_method && text.starts_with(|first: char| first.is_uppercase()) {
            continue;
        }
        let module = (!is_method && at >= 3 && file.is_path_separator(at - 2))
            .then(|| file.word(at - 3))
            .filter(|module| !matches!(*module, "self" | "super" | "crate"))
            .map(name);
        found.push(CallTold {
            name: name(text),
            module,
            is_method,
            arm: arm_of(at),
            spawned: spawns.iter().any(|inside| inside.contains(&at)),
        });
    }
    found
}

/// The arms of a function's choices by the command line, by place, an outer one before those in it.
fn arms(
    file: &File,
    function: &Function,
    body: &Tokens,
    parses: &[u32],
) -> Vec<(Tokens, Option<Name>)> {
    let mut roots: Vec<(String, Option<Name>)> = Vec::new();
    let from = parses.partition_point(|at| *at < body.start);
    let parsed: Vec<u32> = parses[from..]
        .iter()
        .copied()
        .take_while(|at| *at < body.end)
        .filter(|at| reads_arguments(file, *at))
        .collect();
    for at in &parsed {
        roots.extend(local_of(file, body, *at).map(|local| (local, None)));
    }
    for parameter in function.parameters(file) {
        let ty = path_text(file, &parameter.ty);
        let last = ty.rsplit("::").next().unwrap_or_default();
        if LINES.iter().any(|ending| last.ends_with(ending)) {
            for at in parameter.pattern.clone() {
                if file.token(at).kind == TokenKind::Ident {
                    roots.push((file.word(at).to_owned(), Some(name(last))));
                }
            }
        }
    }
    if roots.is_empty() && parsed.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for keyword in body.clone() {
        if !matches!(file.word(keyword), "match" | "if") {
            continue;
        }
        let Some(open) = top_level(file, &(keyword + 1..body.end))
            .find(|at| matches!(file.token(*at).byte, b'{' | b';' | b'}'))
        else {
            continue;
        };
        if !file.is(open, b'{') {
            continue;
        }
        let head = keyword + 1..open;
        let root = roots
            .iter()
            .find(|(local, _)| head.clone().any(|at| file.is_word(at, local)));
        let direct = parsed.iter().any(|at| head.contains(at));
        if root.is_none() && !direct {
            continue;
        }
        let ty = root.and_then(|(_, ty)| *ty);
        if file.is_word(keyword, "match") {
            found.extend(match_arms(file, open).into_iter().map(|arm| (arm, ty)));
        } else {
            let block = file.inside(open);
            // `if args.version { .. return; }`: without a way out, the rest is done as well.
            let ends = block
                .clone()
                .any(|at| matches!(file.word(at), "return" | "exit"));
            let has_else = file.is_word(file.mate(open) + 1, "else");
            if ends || has_else {
                found.push((block, ty));
            }
            if has_else && file.is(file.mate(open) + 2, b'{') {
                found.push((file.inside(file.mate(open) + 2), ty));
            }
        }
    }
    found.sort_by_key(|(tokens, _)| (tokens.start, std::cmp::Reverse(tokens.end)));
    found
}

/// How the type of a command line is called: which of them are, what is derived for them says.
const LINES: &[&str] = &[
    "Command",
    "Commands",
    "Cmd",
    "Cli",
    "Args",
    "Arguments",
    "Opts",
    "Opt",
    "Options",
    "Subcommand",
    "SubCommand",
    "Action",
];

/// `Cli::parse()`, `env::args()`; not `text.parse()`.
fn reads_arguments(file: &File, at: u32) -> bool {
    let is_path = at >= 2 && file.is_path_separator(at - 2);
    match file.word(at) {
        "args" | "args_os" => file.is(at + 1, b'(') && (is_path || file.is(at + 2, b')')),
        "get_matches" | "try_get_matches" => file.is(at + 1, b'('),
        "parse" => is_path && file.is(at + 1, b'(') && file.is(at + 2, b')'),
        _ => is_path && file.is(at + 1, b'('),
    }
}

/// The local that an expression is bound to.
fn local_of(file: &File, body: &Tokens, at: u32) -> Option<String> {
    let is_method = at > 0 && file.is(at - 1, b'.');
    let start = if is_method {
        chain_start(file, at - 1)
    } else {
        path_start(file, at)
    };
    let start = start.max(body.start);
    let from = start.saturating_sub(24).max(body.start);
    let keyword = (from..start)
        .rev()
        .take_while(|before| !file.is(*before, b';') && !file.is(*before, b'{'))
        .find(|before| file.is_word(*before, "let"))?;
    let mut local = keyword + 1;
    if file.is_word(local, "mut") {
        local += 1;
    }
    (file.token(local).kind == TokenKind::Ident).then(|| file.word(local).to_owned())
}

/// What stands behind each `=>` of a match.
pub(crate) fn match_arms(file: &File, open: u32) -> Vec<Tokens> {
    let inside = file.inside(open);
    let mut found = Vec::new();
    let mut at = inside.start;
    while at < inside.end {
        if !(file.is(at, b'=') && file.is(at + 1, b'>')) {
            at = next(file, at);
            continue;
        }
        let start = at + 2;
        if file.is(start, b'{') {
            found.push(file.inside(start));
            at = file.mate(start) + 1;
            continue;
        }
        let mut end = start;
        while end < inside.end && !file.is(end, b',') {
            end = next(file, end);
        }
        found.push(start..end);
        at = end;
    }
    found
}

/// Who runs what in a package, as far as its calls tell.
pub(crate) struct Program<'a> {
    told: &'a Calls,
    /// By path, each function's place in the list.
    by_path: HashMap<&'a PathBuf, Vec<usize>>,
    /// Those that `main` runs once, before or instead of serving.
    once: HashSet<usize>,
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
        let is_command_arm = |caller: usize, call: &CallTold| {
            call.arm
                .is_some_and(|arm| !serving_arms.contains(&(caller, arm)))
        };
        let mut commands: HashSet<usize> = idle.iter().copied().collect();
        loop {
            let before = commands.len();
            for (callee, of) in &callers {
                if of.iter().all(|(caller, call)| {
                    commands.contains(caller) || is_command_arm(*caller, call)
                }) {
                    commands.insert(*callee);
                }
            }
            if commands.len() == before {
                break;
            }
        }
        let serves = (0..told.functions.len()).any(|at| lasts(&at));
        Self {
            told,
            by_path,
            once,
            commands,
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
            || arm.is_some_and(|arm| !self.serving_arms.contains(&(at, arm)))
    }

    /// Whether a place runs once: in a command, or before anything is served.
    pub(crate) fn runs_once(&self, path: &PathBuf, byte: usize) -> bool {
        self.at(path, byte).is_some_and(|(at, function)| {
            self.commands.contains(&at) || self.once.contains(&at) && !function.loops
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

struct Graph<'a> {
    told: &'a Calls,
    by_name: Names<Vec<usize>>,
    own: Option<Name>,
    library: Name,
}

impl<'a> Graph<'a> {
    /// The functions of the package that one calls, each with its call.
    fn callees(&self, at: usize) -> Vec<(usize, &'a CallTold)> {
        let caller = &self.told.functions[at];
        let mut found = Vec::new();
        for call in &caller.calls {
            let Some(named) = self.by_name.get(&call.name) else {
                continue;
            };
            found.extend(
                named
                    .iter()
                    .filter(|callee| {
                        self.is_meant(caller, call, &self.told.functions[**callee], named.len())
                    })
                    .map(|callee| (*callee, call)),
            );
        }
        found
    }

    fn is_meant(&self, caller: &Told, call: &CallTold, callee: &Told, of_name: usize) -> bool {
        if call.is_method {
            return callee.owner.is_some() && of_name == 1;
        }
        match call.module {
            Some(module) => {
                callee.owner == Some(module)
                    || callee.owner.is_none()
                        && (callee.module == module
                            || self.own == Some(module) && callee.module == self.library)
                    || callee.owner.is_some()
                        && module == name("Self")
                        && callee.owner == caller.owner
            }
            // An imported function, or one of the same file.
            None => callee.owner.is_none() && (callee.path == caller.path || of_name == 1),
        }
    }
}
