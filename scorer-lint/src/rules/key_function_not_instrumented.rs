//! A handler, or a function that the team wants to see, without a span.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use scorer_instrument_policy::{Policy, Record};

use crate::analysis::routes::{METHODS, ROUTERS};
use crate::analysis::spans::{self, last_segment};
use crate::engine::check::{Check, Entry};
use crate::engine::cx::{Cx, UnitCx};
use crate::engine::facts::{Fact, Site};
use crate::engine::finding::Elsewhere;
use crate::rule::{Group, Level, Precision, Reach, Rule, Standing};
use crate::source::instrument;
use crate::source::{
    Call, CallKind, File, Function, TokenKind, Tokens, path_text, resolved, split, top_level,
};

/// The rule.
pub static RULE: Rule = Rule {
    name: "key-function-not-instrumented",
    group: Group::Spans,
    level: Level::Warn,
    in_tests: false,
    // Whether a handler is worth a span is a matter of taste, too.
    standing: Standing::of(Precision::Medium),
    reach: Reach::Head,
    page: include_str!("../../docs/rules/key-function-not-instrumented.md"),
};

/// What the engine calls for it.
pub static ENTRY: Entry = Entry {
    rule: &RULE,
    words: ROUTERS,
    helpers: &[&[LAYERS, &[OWN_LAYER]]],
    checks: &[Check::File(collect), Check::Unit(decide)],
};

/// What routers call, and what they may.
#[derive(Default)]
struct Routes {
    /// Functions that a router calls.
    handlers: Vec<Handler>,
    /// Functions that may be handlers, or that the team's policy wants instrumented.
    functions: Vec<FunctionFact>,
    /// Whether a layer around the router opens a span for each request.
    has_layer: bool,
}

impl Fact for Routes {
    fn merge(&mut self, other: Self) {
        self.handlers.extend(other.handlers);
        self.functions.extend(other.functions);
        self.has_layer |= other.has_layer;
    }
}

/// A function.
struct FunctionFact {
    name: String,
    /// Where the name stands.
    site: Site,
    /// Whether it opens a span, or needs none.
    has_span: bool,
    /// The function that it only calls, whose span is its own: `work(state).with_metrics(..).await`.
    hands_on_to: Option<String>,
}

/// A function that a router calls.
struct Handler {
    /// Its path, imports followed: `crate::api::score`.
    path: String,
    /// The file of the router.
    router: Arc<PathBuf>,
}

/// Whether the routers of a crate are read: `axum`, `utoipa-axum`, `actix-web`.
fn is_router(package: &str) -> bool {
    ["axum", "actix", "aide", "poem", "tonic"]
        .iter()
        .any(|name| package.contains(name))
}

/// What opens a span for each request, by the libraries' own names.
const LAYERS: &[&str] = &[
    "TraceLayer",
    "TracingLogger",
    "make_span_with",
    "OtelAxumLayer",
    "OtelInResponseLayer",
    "OpenTelemetryLayer",
    "RequestTracing",
];

/// This project's layers for axum and tonic: `scorer_instrument::axum::layer()`.
const OWN_LAYER: &str = "layer";

/// Whether a file imports or calls what makes one of this project's layers that open a span for each request.
fn has_own_layer(cx: &Cx<'_>) -> bool {
    let file = cx.file;
    let is_one = |path: &str| {
        let function = path
            .strip_prefix("scorer_instrument::")
            .or_else(|| path.strip_prefix("scorer_telemetry::"));
        matches!(function, Some("axum::layer" | "tonic::layer"))
    };
    file.uses().iter().any(|import| is_one(&import.path))
        || file
            .hits(OWN_LAYER)
            .filter(|at| !cx.is_test(*at))
            .filter_map(|at| Call::at(file, at))
            .any(|call| is_one(&call.resolved(file)))
}

/// Whether a file names such a layer, or has a middleware that opens a span.
fn layers(cx: &Cx<'_>) -> bool {
    let file = cx.file;
    let named = file.hits_of(LAYERS).into_iter().any(|at| !cx.is_test(at));
    named
        || has_own_layer(cx)
        || file.functions().iter().any(|function| {
            spans::is_middleware(file, function)
                && (function
                    .body
                    .as_ref()
                    .is_some_and(|body| opens_by_hand(file, body))
                    || instrument::keywords(file).contains(&function.keyword))
        })
}

