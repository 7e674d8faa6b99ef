//! Which `println!` and its like stand in service code, and which belong to a command's user.

use std::path::Path;

use crate::analysis::code::Code;
use crate::analysis::program;
use crate::source::{Call, CallKind, File, Function, path_text};

/// The words that are looked for.
pub(crate) const WORDS: &[&[&str]] = &[
    PRINTS,
    SERVERS,
    COMMANDS,
    &["args", "set_hook", "stdin", "quote", "parse_quote"],
];

const PRINTS: &[&str] = &["print", "println", "eprint", "eprintln", "dbg"];

/// What only a service names: who serves, and who polls a queue.
const SERVERS: &[&str] = &[
    "axum",
    "actix_web",
    "hyper",
    "tonic",
    "warp",
    "rocket",
    "poem",
    "lambda_runtime",
    "lambda_http",
    "TcpListener",
    "rdkafka",
    "lapin",
    // It waits to be told to stop.
    "ctrl_c",
    "SignalKind",
];

/// What only a command names.
pub(crate) const COMMANDS: &[&str] = &[
    "clap",
    "structopt",
    "argh",
    "bpaf",
    "lexopt",
    "pico_args",
    "gumdrop",
    "rustyline",
    "dialoguer",
    "indicatif",
];

/// What sets a subscriber up, by the libraries' names.
const SUBSCRIBERS: &[&str] = &["init", "try_init", "set_global_default"];

/// Whether a function's name says that it sets a subscriber up: `init_tracing`, `telemetry_setup`.
fn sets_up(name: &str) -> bool {
    let mut parts = name.split('_');
    let acts = |part| {
        matches!(
            part,
            "init" | "setup" | "install" | "initialize" | "set" | "enable"
        )
    };
    let is_about = |part| {
        matches!(
            part,
            "tracing" | "logging" | "logger" | "log" | "logs" | "telemetry" | "subscriber"
        )
    };
    SUBSCRIBERS.contains(&name) || parts.clone().any(acts) && parts.any(is_about)
}

const COMMAND_PACKAGES: &[&str] = &[
    "clap",
    "structopt",
    "argh",
    "bpaf",
    "lexopt",
    "pico-args",
    "gumdrop",
    "dialoguer",
];
const LOG_PACKAGES: &[&str] = &["tracing", "log", "slog"];

/// The prints of a file that stand in service code, by place.
pub(crate) fn in_service(code: &Code<'_>) -> Vec<Call> {
    let file = code.file;
    let mut found: Vec<Call> = file
        .hits_of(PRINTS)
        .into_iter()
        .filter(|name| !code.is_test(*name))
        .filter_map(|name| Call::at(file, name))
        .filter(|call| call.kind == CallKind::Macro && is_std(file, call))
        .collect();
    if found.is_empty() {
        return found;
    }
    let of_command = is_for_commands(code);
    found.retain(|call| {
        let is_dbg = file.word(call.name) == "dbg";
        let is_exempt = !is_dbg && (of_command || is_fit(file, call));
        !is_exempt && !is_generated(file, call.name)
    });
    found
}

/// Whether it is the standard library's macro, as far as the file says.
fn is_std(file: &File, call: &Call) -> bool {
    let path = path_text(file, &call.before);
    match path.split_once("::") {
        Some((first, _)) => first == "std",
        None => file
            .resolve(&path)
            .is_none_or(|import| import.path.starts_with("std::")),
    }
}

/// Whether a whole file prints for somebody who called a command.
pub(crate) fn is_for_commands(code: &Code<'_>) -> bool {
    let path = code
        .file
        .path
        .strip_prefix(&code.unit.root)
        .unwrap_or(&code.file.path);
    if is_command_path(path) {
        return true;
    }
    let serves = has_any(code.file, SERVERS);
    let has_main = code
        .file
        .functions()
        .iter()
        .any(|function| code.file.is_word(function.name, "main"));
    let reads_arguments = has_any(code.file, COMMANDS)
        || code.file.hits("args").any(|at| {
            code.file.is(at + 1, b'(') && code.file.is_path_separator(at.saturating_sub(2))
        });
    // Settings of a server's subscriber may be arguments, too.
    let is_set_up = !has_main
        && has_any(code.file, &["tracing_subscriber"])
        && code
            .manifest
            .is_some_and(|it| it.depends_on_any(|package| program::SERVERS.contains(&package)));
    if reads_arguments && !serves && !is_set_up {
        return true;
    }
    // A tool beside the service: it has a `main` and logs nothing.
    if has_main && !serves && is_tool_path(path) && code.file.events().is_empty() {
        return true;
    }
    let Some(manifest) = code.manifest.filter(|manifest| manifest.lists_dependencies) else {
        return false;
    };
    let names = |known: &[&str]| manifest.depends_on_any(|package| known.contains(&package));
    if names(program::SERVERS) || names(&["sqlx"]) || serves {
        return false;
    }
    names(COMMAND_PACKAGES) || (has_main && !names(LOG_PACKAGES))
}