fn collect(cx: &Cx<'_>) {
    let wanted = &cx.policy.team.must_instrument;
    let may_route = cx
        .code
        .manifest
        .is_none_or(|manifest| manifest.depends_on_any(is_router));
    if may_route {
        let handlers = routed(cx);
        let has_layer = layers(cx);
        cx.facts::<Routes>().has_layer |= has_layer;
        cx.facts::<Routes>().handlers.extend(handlers);
    } else if wanted.is_empty() {
        return;
    }
    let file = cx.file;
    let instrumented = instrument::keywords(file);
    for function in file.functions() {
        let name = file.word(function.name);
        let is_wanted = wanted.iter().any(|listed| listed == name);
        let may_answer = may_route && function.is_async && !takes_self(file, function);
        let Some(body) = &function.body else { continue };
        if !is_wanted && !may_answer {
            continue;
        }
        let has_span = instrumented.contains(&function.keyword)
            || opens_by_hand(file, body)
            || instrument::is_conditional(file, function);
        if may_answer && is_routed_by_attribute(file, function) {
            cx.facts::<Routes>().handlers.push(Handler {
                path: name.to_owned(),
                router: Arc::clone(&cx.path),
            });
        }
        // What waits for nothing and cannot fail answers at once: there is nothing that a span could tell.
        let may_take = |at: u32| file.is_word(at, "await") || file.is(at, b'?');
        let is_at_once = !is_wanted && !body.clone().any(may_take);
        let bytes = file.bytes_of(&(function.name..function.name + 1));
        cx.facts::<Routes>().functions.push(FunctionFact {
            name: name.to_owned(),
            site: Site {
                path: Arc::clone(&cx.path),
                bytes,
                in_test: cx.is_test(function.name),
            },
            has_span: has_span || is_at_once || !is_wanted && gives_a_file(file, function),
            hands_on_to: hands_on_to(file, body),
        });
    }
}

/// Whether what a handler answers is a file of the server's own: `-> io::Result<NamedFile>`.
fn gives_a_file(file: &File, function: &Function) -> bool {
    function
        .output
        .clone()
        .any(|at| matches!(file.word(at), "NamedFile" | "ServeFile"))
}

/// `#[get("/score/{id}")]`.
fn is_routed_by_attribute(file: &File, function: &Function) -> bool {
    function.attributes.iter().any(|attribute| {
        let route = attribute.arguments.start..attribute.arguments.start + 1;
        (METHODS.contains(&file.word(attribute.name)) || file.is_word(attribute.name, "route"))
            && file.token(route.start).kind == TokenKind::Str
            && !is_plain_route(file, &route)
            && !is_plain_name(file.word(function.name), file.literal(route.start))
    })
}

/// Whether a body makes a span and enters it, other than for a part that `in_scope` names.
fn opens_by_hand(file: &File, body: &Tokens) -> bool {
    spans::span_in(file, body).is_some()
        && body
            .clone()
            .any(|at| matches!(file.word(at), "instrument" | "enter" | "entered"))
}

/// The function whose call a body is, with nothing before it and only methods, `.await` and `?` after it.
fn hands_on_to(file: &File, body: &Tokens) -> Option<String> {
    let mut parts = top_level(file, body).skip_while(|at| !file.is(*at, b'('));
    let open = parts.next()?;
    // `store.rank()` calls a method of a value, and not the function `store`.
    if (body.start..open).any(|at| file.is(at, b'.')) {
        return None;
    }
    let path = path_of(file, &(body.start..open))?;
    let is_chain = parts.all(|at| {
        file.token(at).kind == TokenKind::Ident
            || file.is(at, b'.')
            || file.is(at, b'?')
            || file.is(at, b'(')
    });
    is_chain.then_some(path)
}

fn takes_self(file: &File, function: &Function) -> bool {
    (function.open + 1..function.open + 5)
        .take_while(|at| !file.is(*at, b','))
        .any(|at| file.is_word(at, "self"))
}