fn has_any(file: &File, words: &[&str]) -> bool {
    words.iter().any(|word| file.hits(word).next().is_some())
}

/// `build.rs`, and folders and files that are called after a command line.
fn is_command_path(path: &Path) -> bool {
    path.components().any(|part| {
        let part = part.as_os_str().to_string_lossy();
        let stem = part.strip_suffix(".rs").unwrap_or(&part);
        part == "build.rs"
            || matches!(stem, "cli" | "xtask" | "commands" | "cmd" | "repl")
            || stem.ends_with("-cli")
            || stem.ends_with("_cli")
    })
}

/// `src/bin/x.rs`, `src/bin/x/main.rs`, `tools/x.rs`, `scripts/x.rs`.
fn is_tool_path(path: &Path) -> bool {
    path.components()
        .any(|part| matches!(part.as_os_str().to_str(), Some("bin" | "tools" | "scripts")))
}

/// Whether a print is fit where it stands: for a command's user, or where no subscriber listens.
fn is_fit(file: &File, call: &Call) -> bool {
    let is_stderr = matches!(file.word(call.name), "eprint" | "eprintln");
    if is_stderr && (in_panic_hook(file, call.name) || in_telemetry_file(file)) {
        return true;
    }
    if before_exit(file, call) {
        return true;
    }
    let Some(function) = file.function_at(call.name) else {
        return false;
    };
    let name = file.word(function.name);
    let in_name = |any: &[&str]| name.split('_').any(|part| any.contains(&part));
    if in_name(&["print", "usage", "help", "prompt", "banner"]) || reads_stdin(file, function) {
        return true;
    }
    is_stderr
        && (in_name(&[
            "telemetry",
            "tracing",
            "logging",
            "logger",
            "subscriber",
            "otel",
            "panic",
        ]) || before_subscriber(file, function, call.name))
}

/// Whether the statement ends the process, or the next one does.
fn before_exit(file: &File, call: &Call) -> bool {
    let mut left = 2;
    for at in call.whole.end..call.whole.end.saturating_add(24) {
        match file.word(at) {
            "exit" | "abort" if file.is(at + 1, b'(') => return true,
            "ExitCode" => return true,
            _ => {}
        }
        if file.is(at, b'}') || at >= file.len() {
            return false;
        }
        if file.is(at, b';') {
            left -= 1;
            if left == 0 {
                return false;
            }
        }
    }
    false
}

fn in_panic_hook(file: &File, at: u32) -> bool {
    file.hits("set_hook")
        .filter_map(|name| Call::at(file, name))
        .any(|call| call.arguments.contains(&at))
        || file.function_at(at).is_some_and(|function| {
            file.inside(function.open)
                .any(|at| matches!(file.word(at), "PanicInfo" | "PanicHookInfo"))
        })
}

/// Whether a file is about the subscriber itself, whose own faults it cannot log.
fn in_telemetry_file(file: &File) -> bool {
    let stem = file.path.file_stem().and_then(|stem| stem.to_str());
    matches!(
        stem,
        Some("telemetry" | "tracing" | "logging" | "logger" | "otel" | "observability")
    )
}

fn reads_stdin(file: &File, function: &Function) -> bool {
    let Some(body) = &function.body else {
        return false;
    };
    file.hits("stdin").any(|at| body.contains(&at))
}

/// Whether a place stands in a function that sets the subscriber up behind it: it runs once, before anything is served.
pub(crate) fn is_before_subscriber(file: &File, at: u32) -> bool {
    file.function_at(at)
        .is_some_and(|function| before_subscriber(file, function, at))
}

/// Whether a function sets the subscriber up behind this place.
fn before_subscriber(file: &File, function: &Function, at: u32) -> bool {
    let Some(body) = &function.body else {
        return false;
    };
    body.clone()
        .filter(|init| file.is(*init + 1, b'(') && sets_up(file.word(*init)))
        .any(|init| {
            // `if let Err(error) = telemetry::init() { eprintln!(..) }` and `init().unwrap_or_else(|error| eprintln!(..))`.
            at < init || at < statement_end(file, init, body.end)
        })
}

/// Where the statement ends that a token stands in: at its semicolon, or behind its block.
fn statement_end(file: &File, mut at: u32, end: u32) -> u32 {
    while at < end && !file.is(at, b';') {
        if file.is(at, b'{') {
            return file.mate(at);
        }
        at = crate::source::next(file, at);
    }
    at
}

/// Whether a print stands in code that a macro writes into another crate: `quote! { println!(..) }`.
fn is_generated(file: &File, at: u32) -> bool {
    file.hits_of(&["quote", "parse_quote"])
        .into_iter()
        .filter_map(|name| Call::at(file, name))
        .any(|call| call.kind == CallKind::Macro && call.arguments.contains(&at))
}