/// The functions that the file's routers call, those for health and metrics aside.
fn routed(cx: &Cx<'_>) -> Vec<Handler> {
    let file = cx.file;
    let mut found = Vec::new();
    for name in file.hits_of(ROUTERS) {
        // A router's chain is as long as its routes: only what stands in the parentheses is read.
        let is_macro = file.is(name + 1, b'!');
        let open = if is_macro { name + 2 } else { name + 1 };
        let is_method = name > 0 && file.is(name - 1, b'.');
        if file.token(open).kind != TokenKind::Open || is_macro == is_method || cx.is_test(name) {
            continue;
        }
        let arguments = split(file, file.inside(open), b',');
        let arguments: Vec<Tokens> = arguments
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        let mut named = Vec::new();
        let mut path = "";
        match (file.word(name), is_method, arguments.as_slice()) {
            // `web::resource("/x").route(web::get().to(handler))`
            ("route", true, [methods]) => method_handlers(file, methods, &mut named),
            ("api_route_with", true, [route, methods, _]) if !is_plain_route(file, route) => {
                path = file.literal(route.start);
                method_handlers(file, methods, &mut named);
            }
            ("route" | "api_route" | "at", true, [route, methods])
                if !is_plain_route(file, route)
                    && file.token(route.start).kind == TokenKind::Str =>
            {
                path = file.literal(route.start);
                method_handlers(file, methods, &mut named);
            }
            ("fallback", true, [handler]) => named.extend(path_of(file, handler)),
            ("routes", false, handlers) => {
                named.extend(handlers.iter().filter_map(|handler| path_of(file, handler)));
            }
            _ => {}
        }
        found.extend(
            named
                .into_iter()
                .filter(|handler| !is_plain_name(last_segment(handler), path))
                .map(|path| Handler {
                    path,
                    router: Arc::clone(&cx.path),
                }),
        );
    }
    found
}

/// `get(handler).post(api::other)`, `on(MethodFilter::GET, handler)`.
fn method_handlers(file: &File, methods: &Tokens, found: &mut Vec<String>) {
    for at in top_level(file, methods) {
        if file.token(at).kind != TokenKind::Ident || !METHODS.contains(&file.word(at)) {
            continue;
        }
        let Some(call) = Call::at(file, at).filter(|call| call.kind != CallKind::Macro) else {
            continue;
        };
        let arguments = split(file, call.arguments, b',');
        let handler = match file.word(at) {
            "on" => arguments.get(1),
            _ => arguments.first(),
        };
        found.extend(handler.and_then(|handler| path_of(file, handler)));
    }
}

/// The path that an argument is, or begins with: `api::score`, `score::<Db>`, `score.layer(..)`.
fn path_of(file: &File, argument: &Tokens) -> Option<String> {
    let end = top_level(file, argument)
        .find(|at| file.is(*at, b'.'))
        .unwrap_or(argument.end);
    let path = argument.start..end;
    let is_path = file.token(path.start).kind == TokenKind::Ident
        && !matches!(file.word(path.start), "move" | "async")
        && path.clone().all(|at| {
            matches!(file.token(at).kind, TokenKind::Ident | TokenKind::Lifetime)
                || matches!(file.token(at).byte, b':' | b'<' | b'>' | b',' | b'_')
        });
    is_path.then(|| resolved(file, &path_text(file, &path)))
}

/// Routes that nobody traces.
const PLAIN_ROUTES: &[&str] = &[
    "health",
    "healthz",
    "healthcheck",
    "health-check",
    "health_check",
    "ready",
    "readyz",
    "readiness",
    "live",
    "livez",
    "liveness",
    "alive",
    "ping",
    "metrics",
    "static",
    "assets",
    "public",
    "favicon.ico",
    "robots.txt",
    "docs",
    "swagger",
    "swagger-ui",
    "openapi.json",
    "api-docs",
];

fn is_plain_route(file: &File, route: &Tokens) -> bool {
    let text = file.literal(route.start);
    matches!(text, "/status" | "/version" | "/_status")
        || text
            .split('/')
            .any(|segment| PLAIN_ROUTES.contains(&segment))
}

/// Handlers that nobody traces.
fn is_plain_name(name: &str, route: &str) -> bool {
    (route == "/" && matches!(name, "root" | "index" | "home" | "hello"))
        || (!route.contains([':', '{']) && matches!(name, "ready" | "live" | "status" | "version"))
        || matches!(name, "fallback" | "spa" | "unimplemented")
        || name.contains("not_found")
        || name.contains("not_implemented")
        || name.contains("404")
        || name.split('_').any(|part| {
            matches!(
                part,
                "health"
                    | "healthz"
                    | "healthcheck"
                    | "readyz"
                    | "readiness"
                    | "livez"
                    | "liveness"
                    | "alive"
                    | "ping"
                    | "metrics"
                    | "static"
                    | "favicon"
                    | "openapi"
                    | "swagger"
            )
        })
}

fn decide(cx: &UnitCx<'_>) {
    let Some(told) = cx.facts::<Routes>() else {
        return;
    };
    let mut by_name: HashMap<&str, Vec<&FunctionFact>> = HashMap::new();
    for function in &told.functions {
        by_name.entry(&function.name).or_default().push(function);
    }
    let routed = told.handlers.iter().filter_map(|handler| {
        let named = by_name.get(last_segment(&handler.path))?;
        Some((
            meant(&handler.path, &handler.router, named)?,
            "answers requests",
        ))
    });
    let wanted = cx.policy.team.must_instrument.iter().flat_map(|name| {
        let named = by_name.get(name.as_str()).into_iter().flatten();
        named.map(|function| (*function, "is listed in the team's `must-instrument`"))
    });
    // By place, so that a handler of two routes is found once.
    let mut found: BTreeMap<(&Path, usize), (&FunctionFact, &str)> = BTreeMap::new();
    let is_silent = |function: &FunctionFact| {
        let within = function.hands_on_to.as_ref().and_then(|path| {
            let named = by_name.get(last_segment(path))?;
            meant(path, &function.site.path, named)
        });
        !function.has_span && within.is_none_or(|within| !within.has_span)
    };
    for (function, why) in routed
        .chain(wanted)
        .filter(|(function, _)| is_silent(function))
    {
        let place = (function.site.path.as_path(), function.site.bytes.start);
        found.insert(place, (function, why));
    }
    for (function, why) in found.values() {
        cx.report_at(&RULE, &function.site, |mut finding| {
            if told.has_layer {
                finding.message = format!(
                    "`{}` {why} in the span of a layer, and opens no span of its own",
                    function.name
                )
                .into();
                finding = finding.at_most(Level::Note);
            } else {
                finding.message = format!("`{}` {why}, and opens no span", function.name).into();
            }
            finding
                .elsewhere(Elsewhere::Word(function.name.clone()))
                .help(way_out(cx.policy))
        });
    }
}

/// What to write, in the team's mode.
fn way_out(policy: &Policy) -> &'static str {
    match policy.team.record {
        Record::All => {
            "write `#[scorer_span(..)]` above it: the compiler says which arguments to skip"
        }
        Record::Listed => {
            "write `#[scorer_span(include(..))]` above it, and list which arguments are recorded"
        }
    }
}

/// The function that a path in a file means: the only one of that name, or the one whose file fits the path.
fn meant<'a>(path: &str, from: &Path, named: &[&'a FunctionFact]) -> Option<&'a FunctionFact> {
    let only = |fits: &dyn Fn(&FunctionFact) -> bool| {
        let mut fitting = named.iter().filter(|function| fits(function));
        let first = fitting.next()?;
        fitting.next().is_none().then_some(*first)
    };
    if let [function] = named {
        return Some(function);
    }
    let module = path.rsplit("::").nth(1);
    match module.filter(|module| !matches!(*module, "self" | "Self" | "crate" | "super")) {
        None => only(&|function| function.site.path.as_path() == from),
        Some(module) => only(&|function| is_file_of(&function.site.path, module))
            .or_else(|| only(&|function| is_below(&function.site.path, module))),
    }
}

/// Whether a file is a module's: `score.rs`, `score/mod.rs`.
fn is_file_of(path: &Path, module: &str) -> bool {
    let stem = path.file_stem().and_then(|stem| stem.to_str());
    match stem {
        Some("mod" | "lib" | "main") => path
            .parent()
            .and_then(Path::file_name)
            .is_some_and(|folder| folder == module),
        _ => stem == Some(module),
    }
}

/// Whether a file lies below a module, from which it may be exported.
fn is_below(path: &Path, module: &str) -> bool {
    path.components().any(|part| part.as_os_str() == module)
}
